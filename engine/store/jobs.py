"""Work that waits for an instant or for a connector."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update

from engine.errors import BusyError, NotFoundError
from engine.model.connectors import OWN_TYPES
from engine.model.ids import JobId
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.tables import job, job_is_waiting

#: Kinds of job that work inside one transaction.
INSIDE = frozenset({"timer", "message", "broadcast", "signal", "start", "next"})
#: Kinds that ask another system, outside every transaction.
OUTSIDE = frozenset({"connector", "mail"})

#: In the payload: when the job was to be done before it was put off.
_PLANNED = "planned"


@dataclass(frozen=True, kw_only=True)
class JobRow:
    """A job as it is stored."""

    id: JobId
    #: Null for work that belongs to no case.
    instance_id: str | None
    token: int = 0
    element: str = ""
    #: ``timer`` of a token; ``connector`` of a token; ``mail`` of a notice; ``message`` and
    #: ``broadcast`` thrown by a case; ``signal`` for a case; ``start`` of a case; ``next`` case with the
    #: start key of one that has ended.
    kind: str
    #: Type of the connector; empty for other kinds.
    type: str = ""
    due_at: datetime
    #: ``waiting``, ``done``, ``canceled`` or ``failed``.
    status: str = "waiting"
    attempts: int = 0
    #: Attempts left.
    retries: int = 1
    #: The same work is written once only.
    key: str
    #: What the work needs, in JSON.
    payload: object = field(default_factory=dict)
    last_error: str = ""

    @property
    def planned_at(self) -> datetime:
        """When it was to be done first, however often it was put off since."""
        planned = self.payload.get(_PLANNED) if isinstance(self.payload, dict) else None
        return datetime.fromisoformat(planned) if isinstance(planned, str) else self.due_at

    def remembering_due(self) -> "JobRow":
        """Return it with its first due time kept, before it is put off; where that matters."""
        if self.kind not in {"timer", "start"}:
            return self
        known = self.payload if isinstance(self.payload, dict) else {}
        return replace(self, payload={_PLANNED: self.due_at.isoformat(), **known})


# Made once: building a statement costs more than running it.
_ADD = insert(job)
_COLUMNS = [column.name for column in job.c]
_WAITING = Prepared(
    select(job)
    .where(job.c.instance_id == bindparam("case"), job_is_waiting)
    .order_by(job.c.due_at, job.c.id)
)
_GET = select(job).where(job.c.id == bindparam("wanted"))


def add_all(transaction: Transaction, rows: Sequence[JobRow]) -> None:
    """Write new jobs.

    Raises:
        ConflictError: If one of them is written already.
    """
    if rows:
        transaction.execute(_ADD, [vars(row) for row in rows])


def get(transaction: Transaction, job_id: str) -> JobRow:
    """Return a job.

    Raises:
        NotFoundError: If there is no such job.
    """
    row = transaction.execute(_GET, {"wanted": job_id}).one_or_none()
    if row is None:
        message = f"There is no job {job_id}."
        raise NotFoundError(message)
    return JobRow(**row._asdict())


def lock(transaction: Transaction, job_id: str) -> JobRow:
    """Return a job and keep every other transaction from it until this one ends.

    Raises:
        BusyError: If another transaction has it, or there is no such job.
    """
    query = select(job).where(job.c.id == job_id).with_for_update(skip_locked=True)
    row = transaction.execute(query).one_or_none()
    if row is None:
        raise BusyError
    return JobRow(**row._asdict())


def list_due(
    transaction: Transaction,
    until: datetime,
    *,
    limit: int,
    kinds: Collection[str],
    types: Collection[str] = (),
    skip: Collection[str] = (),
) -> list[tuple[JobId, str]]:
    """List the id and kind of jobs of some kinds that are due, the longest due first.

    Args:
        transaction: Open.
        until: Due by then.
        limit: The most to list.
        kinds: Kinds of job.
        types: Types of connector that the house has beside its own; those of others wait for
            workers outside.
        skip: Jobs left out.
    """
    query = (
        select(job.c.id, job.c.kind)
        .where(
            job_is_waiting,
            job.c.due_at <= until,
            job.c.kind.in_(kinds),
            _done_here(types),
            job.c.id.not_in(skip),
        )
        .order_by(job.c.due_at, job.c.id)
        .limit(limit)
    )
    return [(JobId(found), kind) for found, kind in transaction.execute(query)]


def find_next_due(transaction: Transaction, types: Collection[str] = ()) -> datetime | None:
    """Return when the next job that is done here is due, or null when none waits.

    Args:
        transaction: Open.
        types: Types of connector that the house has beside its own.
    """
    query = (
        select(job.c.due_at)
        .where(job_is_waiting, _done_here(types))
        .order_by(job.c.due_at, job.c.id)
        .limit(1)
    )
    return transaction.scalar(query)


def _done_here(types: Collection[str]) -> ColumnElement[bool]:
    return or_(
        job.c.kind != "connector",
        job.c.type.startswith(OWN_TYPES, autoescape=True),
        job.c.type.in_(types),
    )


def activate(
    transaction: Transaction, job_type: str, *, now: datetime, until: datetime, limit: int
) -> list[JobRow]:
    """Take connector jobs of a type that are due for a while, the longest due first.

    Two workers that ask at the same moment get different jobs.
    """
    due = (
        select(job)
        .where(
            job_is_waiting,
            job.c.kind == "connector",
            job.c.type == job_type,
            job.c.due_at <= now,
        )
        .order_by(job.c.due_at, job.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [JobRow(**row._asdict()) for row in transaction.execute(due)]
    if found:
        transaction.execute(
            update(job)
            .where(job.c.id.in_([row.id for row in found]))
            .values(due_at=until, attempts=job.c.attempts + 1)
        )
    return [replace(row, due_at=until, attempts=row.attempts + 1) for row in found]


def list_waiting(transaction: Transaction, instance: str) -> list[JobRow]:
    """List what a case waits for, the soonest first."""
    rows = _WAITING.rows(transaction, case=instance)
    return [JobRow(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def list_page(transaction: Transaction, *, page: int, per_page: int) -> tuple[list[JobRow], int]:
    """List what waits or has failed, the soonest due first, and count it all."""
    query = select(job).where(job.c.status.in_(("waiting", "failed")))
    total = transaction.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(job.c.due_at, job.c.id)
    rows = transaction.execute(ordered.offset((page - 1) * per_page).limit(per_page))
    return [JobRow(**row._asdict()) for row in rows], total


def cancel_tokens(transaction: Transaction, instance: str, tokens: Collection[int]) -> None:
    """Withdraw the timers and connectors of tokens that no longer wait."""
    if tokens:
        transaction.execute(
            update(job)
            .where(
                job.c.instance_id == instance,
                job.c.token.in_(tokens),
                job_is_waiting,
                job.c.kind.in_(("timer", "connector")),
            )
            .values(status="canceled")
        )


def finish(transaction: Transaction, job_id: str, status: str, *, error: str = "") -> None:
    """Close a job as ``done``, ``canceled`` or ``failed``."""
    transaction.execute(
        update(job).where(job.c.id == job_id).values(status=status, last_error=error)
    )


def claim(transaction: Transaction, job_id: str, *, now: datetime, until: datetime) -> bool:
    """Take a job that is due for a while; false when it is not due (any more).

    Whoever takes it and dies leaves it to be taken again after ``until``.
    """
    statement = (
        update(job)
        .where(job.c.id == job_id, job_is_waiting, job.c.due_at <= now)
        .values(due_at=until, attempts=job.c.attempts + 1)
    )
    return transaction.execute(statement).rowcount == 1


def revive(transaction: Transaction, instance: str, tokens: Collection[int], now: datetime) -> int:
    """Let failed timers and deliveries of a case try again; returns how many."""
    statement = (
        update(job)
        .where(
            job.c.instance_id == instance,
            job.c.token.in_(tokens),
            job.c.status == "failed",
            job.c.kind != "connector",
        )
        .values(status="waiting", due_at=now, retries=1)
    )
    return transaction.execute(statement).rowcount


def postpone(transaction: Transaction, row: JobRow) -> None:
    """Write a job's next attempt: due time, attempts, retries left, last error and payload."""
    transaction.execute(
        update(job)
        .where(job.c.id == row.id)
        .values(
            due_at=row.due_at,
            attempts=row.attempts,
            retries=row.retries,
            last_error=row.last_error,
            payload=row.payload,
        )
    )
