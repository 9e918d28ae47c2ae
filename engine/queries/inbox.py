"""The tasks that wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.advance.model import get_model
from engine.context import Context, Work, reading
from engine.model.access import find_ground
from engine.model.ids import InstanceId, PersonId, TaskId, UnitId
from engine.model.views import Page, PersonName, Said, Translator
from engine.queries.deeds import Deeds, read_deeds
from engine.queries.naming import element_name, person_name, reach, translator, unit_name, why
from engine.queries.seen import once
from engine.store import definitions, inbox
from engine.store.inbox import MOST_COUNTED, Wanted
from engine.store.user_tasks import UserTaskRow

__all__ = [
    "MOST_COUNTED",
    "InboxCounts",
    "InboxRow",
    "Sort",
    "View",
    "count_mine",
    "count_tasks",
    "list_tasks",
]

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
    #: IANA time zone in which the days of the case are counted.
    zone: str
    created: datetime
    due: datetime | None
    overdue: bool
    #: Null while nobody has claimed it.
    assignee: PersonName | None
    #: Why it is here: ``assigned``; ``role`` (role, unit); ``named``; each ending in
    #: ``-for`` (and with the parameter ``person``) when it is somebody's who is away.
    why: Said
    #: Why this person may not do it all the same (``four-eyes``); null when they may.
    refusal: Said | None


@dataclass(frozen=True, kw_only=True)
class InboxCounts:
    """How much waits for a person; `MOST_COUNTED` + 1 stands for more."""

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
    from_end: bool = False,
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
        from_end: Count the pages from the end of the list, which may be too long to be counted.
        language: Language of the procedure's texts.
    """
    with reading(context) as work:
        wanted = Wanted(
            reach=reach(work, person),
            view=view,
            search=search.strip(),
            process_id=process_id,
            unit=unit,
            sort=sort,
        )
        rows, total = inbox.list_page(
            work.transaction, wanted, page=page, per_page=per_page, from_end=from_end
        )
        names = _Names(work, rows, language)
        deeds = read_deeds(work, rows, names.models)
        return Page(
            rows=[_row(work, row, names, deeds, person) for row in rows],
            total=min(total, MOST_COUNTED),
            page=page,
            per_page=per_page,
            more=total > MOST_COUNTED,
            from_end=from_end,
        )


def count_tasks(context: Context, *, person: PersonId) -> InboxCounts:
    """Count what waits for a person."""
    with reading(context) as work:
        found = inbox.count_all(work.transaction, reach(work, person), work.now)
        work.read["mine", person] = found.mine
        return InboxCounts(mine=found.mine, groups=found.groups, overdue=found.overdue)


def count_mine(context: Context, *, person: PersonId) -> int:
    """Count the tasks that are assigned to a person, or to somebody they stand in for.

    `MOST_COUNTED` + 1 stands for more.
    """
    with reading(context) as work:
        able = reach(work, person)
        return once(work, ("mine", person), lambda: inbox.count_mine(work.transaction, able))


class _Names:
    """What the procedures of a page of tasks call things: each is read once."""

    def __init__(self, work: Work, rows: list[UserTaskRow], language: str) -> None:
        of_case = definitions.list_of_cases(work.transaction, {row.instance_id for row in rows})
        self.models = {
            instance: get_model(work, definition) for instance, (definition, _) in of_case.items()
        }
        self._zones = {instance: zone for instance, (_, zone) in of_case.items()}
        self.language = language

    def process(self, row: UserTaskRow) -> str:
        """Return the title of a task's procedure."""
        procedure = self.models[row.instance_id].procedure
        return procedure.translate(procedure.title, self.language)

    def translate(self, row: UserTaskRow) -> Translator:
        """Return what puts the texts of a task's procedure into the reader's language."""
        return translator(self.models[row.instance_id], self.language)

    def zone(self, row: UserTaskRow) -> str:
        """Return the time zone in which the days of a task's case are counted."""
        return self._zones[row.instance_id]

    def task(self, row: UserTaskRow) -> str:
        """Return what a task is called."""
        return element_name(self.models[row.instance_id], row.element, self.language)


def _row(work: Work, row: UserTaskRow, names: _Names, deeds: Deeds, person: PersonId) -> InboxRow:
    ground = find_ground(
        work.roster, work.today, person, assignee=row.assignee, candidates=row.candidates
    )
    return InboxRow(
        task=row.id,
        instance=row.instance_id,
        element=row.element,
        name=names.task(row),
        process_id=row.process_id,
        process=names.process(row),
        business_key=row.business_key,
        title=row.title,
        subject=person_name(work, row.subject),
        unit=UnitId(row.unit),
        unit_name=unit_name(work, row.unit, names.language),
        zone=names.zone(row),
        created=row.created_at,
        due=row.due_at,
        overdue=row.due_at is not None and row.due_at < work.now,
        assignee=person_name(work, row.assignee) if row.assignee else None,
        why=why(work, ground, names.translate(row), names.language)
        if ground
        else Said(kind="named"),
        refusal=deeds.find_refusal(
            work,
            row,
            names.models[row.instance_id],
            person=person,
            ground=ground,
            language=names.language,
        )
        if ground
        else None,
    )
