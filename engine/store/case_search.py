"""The lists of cases, each narrowed to what the reader may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select

from engine.model.access import Reach
from engine.model.ids import InstanceId
from engine.store.database import Transaction
from engine.store.inbox import candidate_tasks
from engine.store.tables import (
    definition,
    incident,
    instance,
    job,
    job_is_waiting,
    notice,
    person,
    subscription,
    task_is_open,
    user_task,
)

View = Literal["mine", "all"]


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
    #: Part of the number, title or the person's name.
    search: str = ""
    process_id: str = ""
    #: ``active``, ``completed``, ``terminated``, ``incident`` or empty.
    status: str = ""
    unit: str = ""


_COLUMNS = (
    *(instance.c[name] for name in CaseRow.__annotations__ if name != "definition_version"),
    definition.c.version.label("definition_version"),
)
_CASES = select(*_COLUMNS).join(definition, definition.c.id == instance.c.definition_id)


def list_page(
    transaction: Transaction, wanted: Wanted, *, page: int, per_page: int
) -> tuple[list[CaseRow], int]:
    """List the cases that are asked for, newest first, and count them all."""
    conditions = _conditions(wanted)
    total = transaction.scalar(select(func.count()).select_from(instance).where(*conditions)) or 0
    query = (
        _CASES.where(*conditions)
        .order_by(instance.c.started_at.desc(), instance.c.id.desc())
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    return [CaseRow(**row._asdict()) for row in transaction.execute(query)], total


def find(transaction: Transaction, instance_id: str, reach: Reach) -> CaseRow | None:
    """Return a case, or null when there is none that the reader may see."""
    query = _CASES.where(instance.c.id == instance_id, visible(reach))
    row = transaction.execute(query).one_or_none()
    return None if row is None else CaseRow(**row._asdict())


def visible(reach: Reach) -> ColumnElement[bool]:
    """Return the condition under which a reader may see a case.

    They do when it is theirs, concerns them, gave them a task, offers them one, or sent them a
    notice.
    """
    if reach.everything:
        return literal(True)
    worked = exists().where(
        user_task.c.instance_id == instance.c.id,
        or_(
            user_task.c.assignee.in_(reach.people),
            user_task.c.completed_by.in_(reach.people),
            and_(task_is_open, user_task.c.id.in_(candidate_tasks(reach))),
        ),
    )
    told = exists().where(
        notice.c.instance_id == instance.c.id, notice.c.recipient.in_(reach.people)
    )
    return or_(_own(reach), worked, told)


def _own(reach: Reach) -> ColumnElement[bool]:
    return or_(instance.c.initiator.in_(reach.people), instance.c.subject.in_(reach.people))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [_own(wanted.reach) if wanted.view == "mine" else visible(wanted.reach)]
    if wanted.process_id:
        conditions.append(instance.c.process_id == wanted.process_id)
    if wanted.unit:
        conditions.append(instance.c.unit == wanted.unit)
    if wanted.status == "incident":
        conditions += [instance.c.status == "active", instance.c.incidents > 0]
    elif wanted.status:
        conditions.append(instance.c.status == wanted.status)
    if wanted.search:
        conditions.append(_fits(wanted.search))
    return conditions


def _fits(search: str) -> ColumnElement[bool]:
    named = exists().where(
        person.c.id == instance.c.subject, person.c.name.icontains(search, autoescape=True)
    )
    texts = (instance.c.business_key, instance.c.title)
    return or_(named, *(column.icontains(search, autoescape=True) for column in texts))


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


def find_newest(transaction: Transaction, process_id: str, unit: str) -> InstanceId | None:
    """Return the case of a procedure that began last in a unit; null when none did."""
    query = (
        select(instance.c.id)
        .where(instance.c.process_id == process_id, instance.c.unit == unit)
        .order_by(instance.c.id.desc())
        .limit(1)
    )
    found = transaction.scalar(query)
    return None if found is None else InstanceId(found)
