"""Putting a case right: try again, correct values, give a task to somebody, stop the case."""

from flask import flash, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine import feel
from engine.commands.assign_task import assign_task
from engine.commands.cancel_instance import cancel_instance
from engine.commands.correct_variables import correct_variables
from engine.commands.retry_incidents import retry_incidents
from engine.errors import DocketError
from engine.model.ids import InstanceId, PersonId, TaskId
from engine.queries.cases import get_case
from engine.queries.directory import list_people
from engine.queries.incidents import list_incidents
from webapp.web.access import ADMINISTRATOR, allow
from webapp.web.errors import get_status
from webapp.web.i18n import get_language
from webapp.web.messages import translate_message
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer


@allow(ADMINISTRATOR)
def case(instance: str) -> str:
    """Show what an administrator may do to a case."""
    return _show(instance)


@allow(ADMINISTRATOR)
def retry(instance: str) -> Response:
    """Let everything that stands still in a case try again."""
    left = retry_incidents(get_context(), actor=get_viewer().id, instance=InstanceId(instance))
    if left:
        message = ngettext(
            "%(num)d place still stands still.", "%(num)d places still stand still.", left
        )
        flash(message, "warning")
    else:
        flash(gettext("The case goes on."))
    return go_to(url_for("admin.case", instance=instance))


@allow(ADMINISTRATOR)
def correct(instance: str) -> Response | tuple[str, int]:
    """Change one value of a running case."""
    name, text = request.form.get("name", "").strip(), request.form.get("value", "").strip()
    if not name:
        return _show(instance, gettext("Give the name of the value.")), 422
    try:
        correct_variables(
            get_context(),
            actor=get_viewer().id,
            instance=InstanceId(instance),
            variables={name: feel.evaluate(text or "null", {}, strict=True)},
            reason=request.form.get("reason", ""),
        )
    except DocketError as error:
        return _show(instance, translate_message(error.message)), get_status(error)
    flash(gettext("The value is corrected, and the correction is on record."))
    return go_to(url_for("admin.case", instance=instance))


@allow(ADMINISTRATOR)
def assign(instance: str) -> Response | tuple[str, int]:
    """Give a task of the case to somebody."""
    try:
        assign_task(
            get_context(),
            actor=get_viewer().id,
            task=TaskId(request.form.get("task", "")),
            assignee=PersonId(request.form.get("assignee", "")),
            reason=request.form.get("reason", ""),
        )
    except DocketError as error:
        return _show(instance, translate_message(error.message)), get_status(error)
    flash(gettext("The task is assigned."))
    return go_to(url_for("admin.case", instance=instance))


@allow(ADMINISTRATOR)
def cancel(instance: str) -> Response | tuple[str, int]:
    """Stop a case for good."""
    try:
        cancel_instance(
            get_context(),
            actor=get_viewer().id,
            instance=InstanceId(instance),
            reason=request.form.get("reason", ""),
        )
    except DocketError as error:
        return _show(instance, translate_message(error.message)), get_status(error)
    flash(gettext("The case is stopped."))
    return go_to(url_for("cases.show", instance=instance))


def _show(instance: str, refusal: str = "") -> str:
    context, viewer, language = get_context(), get_viewer().id, get_language()
    found = get_case(context, viewer=viewer, instance=InstanceId(instance), language=language)
    incidents = list_incidents(
        context, viewer=viewer, instance=InstanceId(instance), language=language
    )
    return render_template(
        "admin/case.html",
        view=found,
        case=found.summary,
        incidents=incidents.rows,
        people=list_people(context, per_page=200).rows,
        refusal=refusal,
        values=request.form,
    )
