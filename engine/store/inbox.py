"""The lists of open tasks: one query for a page and one for its length, both on indexes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_

from engine.model.access import Reach
from engine.store.database import Transaction
from engine.store.tables import person, task_candidate, task_is_open, user_task
from engine.store.user_tasks import UserTaskRow, list_by_ids

View = Literal["mine", "groups", "all"]
Sort = Literal["due", "created", "case"]
_Column = TypeVar("_Column")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tasks are asked for."""

    reach: Reach
    view: View = "all"
    #: Part of a name, number, title or the person's name; empty for all.
    search: str = ""
    process_id: str = ""
    unit: str = ""
    sort: Sort = "due"


def list_page(
    transaction: Transaction, wanted: Wanted, *, page: int, per_page: int
) -> tuple[list[UserTaskRow], int]:
    """List the open tasks that are asked for, and count them all."""
    total = transaction.scalar(_narrow(select(func.count()).select_from(user_task), wanted)) or 0
    if (page - 1) * per_page >= total:
        return [], total
    query = (
        _narrow(select(user_task.c.id), wanted)
        .order_by(*_ORDER[wanted.sort])
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    ids = list(transaction.scalars(query))
    rows: dict[str, UserTaskRow] = {row.id: row for row in list_by_ids(transaction, ids)}
    return [rows[found] for found in ids if found in rows], total


def count(transaction: Transaction, wanted: Wanted, *, due_before: datetime | None = None) -> int:
    """Count the open tasks that are asked for; only those due before an instant when given."""
    query = _narrow(select(func.count()).select_from(user_task), wanted)
    if due_before is not None:
        query = query.where(user_task.c.due_order < due_before)
    return transaction.scalar(query) or 0


_ORDER: dict[Sort, tuple[ColumnElement[datetime] | ColumnElement[str], ...]] = {
    "due": (user_task.c.due_order, user_task.c.id),
    "created": (user_task.c.created_at.desc(), user_task.c.id.desc()),
    "case": (user_task.c.business_key, user_task.c.id),
}


def _narrow(query: Select[_Column], wanted: Wanted) -> Select[_Column]:
    query = query.where(task_is_open, _theirs(wanted))
    if wanted.process_id:
        query = query.where(user_task.c.process_id == wanted.process_id)
    if wanted.unit:
        query = query.where(user_task.c.unit == wanted.unit)
    if wanted.search:
        query = query.where(_fits(wanted.search))
    return query


def _theirs(wanted: Wanted) -> ColumnElement[bool]:
    mine = user_task.c.assignee.in_(wanted.reach.people)
    if wanted.view == "mine":
        return mine
    groups = and_(user_task.c.assignee.is_(None), user_task.c.id.in_(candidate_tasks(wanted.reach)))
    return groups if wanted.view == "groups" else or_(mine, groups)


def candidate_tasks(reach: Reach) -> Select[str]:
    """Select the ids of the tasks that somebody may take."""
    ways: list[ColumnElement[bool]] = [task_candidate.c.person.in_(reach.people)]
    if reach.roles:
        ways.append(tuple_(task_candidate.c.role, task_candidate.c.unit).in_(reach.roles))
    return select(task_candidate.c.task_id).where(or_(*ways))


def _fits(search: str) -> ColumnElement[bool]:
    named = exists().where(
        person.c.id == user_task.c.subject, person.c.name.icontains(search, autoescape=True)
    )
    texts = (user_task.c.name, user_task.c.business_key, user_task.c.title)
    return or_(named, *(column.icontains(search, autoescape=True) for column in texts))
