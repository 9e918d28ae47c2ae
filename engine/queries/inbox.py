"""The tasks that wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.context import Context
from engine.model.ids import InstanceId, PersonId, TaskId, UnitId
from engine.model.views import Page, PersonName, Said

View = Literal["mine", "groups", "all"]
Sort = Literal["due", "created", "case"]


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One task in the inbox."""

    task: TaskId
    instance: InstanceId
    element: str
    #: What the task is called in the diagram.
    name: str
    process_id: str
    #: Title of the procedure.
    process: str
    business_key: str
    #: What tells the case apart.
    title: str
    subject: PersonName
    unit: UnitId
    unit_name: str
    created: datetime
    due: datetime | None
    overdue: bool
    #: Null while nobody has claimed it.
    assignee: PersonName | None
    #: Why it is here: ``assigned``; ``role`` (role, unit); ``named``; each ending in
    #: ``-for`` (and with the parameter ``person``) when it is somebody's who is away.
    why: Said


@dataclass(frozen=True, kw_only=True)
class InboxCounts:
    """How much waits for a person."""

    mine: int
    groups: int
    overdue: int


def list_tasks(  # noqa: PLR0913  -- one keyword for each filter of the page
    context: Context,
    *,
    person: PersonId,
    view: View = "all",
    search: str = "",
    process_id: str = "",
    unit: str = "",
    sort: Sort = "due",
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> Page[InboxRow]:
    """List the open tasks that a person may do.

    Args:
        context: The engine.
        person: Whose inbox.
        view: ``mine``: assigned to them (or to somebody they stand in for); ``groups``: waiting
            for anybody in one of their roles; ``all``: both.
        search: Part of the task's name, business key, case title or person concerned.
        process_id: Only this procedure.
        unit: Only cases of this unit.
        sort: By due time (tasks without one last), newest first, or business key.
        page: One-based; a page beyond the last is empty.
        per_page: 1 to 200.
        language: Language of the procedure's texts.
    """
    raise NotImplementedError


def count_tasks(context: Context, *, person: PersonId) -> InboxCounts:
    """Count what waits for a person."""
    raise NotImplementedError
