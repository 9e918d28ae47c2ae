"""Tasks for programs."""

from collections.abc import Mapping

from flask import request

from engine.commands.claim_task import claim_task as claim
from engine.commands.complete_task import Completed
from engine.commands.complete_task import complete_task as complete
from engine.commands.unclaim_task import unclaim_task as unclaim
from engine.model.ids import TaskId
from engine.model.views import Page
from engine.queries.inbox import InboxRow, View
from engine.queries.inbox import list_tasks as list_rows
from engine.queries.tasks import get_task as get_task_view
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer

_VIEWS: dict[object, View] = {"mine": "mine", "groups": "groups"}


def list_tasks(given: Mapping[str, object]) -> Page[InboxRow]:
    """List the open tasks that one may do."""
    return list_rows(
        get_context(),
        person=get_viewer().id,
        view=_VIEWS.get(given["view"], "all"),
        search=str(given["search"]),
        page=int(str(given["page"])),
        per_page=int(str(given["per_page"])),
        language=get_language(),
    )


def get_task(task: str) -> dict[str, object]:
    """Show a task and what its form asks for."""
    context = get_context()
    view = get_task_view(
        context, person=get_viewer().id, task=TaskId(task), language=get_language()
    )
    fields = context.forms.list_fields(view.form) if view.form else ()
    return {name: getattr(view, name) for name in view.__dataclass_fields__} | {"fields": fields}


def claim_task(task: str) -> None:
    """Take a task, so that nobody else works on it."""
    claim(get_context(), actor=get_viewer().id, task=TaskId(task))


def unclaim_task(task: str) -> None:
    """Give a task back."""
    unclaim(get_context(), actor=get_viewer().id, task=TaskId(task))


def complete_task(given: Mapping[str, object], task: str) -> Completed:
    """Finish a task with the answers of its form."""
    answers = given["answers"]
    return complete(
        get_context(),
        actor=get_viewer().id,
        task=TaskId(task),
        submission=answers if isinstance(answers, Mapping) else {},
        key=request.headers.get("Idempotency-Key", ""),
    )
