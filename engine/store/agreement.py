"""What is still waited for according to the tables, to be held against the states of the cases."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Row, case, func, literal, select, union_all

from engine.model.connectors import OWN_TYPES
from engine.model.ids import InstanceId
from engine.store.database import Transaction
from engine.store.instances import InstanceRow
from engine.store.tables import (
    incident,
    instance,
    job,
    job_is_waiting,
    subscription,
    task_is_open,
    user_task,
)

_ENDED = instance.c.status != "active"
#: Cases whose rows are read at once.
_BATCH = 200


@dataclass(frozen=True, kw_only=True)
class OpenRow:
    """A row that says that a token waits."""

    instance: InstanceId
    business_key: str
    #: ``task``, ``timer``, ``job``, ``message``, ``signal`` or ``incident``.
    kind: str
    token: int
    element: str


def list_of_ended(transaction: Transaction) -> list[OpenRow]:
    """List what is open although its case has ended; there should be nothing."""
    return [_row(row) for row in transaction.execute(_open_rows(_ENDED))]


def list_of_cases(transaction: Transaction, instances: Collection[str]) -> list[OpenRow]:
    """List what some cases wait for."""
    rows = transaction.execute(_open_rows(instance.c.id.in_(instances)))
    return [_row(row) for row in rows]


def stream_active(transaction: Transaction) -> Iterator[list[InstanceRow]]:
    """Yield the active cases, oldest first, some at a time."""
    after = ""
    while True:
        query = (
            select(instance)
            .where(instance.c.status == "active", instance.c.id > after)
            .order_by(instance.c.id)
            .limit(_BATCH)
        )
        rows = [InstanceRow(**row._asdict()) for row in transaction.execute(query)]
        if not rows:
            return
        yield rows
        after = rows[-1].id


def list_failed(transaction: Transaction, instances: Collection[str]) -> set[tuple[str, int]]:
    """List the case and token of timers that could not be fired; an incident stands for them."""
    query = select(job.c.instance_id, job.c.token).where(
        job.c.instance_id.in_(instances), job.c.status == "failed", job.c.kind == "timer"
    )
    return {(str(found), token) for found, token in transaction.execute(query)}


def list_business_keys(transaction: Transaction, instances: Collection[str]) -> dict[str, str]:
    """Return the numbers of some cases, by case."""
    query = select(instance.c.id, instance.c.business_key).where(instance.c.id.in_(instances))
    return {row.id: row.business_key for row in transaction.execute(query)}


@dataclass(frozen=True, kw_only=True)
class OutsideWork:
    """Jobs of one type that wait for a worker outside."""

    type: str
    jobs: int
    #: When the longest waiting one was due.
    since: datetime


def list_outside_work(
    transaction: Transaction, now: datetime, types: Collection[str]
) -> list[OutsideWork]:
    """List the types of due jobs that nobody here does, by type.

    Args:
        transaction: Open.
        now: Due by then.
        types: Types of connector that the house has beside its own.
    """
    query = (
        select(job.c.type, func.count(), func.min(job.c.due_at))
        .where(
            job_is_waiting,
            job.c.kind == "connector",
            job.c.due_at <= now,
            job.c.type.not_in(types),
            ~job.c.type.startswith(OWN_TYPES, autoescape=True),
        )
        .group_by(job.c.type)
        .order_by(job.c.type)
    )
    return [
        OutsideWork(type=found, jobs=count, since=since)
        for found, count, since in transaction.execute(query)
    ]


def _open_rows(which: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Return the query for what is open in the cases that fit a condition."""
    key = instance.c.business_key
    timer_or_job = case((job.c.kind == "timer", "timer"), else_="job")
    parts = (
        (user_task, literal("task"), task_is_open),
        (job, timer_or_job, job_is_waiting & job.c.kind.in_(("timer", "connector"))),
        (subscription, subscription.c.type, literal(True)),
        (incident, literal("incident"), incident.c.resolved_at.is_(None)),
    )
    return union_all(
        *(
            select(instance.c.id, key, kind.label("kind"), table.c.token, table.c.element)
            .join_from(table, instance, instance.c.id == table.c.instance_id)
            .where(which, is_open)
            for table, kind, is_open in parts
        )
    ).order_by("business_key", "token", "kind")


def _row(row: Row[*tuple[Any, ...]]) -> OpenRow:
    return OpenRow(
        instance=InstanceId(row[0]),
        business_key=row[1],
        kind=row[2],
        token=row[3],
        element=row[4],
    )
