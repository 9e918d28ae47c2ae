"""Why a task is somebody's, and why it is not: the engine's reasons as sentences."""

from flask import Flask
from flask_babel import lazy_gettext

from engine.model.views import Said

_WHY = {
    "assigned": lazy_gettext("It is assigned to you."),
    "role": lazy_gettext("You are %(role)s in %(unit)s."),
    "named": lazy_gettext("You are named for it."),
    "assigned-for": lazy_gettext("It is assigned to %(person)s, for whom you stand in."),
    "role-for": lazy_gettext("%(person)s is %(role)s in %(unit)s, and you stand in."),
    "named-for": lazy_gettext("%(person)s is named for it, and you stand in."),
}
_REFUSALS = {
    "not-candidate": lazy_gettext("This task is for other people; you can only look at it."),
    "assigned": lazy_gettext("%(person)s is working on this task."),
    "four-eyes": lazy_gettext(
        "A second pair of eyes is needed: %(person)s did “%(element)s” in this case, "
        "so another person has to do this task."
    ),
    "absent-directory": lazy_gettext("Nobody holds the role that this task is for."),
    "closed": lazy_gettext("This task is no longer open."),
}


def say_why(reason: Said | None) -> str:
    """Return why a task is somebody's; empty for none."""
    return _fill(_WHY, reason)


def say_refusal(reason: Said | None) -> str:
    """Return why somebody may not do a task; empty for none."""
    return _fill(_REFUSALS, reason)


def _fill(sentences: dict[str, object], reason: Said | None) -> str:
    if reason is None:
        return ""
    names = {"person": "", "role": "", "unit": "", "element": "", **reason.params}
    return str(sentences[reason.kind]) % names


def install(app: Flask) -> None:
    """Offer the sentences to the pages."""
    app.jinja_env.filters.update(why=say_why, refusal=say_refusal)
