"""What happens next in a case, and with whom, said to whoever has just done their part."""

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from engine.errors import NotFoundError
from engine.model.ids import InstanceId
from engine.queries.cases import StandingView, get_standing
from engine.queries.cases_records import Position
from webapp.web.formatting import format_instant, format_list
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


def say_what_follows(instance: InstanceId) -> Markup:
    """Say what a case waits for now, with a link to it; empty when it is out of one's sight."""
    try:
        case = get_standing(
            get_context(), viewer=get_viewer().id, instance=instance, language=get_language()
        )
    except NotFoundError:
        return Markup("")
    link = Markup('<a href="{}">{}</a>').format(
        url_for("cases.show", instance=instance), case.summary.business_key
    )
    return Markup(" ").join([*_say(case), link])


def _say(case: StandingView) -> list[str]:
    zone = case.summary.zone
    if case.summary.status != "active":
        outcome = case.summary.outcome
        return [gettext("The case ended: %(outcome)s", outcome=outcome) + "."] if outcome else []
    if any(position.kind == "incident" for position in case.positions):
        return [gettext("The case stands still until an administrator has looked at it.")]
    tasks = [position for position in case.positions if position.kind == "task"]
    if tasks:
        return [_say_task(position, zone) for position in tasks]
    instants = [position.due for position in case.positions if position.due]
    if instants:
        return [
            gettext("It goes on by itself, %(time)s.", time=format_instant(min(instants), zone))
        ]
    return []


def _say_task(position: Position, zone: str) -> str:
    who = position.assignee.name if position.assignee else format_list(position.waits_for)
    due = format_instant(position.due, zone) if position.due else ""
    words = {"task": position.name, "who": who, "time": due}
    if who and due:
        return str(gettext("Next: “%(task)s”, with %(who)s, due %(time)s.", **words))
    if who:
        return str(gettext("Next: “%(task)s”, with %(who)s.", **words))
    return str(gettext("Next: “%(task)s”.", **words))
