"""The lists of cases, each narrowed to what the reader may see."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
)

from engine.model.access import Reach
from engine.model.ids import InstanceId
from engine.store.database import Transaction
from engine.store.inbox import MOST_COUNTED, candidate_tasks, ways_to_tasks
from engine.store.prepared import Prepared
from engine.store.reaching import (
    Parameters,
    Shape,
    contains,
    fits,
    named,
    shape_of,
    values_named,
    values_of,
)
from engine.store.tables import (
    definition,
    incident,
    instance,
    job,
    job_is_waiting,
    notice,
    person,
    subscription,
    task_candidate,
    task_is_open,
    user_task,
)

View = Literal["mine", "all"]

#: Cases asked about in one statement.
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in a list: everything but its state."""

    id: InstanceId
    definition_id: str
    process_id: str
    definition_version: int
    business_key: str
    status: str
    incidents: int
    initiator: str
    subject: str
    unit: str
    zone: str
    title: str
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    end_event: str


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which cases are asked for."""

    reach: Reach
    view: View = "all"
    #: Part of the number, title or the person's name; a number of a case from its beginning.
    search: str = ""
    process_id: str = ""
    #: ``active``, ``completed``, ``terminated``, ``incident`` or empty.
    status: str = ""
    unit: str = ""


_NAMES = tuple(CaseRow.__annotations__)
_COLUMNS = tuple(
    definition.c.version.label(name) if name == "definition_version" else instance.c[name]
    for name in _NAMES
)
_CASES = select(*_COLUMNS).join(definition, definition.c.id == instance.c.definition_id)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The shape of a statement: what is asked, without the values."""

    shape: Shape
    everything: bool
    view: View = "all"
    #: Whether a text is searched for, or what a number begins with.
    search: Literal["", "text", "number"] = ""
    process: bool = False
    status: str = ""
    unit: bool = False


def list_page(
    transaction: Transaction, wanted: Wanted, *, page: int, per_page: int
) -> tuple[list[CaseRow], int]:
    """List the cases that are asked for, newest first, and count them up to `MOST_COUNTED` + 1."""
    skip = (page - 1) * per_page
    # Looked for once: a search that finds little has gone through everything there is.
    most = max(MOST_COUNTED + 1, skip + per_page)
    found = _listing(_asked(wanted)).rows(transaction, **_values(wanted), most=most)
    ids = [row[0] for row in found[skip : skip + per_page]]
    rows = {row.id: row for row in _list_by_ids(transaction, ids)}
    return [rows[one] for one in ids], min(len(found), MOST_COUNTED + 1)


def find(transaction: Transaction, instance_id: str, reach: Reach) -> CaseRow | None:
    """Return a case, or null when there is none that the reader may see."""
    statement = _finding(shape_of(reach), reach.everything)
    row = statement.row(transaction, **values_of(reach), wanted=instance_id)
    return None if row is None else _read(row)


def list_visible(transaction: Transaction, ids: Collection[str], reach: Reach) -> set[str]:
    """List those of some cases that a reader may see."""
    wanted = sorted(ids)
    if reach.everything:
        return set(wanted)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        statement = _sighting(shape_of(reach), len(part))
        values = {**values_of(reach), **values_named(part)}
        found |= {row[0] for row in statement.rows(transaction, **values)}
    return found


def _list_by_ids(transaction: Transaction, ids: Sequence[str]) -> list[CaseRow]:
    if not ids:
        return []
    return [_read(row) for row in _by_ids(len(ids)).rows(transaction, **values_named(ids))]


def _read(row: Sequence[Any]) -> CaseRow:
    return CaseRow(**dict(zip(_NAMES, row, strict=True)))


@lru_cache(maxsize=256)
def _by_ids(count: int) -> Prepared:
    return Prepared(_CASES.where(instance.c.id.in_(named(count))))


@lru_cache(maxsize=256)
def _finding(shape: Shape, everything: bool) -> Prepared:
    query = _CASES.where(instance.c.id == bindparam("wanted"))
    return Prepared(query if everything else query.where(_visible(shape.parameters)))


@lru_cache(maxsize=256)
def _sighting(shape: Shape, count: int) -> Prepared:
    query = select(instance.c.id).where(instance.c.id.in_(named(count)))
    return Prepared(query.where(_visible(shape.parameters)))


@lru_cache(maxsize=1024)
def _listing(asked: _Asked) -> Prepared:
    limited = [_newest(query) for query in _branches(asked)]
    merged = union(*limited)
    ordered = merged.order_by(merged.selected_columns["id"].desc())
    return Prepared(ordered.limit(_number("most")))


def _newest(query: Select[str]) -> Select[str]:
    """Select the newest of some cases: ids grow with time."""
    ordered = query.order_by(query.selected_columns["id"].desc()).limit(_number("most"))
    return select(ordered.subquery().c.id)


def _branches(asked: _Asked) -> list[Select[str]]:
    """Select the ids of the cases, by each way that leads to them.

    Each way walks its own index, newest case first, and stops when the page is full. Written as one
    condition, the databases would look at every case there is.
    """
    parameters = asked.shape.parameters
    if asked.everything and asked.view == "all":
        return [_filter(select(instance.c.id), asked)]
    if asked.search == "number":  # a handful of cases: their readers are asked for one by one
        seen = _visible(parameters) if asked.view == "all" else _own(parameters)
        return [_filter(select(instance.c.id).where(seen), asked)]
    ways = [
        select(instance.c.id).where(column == one)
        for column in (instance.c.initiator, instance.c.subject)
        for one in parameters.people
    ]
    if asked.view == "all":
        followed = [select(instance.c.id).where(way) for way in _followed(parameters)]
        ways += [*_worked_on(parameters), *followed]
    return [_filter(query, asked) for query in ways]


def _worked_on(parameters: Parameters) -> list[Select[str]]:
    """Select the cases in which somebody has or had a task, may take one, or got a notice."""
    mine = [
        select(column.label("id"))
        .join(instance, instance.c.id == column)
        .where(condition)
        .distinct()
        for one in parameters.people
        for column, condition in (
            (user_task.c.instance_id, user_task.c.assignee == one),
            (user_task.c.instance_id, user_task.c.completed_by == one),
            (notice.c.instance_id, notice.c.recipient == one),
        )
    ]
    offered = [
        select(user_task.c.instance_id.label("id"))
        .select_from(task_candidate)
        .join(user_task, user_task.c.id == task_candidate.c.task_id)
        .join(instance, instance.c.id == user_task.c.instance_id)
        .where(way, task_is_open)
        .distinct()
        for way in ways_to_tasks(parameters)
    ]
    return [*mine, *offered]


def _visible(parameters: Parameters) -> ColumnElement[bool]:
    """Return the condition under which a reader may see a case.

    They do when it is theirs, concerns them, gave them a task, offers them one, sent them a
    notice, or is one that they follow.
    """
    people = parameters.people
    worked = exists().where(
        user_task.c.instance_id == instance.c.id,
        or_(
            user_task.c.assignee.in_(people),
            user_task.c.completed_by.in_(people),
            and_(task_is_open, user_task.c.id.in_(candidate_tasks(parameters))),
        ),
    )
    told = exists().where(notice.c.instance_id == instance.c.id, notice.c.recipient.in_(people))
    return or_(_own(parameters), worked, told, *_followed(parameters))


def _followed(parameters: Parameters) -> list[ColumnElement[bool]]:
    """List the conditions under which a reader follows a case."""
    return [
        *(
            and_(instance.c.process_id == process, instance.c.unit == office)
            for process, office in parameters.followed
        ),
        *(instance.c.process_id == process for process in parameters.followed_everywhere),
    ]


def _own(parameters: Parameters) -> ColumnElement[bool]:
    people = parameters.people
    return or_(instance.c.initiator.in_(people), instance.c.subject.in_(people))


def _asked(wanted: Wanted) -> _Asked:
    return _Asked(
        shape=shape_of(wanted.reach),
        everything=wanted.reach.everything,
        view=wanted.view,
        search=_kind(wanted.search),
        process=bool(wanted.process_id),
        status=wanted.status,
        unit=bool(wanted.unit),
    )


def _values(wanted: Wanted) -> dict[str, object]:
    return {
        **values_of(wanted.reach),
        "process_id": wanted.process_id,
        "unit": wanted.unit,
        "status": wanted.status,
        "search": contains(wanted.search),
        "first": wanted.search.upper(),
        "after": f"{wanted.search.upper()}~",
    }


def _filter(query: Select[str], asked: _Asked) -> Select[str]:
    if asked.process:
        query = query.where(instance.c.process_id == bindparam("process_id"))
    if asked.unit:
        query = query.where(instance.c.unit == bindparam("unit"))
    if asked.status == "incident":
        query = query.where(instance.c.status == "active", instance.c.incidents > 0)
    elif asked.status:
        query = query.where(instance.c.status == bindparam("status"))
    if asked.search == "number":
        number = instance.c.business_key
        return query.where(number >= bindparam("first"), number < bindparam("after"))
    return query.where(_fits()) if asked.search else query


def _kind(search: str) -> Literal["", "text", "number"]:
    """Tell how a text is searched for: a number of a case by its index, from its beginning."""
    if not search:
        return ""
    return "number" if _NUMBER.fullmatch(search) else "text"


#: Prefix of a procedure, a hyphen, and the rest as far as it is known.
_NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,9}-[A-Za-z0-9-]*[0-9]")


def _fits() -> ColumnElement[bool]:
    people = select(person.c.id).where(fits(person.c.name))
    words = instance.c.business_key + " " + instance.c.title
    return or_(instance.c.subject.in_(people), fits(words))


def _number(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=Integer)


def count_running(transaction: Transaction) -> dict[str, int]:
    """Count the active cases of each definition."""
    query = (
        select(instance.c.definition_id, func.count().label("running"))
        .where(instance.c.status == "active")
        .group_by(instance.c.definition_id)
    )
    return {row.definition_id: row.running for row in transaction.execute(query)}


def list_stuck(transaction: Transaction) -> list[tuple[InstanceId, str, str]]:
    """List active cases that wait for nothing: id, number and process id; oldest first."""

    def waits(query: Select[str]) -> ColumnElement[bool]:
        return instance.c.id.not_in(query)

    query = (
        select(instance.c.id, instance.c.business_key, instance.c.process_id)
        .where(
            instance.c.status == "active",
            waits(select(user_task.c.instance_id).where(task_is_open)),
            waits(
                select(job.c.instance_id).where(  # type: ignore[arg-type]  # the condition leaves no null
                    job_is_waiting,
                    job.c.instance_id.is_not(None),
                    job.c.kind.in_(("timer", "connector")),
                )
            ),
            waits(select(subscription.c.instance_id)),
            waits(select(incident.c.instance_id).where(incident.c.resolved_at.is_(None))),
        )
        .order_by(instance.c.started_at, instance.c.id)
    )
    return [(InstanceId(found), key, process) for found, key, process in transaction.execute(query)]


def list_begun(
    transaction: Transaction, process_id: str, since: datetime, *, before: str, limit: int
) -> list[CaseRow]:
    """List the cases of a procedure that began since an instant, newest first.

    Args:
        transaction: An open one.
        process_id: The procedure.
        since: Aware.
        before: Id of the last case of the page before; empty for the first page. Ids grow with time.
        limit: The most to list.
    """
    conditions = [instance.c.process_id == process_id, instance.c.started_at >= since]
    if before:
        conditions.append(instance.c.id < before)
    query = _CASES.where(*conditions).order_by(instance.c.id.desc()).limit(limit)
    return [CaseRow(**row._asdict()) for row in transaction.execute(query)]
