"""The lists of open tasks: each way to a task walks its own index, and no further than is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnCollection,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
)

from engine.model.access import Reach
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.reaching import Parameters, Shape, contains, fits, shape_of, values_of
from engine.store.tables import person, task_candidate, task_is_open, user_task
from engine.store.types import Moment
from engine.store.user_tasks import UserTaskRow, list_by_ids

View = Literal["mine", "groups", "all"]
Sort = Literal["due", "created", "case"]
_Query = Select[*tuple[Any, ...]]

#: Lists are counted so far: whoever has more open tasks than this does not go by the number.
MOST_COUNTED = 1_000


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
    """How much waits for somebody; `MOST_COUNTED` + 1 stands for more."""

    mine: int
    groups: int
    #: Of both, those whose time has passed.
    overdue: int


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The shape of a statement: what is asked, without the values."""

    shape: Shape
    view: View = "all"
    search: bool = False
    process: bool = False
    unit: bool = False
    sort: Sort = "due"
    backwards: bool = False


def list_page(
    transaction: Transaction, wanted: Wanted, *, page: int, per_page: int, from_end: bool = False
) -> tuple[list[UserTaskRow], int]:
    """List the open tasks that are asked for, and count them up to `MOST_COUNTED` + 1.

    Args:
        transaction: Open.
        wanted: What is asked for.
        page: One-based.
        per_page: Tasks on a page.
        from_end: Count the pages from the last one.
    """
    total = count(transaction, wanted)
    skip, length, backwards = (page - 1) * per_page, per_page, from_end
    if total <= MOST_COUNTED:
        length = min(per_page, total - skip)
        if length <= 0:
            return [], total
        if skip > total // 2:  # the nearer end, so that the last page costs what the first one does
            skip, backwards = total - skip - length, not backwards
    ids = _list_ids(transaction, wanted, skip=skip, limit=length, backwards=backwards)
    rows: dict[str, UserTaskRow] = {row.id: row for row in list_by_ids(transaction, ids)}
    return [rows[found] for found in ids if found in rows], total


def count(transaction: Transaction, wanted: Wanted) -> int:
    """Count the open tasks that are asked for, up to `MOST_COUNTED` + 1."""
    row = _counting(_asked(wanted)).row(transaction, **_values(wanted))
    return int(row[0]) if row else 0


def count_mine(transaction: Transaction, reach: Reach) -> int:
    """Count the open tasks that are assigned to somebody."""
    return count(transaction, Wanted(reach=reach, view="mine"))


def count_all(transaction: Transaction, reach: Reach, now: datetime) -> Counts:
    """Count everything that somebody may do."""
    values = {**values_of(reach), "now": now, "most": MOST_COUNTED + 1}
    row = _counting_all(shape_of(reach)).row(transaction, **values)
    mine, groups, overdue = row or (0, 0, 0)
    return Counts(mine=mine, groups=groups, overdue=overdue)


def _list_ids(
    transaction: Transaction, wanted: Wanted, *, skip: int, limit: int, backwards: bool
) -> list[str]:
    statement = _listing(_asked(wanted, backwards=backwards))
    values = {**_values(wanted), "most": skip + limit, "skip": skip, "length": limit}
    found = [row[0] for row in statement.rows(transaction, **values)]
    return found[::-1] if backwards else found


def _asked(wanted: Wanted, *, backwards: bool = False) -> _Asked:
    return _Asked(
        shape=shape_of(wanted.reach),
        view=wanted.view,
        search=bool(wanted.search),
        process=bool(wanted.process_id),
        unit=bool(wanted.unit),
        sort=wanted.sort,
        backwards=backwards,
    )


def _values(wanted: Wanted) -> dict[str, object]:
    return {
        **values_of(wanted.reach),
        "process_id": wanted.process_id,
        "unit": wanted.unit,
        "search": contains(wanted.search),
        "most": MOST_COUNTED + 1,
    }


@lru_cache(maxsize=1024)
def _listing(asked: _Asked) -> Prepared:
    if asked.sort == "due":
        branches = [_first(query, asked.backwards) for query in _branches(asked)]
        merged = union(*branches)
        query: _Query | CompoundSelect[*tuple[Any, ...]] = merged.order_by(
            *_in_order(merged.selected_columns, asked.backwards)
        )
    else:
        turned = asked.sort == "created"
        query = _filter(select(user_task.c.id).where(task_is_open, _theirs(asked)), asked)
        query = query.order_by(
            *(
                column.desc() if asked.backwards is not turned else column.asc()
                for column in _ORDER[asked.sort]
            )
        )
    return Prepared(query.offset(_number("skip")).limit(_number("length")))


@lru_cache(maxsize=1024)
def _counting(asked: _Asked) -> Prepared:
    return Prepared(select(_count_of(_branches(asked))))


@lru_cache(maxsize=256)
def _counting_all(shape: Shape) -> Prepared:
    mine, groups = (_branches(_Asked(shape=shape, view=view)) for view in ("mine", "groups"))
    late = [query.where(query.selected_columns.due_order < _NOW) for query in (*mine, *groups)]
    return Prepared(select(_count_of(mine), _count_of(groups), _count_of(late)))


def _count_of(branches: Sequence[_Query]) -> ColumnElement[int]:
    """Count what several ways lead to, each followed no further than the limit."""
    if not branches:
        return func.coalesce(0)
    limited = [query.limit(_number("most")).subquery() for query in branches]
    merged = union(*(select(one.c.id) for one in limited)).limit(_number("most")).subquery()
    return select(func.count()).select_from(merged).scalar_subquery()


def _branches(asked: _Asked) -> list[_Query]:
    """Select id and due time of the tasks, by each way that leads to them.

    Written as one condition, the databases would read every open task of the organisation to find
    a page of them, or sort all that somebody may do.
    """
    parameters = asked.shape.parameters
    own: list[_Query] = [
        select(user_task.c.id, user_task.c.due_order).where(
            task_is_open, user_task.c.assignee == one
        )
        for one in parameters.people
    ]
    offered: list[_Query] = [
        select(task_candidate.c.task_id.label("id"), task_candidate.c.due_order)
        .join(user_task, user_task.c.id == task_candidate.c.task_id)
        .where(way, task_is_open, user_task.c.assignee.is_(None))
        for way in ways_to_tasks(parameters)
    ]
    chosen = {"mine": own, "groups": offered, "all": [*own, *offered]}[asked.view]
    return [_filter(query, asked) for query in chosen]


def ways_to_tasks(parameters: Parameters) -> list[ColumnElement[bool]]:
    """List the conditions under which a task is offered to somebody."""
    return [
        *(task_candidate.c.person == one for one in parameters.people),
        *(
            and_(task_candidate.c.role == role, task_candidate.c.unit == unit)
            for role, unit in parameters.roles
        ),
    ]


def _first(query: _Query, backwards: bool) -> _Query:
    ordered = query.order_by(*_in_order(query.selected_columns, backwards))
    limited = ordered.limit(_number("most")).subquery()
    return select(limited.c.id, limited.c.due_order)


def _in_order(
    columns: ColumnCollection[str, ColumnElement[Any]], backwards: bool
) -> list[ColumnElement[Any]]:
    keys = (columns["due_order"], columns["id"])
    return [key.desc() if backwards else key.asc() for key in keys]


_NOW = bindparam("now", type_=Moment)
_ORDER: dict[Sort, tuple[ColumnElement[datetime] | ColumnElement[str], ...]] = {
    "created": (user_task.c.created_at, user_task.c.id),
    "case": (user_task.c.business_key, user_task.c.id),
}


def _number(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=Integer)


def _filter(query: _Query, asked: _Asked) -> _Query:
    if asked.process:
        query = query.where(user_task.c.process_id == bindparam("process_id"))
    if asked.unit:
        query = query.where(user_task.c.unit == bindparam("unit"))
    if asked.search:
        query = query.where(_fits())
    return query


def _theirs(asked: _Asked) -> ColumnElement[bool]:
    mine = user_task.c.assignee.in_(asked.shape.parameters.people)
    if asked.view == "mine":
        return mine
    offered = user_task.c.id.in_(candidate_tasks(asked.shape.parameters))
    groups = and_(user_task.c.assignee.is_(None), offered)
    return groups if asked.view == "groups" else or_(mine, groups)


def candidate_tasks(parameters: Parameters) -> Select[str]:
    """Select the ids of the tasks that somebody may take."""
    return select(task_candidate.c.task_id).where(or_(*ways_to_tasks(parameters)))


def _fits() -> ColumnElement[bool]:
    people = select(person.c.id).where(fits(person.c.name))
    texts = (user_task.c.name, user_task.c.business_key, user_task.c.title)
    return or_(user_task.c.subject.in_(people), *(fits(column) for column in texts))
