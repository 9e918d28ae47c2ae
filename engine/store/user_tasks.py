"""The tasks of people: what waits, for whom, and who did it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, or_, select, update

from engine.errors import NotFoundError
from engine.model.access import Candidate, Doer
from engine.model.ids import InstanceId, TaskId
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.reaching import named, values_named
from engine.store.tables import task_candidate, task_is_open, user_task
from engine.store.types import FAR_FUTURE

OPEN = ("created", "assigned")


@dataclass(frozen=True, kw_only=True)
class UserTaskRow:
    """A task as it is stored."""

    id: TaskId
    instance_id: InstanceId
    token: int
    element: str
    name: str
    #: ``created``, ``assigned``, ``completed`` or ``canceled``.
    status: str
    #: Empty when nobody has it.
    assignee: str
    unit: str
    form: str
    due_at: datetime | None
    follow_up_at: datetime | None
    created_at: datetime
    completed_at: datetime | None = None
    completed_by: str = ""
    on_behalf_of: str = ""
    process_id: str
    business_key: str
    subject: str
    title: str
    #: Raw answers saved but not submitted; null when there are none.
    draft: object | None = None
    #: Who may take it; empty once it is closed.
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits for somebody."""
        return self.status in OPEN


@dataclass(frozen=True, kw_only=True)
class Closing:
    """How a task came to its end."""

    id: TaskId
    status: str
    at: datetime
    completed_by: str = ""
    on_behalf_of: str = ""


_NULLABLE = ("assignee", "completed_by", "on_behalf_of")
_TASK_COLUMNS = [column for column in user_task.c if column.name != "due_order"]
_TASK_NAMES = [column.name for column in _TASK_COLUMNS]
_CANDIDATE_COLUMNS = [
    task_candidate.c.role.label("candidate_role"),
    task_candidate.c.unit.label("candidate_unit"),
    task_candidate.c.person.label("candidate_person"),
]


_ADD = Prepared(insert(user_task), *(column.name for column in user_task.c))
_ADD_CANDIDATES = Prepared(insert(task_candidate), *(column.name for column in task_candidate.c))


def add_all(transaction: Transaction, rows: Sequence[UserTaskRow]) -> None:
    """Write new tasks and who may take them."""
    if not rows:
        return
    _ADD.change(transaction, [_values(row) for row in rows])
    add_candidates(transaction, rows)


def add_candidates(transaction: Transaction, rows: Sequence[UserTaskRow]) -> None:
    """Write who may take tasks that are stored already."""
    candidates = [
        {
            "task_id": row.id,
            "role": candidate.role,
            "unit": candidate.unit,
            "person": candidate.person,
            "due_order": row.due_at or FAR_FUTURE,
        }
        for row in rows
        for candidate in dict.fromkeys(row.candidates)
    ]
    if candidates:
        _ADD_CANDIDATES.change(transaction, candidates)


def _values(row: UserTaskRow) -> dict[str, object]:
    values = {key: value for key, value in vars(row).items() if key != "candidates"}
    values |= {key: values[key] or None for key in _NULLABLE}
    return values | {"due_order": row.due_at or FAR_FUTURE}


_TASKS = (
    select(*_TASK_COLUMNS, *_CANDIDATE_COLUMNS)
    .select_from(user_task.outerjoin(task_candidate, task_candidate.c.task_id == user_task.c.id))
    .order_by(user_task.c.created_at, user_task.c.id)
)
_BY_ID = Prepared(_TASKS.where(user_task.c.id == bindparam("task")))
_OPEN_OF_CASE = Prepared(_TASKS.where(user_task.c.instance_id == bindparam("case"), task_is_open))


@lru_cache(maxsize=256)
def _by_ids(count: int) -> Prepared:
    return Prepared(_TASKS.where(user_task.c.id.in_(named(count))))


def get(transaction: Transaction, task: str) -> UserTaskRow:
    """Return a task.

    Raises:
        NotFoundError: If there is no such task.
    """
    rows = _list(_BY_ID.rows(transaction, task=task))
    if not rows:
        message = f"There is no task {task}."
        raise NotFoundError(message)
    return rows[0]


def list_open(transaction: Transaction, instance: str) -> list[UserTaskRow]:
    """List the open tasks of a case, oldest first."""
    return _list(_OPEN_OF_CASE.rows(transaction, case=instance))


def list_by_ids(transaction: Transaction, tasks: Collection[str]) -> list[UserTaskRow]:
    """List some tasks, oldest first."""
    if not tasks:
        return []
    return _list(_by_ids(len(tasks)).rows(transaction, **values_named(tasks)))


def _list(rows: Iterable[Sequence[Any]]) -> list[UserTaskRow]:
    found: dict[str, tuple[Sequence[Any], list[Candidate]]] = {}
    for row in rows:
        _, candidates = found.setdefault(row[0], (row, []))
        role, unit, person = row[-3:]
        if role is not None:
            candidates.append(Candidate(role=role, unit=unit, person=person))
    return [_row(values, candidates) for values, candidates in found.values()]


def _row(row: Sequence[Any], candidates: Sequence[Candidate]) -> UserTaskRow:
    values = dict(zip(_TASK_NAMES, row[:-3], strict=True))
    values |= {key: values[key] or "" for key in _NULLABLE}
    return UserTaskRow(**values, candidates=tuple(candidates))


_ELEMENT = Prepared(select(user_task.c.element).where(user_task.c.id == bindparam("task")))


def find_element(transaction: Transaction, task: str) -> str:
    """Return the element of a task; empty when there is no such task."""
    row = _ELEMENT.row(transaction, task=task)
    return str(row[0]) if row else ""


def list_doers(transaction: Transaction, instance: str, elements: Collection[str]) -> list[Doer]:
    """List who finished some elements of a case."""
    query = select(user_task.c.element, user_task.c.completed_by, user_task.c.on_behalf_of).where(
        user_task.c.instance_id == instance,
        user_task.c.element.in_(elements),
        user_task.c.status == "completed",
    )
    return [
        Doer(element=element, person=person or "", on_behalf_of=represented or "")
        for element, person, represented in transaction.execute(query)
    ]


def list_doers_of_cases(
    transaction: Transaction, elements: Mapping[InstanceId, Collection[str]]
) -> dict[InstanceId, list[Doer]]:
    """List who finished some elements of some cases, by case."""
    if not elements:
        return {}
    found: dict[InstanceId, list[Doer]] = {}
    rows = _done_in(len(elements)).rows(transaction, **values_named(elements))
    for case, element, person, represented in rows:
        if element in elements[case]:
            doer = Doer(element=element, person=person or "", on_behalf_of=represented or "")
            found.setdefault(case, []).append(doer)
    return found


@lru_cache(maxsize=256)
def _done_in(count: int) -> Prepared:
    columns = (user_task.c.instance_id, user_task.c.element)
    deeds = (user_task.c.completed_by, user_task.c.on_behalf_of)
    query = select(*columns, *deeds).where(
        user_task.c.instance_id.in_(named(count)), user_task.c.status == "completed"
    )
    return Prepared(query)


def find_last_completed(
    transaction: Transaction, instance: str, elements: Collection[str]
) -> UserTaskRow | None:
    """Return the task of some elements that was finished last; null when none was."""
    query = _TASKS.where(
        user_task.c.instance_id == instance,
        user_task.c.element.in_(elements),
        user_task.c.status == "completed",
    )
    found = _list(transaction.execute(query))
    return max(
        found, key=lambda task: (task.completed_at or task.created_at, task.id), default=None
    )


def claim(transaction: Transaction, task: str, assignee: str) -> bool:
    """Give a task that nobody has to somebody; false when somebody was first."""
    statement = (
        update(user_task)
        .where(
            user_task.c.id == task,
            user_task.c.assignee.is_(None),
            user_task.c.status == "created",
        )
        .values(assignee=assignee, status="assigned")
    )
    return transaction.execute(statement).rowcount == 1


def unclaim(transaction: Transaction, task: str, assignee: str) -> bool:
    """Take a task from its assignee; false when they no longer have it."""
    statement = (
        update(user_task)
        .where(
            user_task.c.id == task,
            user_task.c.assignee == assignee,
            user_task.c.status == "assigned",
        )
        .values(assignee=None, status="created")
    )
    return transaction.execute(statement).rowcount == 1


def assign(transaction: Transaction, task: str, assignee: str) -> bool:
    """Give an open task to somebody, whoever had it; false when it is closed."""
    statement = (
        update(user_task)
        .where(user_task.c.id == task, task_is_open)
        .values(assignee=assignee, status="assigned")
    )
    return transaction.execute(statement).rowcount == 1


def save_draft(transaction: Transaction, task: str, draft: object | None) -> bool:
    """Keep unfinished answers; false when the task is closed."""
    statement = update(user_task).where(user_task.c.id == task, task_is_open).values(draft=draft)
    return transaction.execute(statement).rowcount == 1


_CLOSE = Prepared(
    update(user_task)
    .where(
        user_task.c.id == bindparam("task"),
        # Spelled out: a list of values cannot be sent for many rows at once.
        or_(*(user_task.c.status == status for status in OPEN)),
    )
    .values(
        status=bindparam("new_status"),
        completed_at=bindparam("at"),
        completed_by=bindparam("by"),
        on_behalf_of=bindparam("behalf"),
        draft=None,
    )
)


def close_all(transaction: Transaction, closings: Sequence[Closing]) -> int:
    """Close open tasks; returns how many were open.

    Who might have taken them is forgotten later, by `forget_candidates`.
    """
    if not closings:
        return 0
    return _CLOSE.change(transaction, [_closing_values(closing) for closing in closings])


def forget_candidates(transaction: Transaction) -> int:
    """Forget who might have taken tasks that are closed; returns how many entries went."""
    closed = exists().where(
        user_task.c.id == task_candidate.c.task_id, user_task.c.status.not_in(OPEN)
    )
    return transaction.execute(delete(task_candidate).where(closed)).rowcount


def _closing_values(closing: Closing) -> dict[str, object]:
    return {
        "task": closing.id,
        "new_status": closing.status,
        "at": closing.at,
        "by": closing.completed_by or None,
        "behalf": closing.on_behalf_of or None,
    }
