"""Taking a task and giving it back."""

from flask import flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.claim_task import claim_task
from engine.commands.unclaim_task import unclaim_task
from engine.errors import ConflictError, DocketError
from engine.model.ids import TaskId
from engine.queries.tasks import get_task
from webapp.web.access import SIGNED_IN, allow
from webapp.web.i18n import get_language
from webapp.web.messages import translate_message
from webapp.web.redirects import go_on
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def claim(task: str) -> Response:
    """Take a task."""
    try:
        claim_task(get_context(), actor=get_viewer().id, task=TaskId(task))
    except ConflictError as error:
        flash(_say_who(task, error), "warning")
    else:
        flash(gettext("The task is yours."))
    return go_on(url_for("inbox.open_task", task=task))


@allow(SIGNED_IN)
def release(task: str) -> Response:
    """Give a task back."""
    unclaim_task(get_context(), actor=get_viewer().id, task=TaskId(task))
    flash(gettext("The task is given back."))
    return go_on(url_for("inbox.show"))


def _say_who(task: str, error: DocketError) -> str:
    view = get_task(
        get_context(), person=get_viewer().id, task=TaskId(task), language=get_language()
    )
    if view.completed_by:
        return str(gettext("%(name)s has done this task already.", name=view.completed_by.name))
    if view.assignee:
        return str(gettext("%(name)s took this task before you.", name=view.assignee.name))
    return translate_message(error.message)
