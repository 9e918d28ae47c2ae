"""Moving the time of a demonstration forward, to see a deadline pass."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import flash, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine.commands.move_clock import move_clock
from engine.errors import RefusedError
from engine.worker import run_due
from webapp.web.access import ADMINISTRATOR, allow
from webapp.web.formatting import format_instant
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_settings, get_viewer

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@allow(ADMINISTRATOR)
def clock() -> str:
    """Show the time of the demonstration."""
    _require_demo()
    return render_template("admin/clock.html", local=_local())


@allow(ADMINISTRATOR)
def move() -> Response:
    """Move the time forward and let what is due happen."""
    _require_demo()
    move_clock(get_context(), actor=get_viewer().id, to=_read_target())
    fired = run_due(get_context())
    flash(
        gettext("It is now %(time)s.", time=format_instant(get_context().clock.now()))
        + " "
        + ngettext(
            "%(num)d thing that was due happened.", "%(num)d things that were due happened.", fired
        )
    )
    return go_to(url_for("admin.clock"))


def _require_demo() -> None:
    if not get_settings().demo:
        raise RefusedError(gettext("Only the time of a demonstration can be moved."))


def _local() -> datetime:
    return get_context().clock.now().astimezone(ZoneInfo(get_viewer().zone))


def _read_target() -> datetime:
    step = STEPS.get(request.form.get("step", ""))
    if step:
        return get_context().clock.now() + step
    try:
        wanted = datetime.fromisoformat(request.form.get("to", ""))
    except ValueError as error:
        raise RefusedError(gettext("Give a day and a time.")) from error
    return wanted.replace(tzinfo=wanted.tzinfo or ZoneInfo(get_viewer().zone))
