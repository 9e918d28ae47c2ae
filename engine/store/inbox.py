"""The lists of open tasks: one query for a page and one for its length, both on indexes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import (
    ColumnCollection,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    union,
)

from engine.model.access import Reach
from engine.store.database import Transaction
from engine.store.tables import person, task_candidate, task_is_open, user_task
from engine.store.types import FAR_FUTURE
from engine.store.user_tasks import UserTaskRow, list_by_ids

View = Literal["mine", "groups", "all"]
Sort = Literal["due", "created", "case"]
_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])


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


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much waits for somebody."""

    mine: int
    groups: int
    #: Of both, those whose time has passed.
    overdue: int


def list_page(
    transaction: Transaction, wanted: Wanted, *, page: int, per_page: int
) -> tuple[list[UserTaskRow], int]:
    """List the open tasks that are asked for, and count them all."""
    total = sum(count for count, _ in _count(transaction, wanted))
    before = (page - 1) * per_page
    if before >= total:
        return [], total
    length = min(per_page, total - before)
    # The second half is read from its end, so that the last page costs what the first one does.
    backwards = before > total // 2
    ids = _list_ids(
        transaction,
        wanted,
        skip=total - before - length if backwards else before,
        limit=length,
        backwards=backwards,
    )
    rows: dict[str, UserTaskRow] = {row.id: row for row in list_by_ids(transaction, ids)}
    return [rows[found] for found in ids if found in rows], total


def _list_ids(
    transaction: Transaction, wanted: Wanted, *, skip: int, limit: int, backwards: bool
) -> list[str]:
    query: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
    if wanted.sort == "due":
        query = _by_due(wanted, skip + limit, backwards=backwards)
    else:
        order = _ORDER[wanted.sort]
        turned = wanted.sort == "created"
        query = _narrow(select(user_task.c.id), wanted).order_by(
            *(column.desc() if backwards is not turned else column.asc() for column in order)
        )
    found = list(transaction.scalars(query.offset(skip).limit(limit)))
    return found[::-1] if backwards else found


def _by_due(wanted: Wanted, most: int, *, backwards: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Select the first tasks by due date: each way to a task walks its own index, no further.

    Written as one condition, the databases would read every open task of the organisation to find
    a page of them, or sort all that somebody may do.
    """
    own = select(user_task.c.id, user_task.c.due_order).where(
        task_is_open, user_task.c.assignee.in_(wanted.reach.people)
    )
    ways: list[ColumnElement[bool]] = []
    if wanted.view != "mine":
        ways += [task_candidate.c.person == one for one in wanted.reach.people]
        ways += [
            and_(task_candidate.c.role == role, task_candidate.c.unit == unit)
            for role, unit in wanted.reach.roles
        ]
    offered = [
        select(task_candidate.c.task_id.label("id"), task_candidate.c.due_order)
        .join(user_task, user_task.c.id == task_candidate.c.task_id)
        .where(way, task_is_open, user_task.c.assignee.is_(None))
        for way in ways
    ]
    branches = offered if wanted.view == "groups" else [own, *offered]
    merged = union(*(_first(_filter(query, wanted), most, backwards) for query in branches))
    return merged.order_by(*_in_order(merged.selected_columns, backwards))


def _first(query: Select[*tuple[Any, ...]], most: int, backwards: bool) -> Select[*tuple[Any, ...]]:
    ordered = query.order_by(*_in_order(query.selected_columns, backwards)).limit(most).subquery()
    return select(ordered.c.id, ordered.c.due_order)


def _in_order(
    columns: ColumnCollection[str, ColumnElement[Any]], backwards: bool
) -> list[ColumnElement[Any]]:
    keys = (columns["due_order"], columns["id"])
    return [key.desc() if backwards else key.asc() for key in keys]


def count_mine(transaction: Transaction, reach: Reach) -> int:
    """Count the open tasks that are assigned to somebody."""
    return sum(count for count, _ in _count(transaction, Wanted(reach=reach, view="mine")))


def count_all(transaction: Transaction, reach: Reach, now: datetime) -> Counts:
    """Count everything that somebody may do."""
    mine, groups = _count(transaction, Wanted(reach=reach), now)
    return Counts(mine=mine[0], groups=groups[0], overdue=mine[1] + groups[1])


def _count(
    transaction: Transaction, wanted: Wanted, now: datetime = FAR_FUTURE
) -> list[tuple[int, int]]:
    """Count what is assigned and what is offered apart: each by its index; and what was due by now."""
    late = func.coalesce(func.sum(case((user_task.c.due_order < now, 1), else_=0)), 0)
    query = select(func.count(), late).select_from(user_task)
    views: tuple[View, ...] = ("mine", "groups") if wanted.view == "all" else (wanted.view,)
    asked = (_narrow(query, replace(wanted, view=view)) for view in views)
    return [
        (int(count), int(due)) for count, due in (transaction.execute(one).one() for one in asked)
    ]


_ORDER: dict[Sort, tuple[ColumnElement[datetime] | ColumnElement[str], ...]] = {
    "created": (user_task.c.created_at, user_task.c.id),
    "case": (user_task.c.business_key, user_task.c.id),
}


def _narrow(query: _Query, wanted: Wanted) -> _Query:
    return _filter(query.where(task_is_open, _theirs(wanted)), wanted)


def _filter(query: _Query, wanted: Wanted) -> _Query:
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
