"""The one row of each case: its state, and where its history ends."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update

from engine.errors import ConflictError, NotFoundError
from engine.model.ids import InstanceId, JobId, TaskId
from engine.store.database import Transaction
from engine.store.tables import instance, job, user_task

#: Hash before the first event of a case.
NO_HEAD = "0" * 64


@dataclass(frozen=True, kw_only=True)
class InstanceRow:
    """A case as it is stored."""

    id: InstanceId
    definition_id: str
    process_id: str
    business_key: str
    #: ``active``, ``completed`` or ``terminated``.
    status: str
    #: Open incidents.
    incidents: int
    initiator: str
    subject: str
    unit: str
    zone: str
    #: What tells it apart from others of its kind.
    title: str
    #: Grows by one with every change.
    version: int
    #: Number and hash of the last event.
    event_seq: int
    head: str
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    #: Ids of the end events reached, separated by spaces.
    end_event: str
    state: bytes


def add(transaction: Transaction, row: InstanceRow) -> None:
    """Write a new case.

    Raises:
        ConflictError: If its business key is taken.
    """
    transaction.execute(insert(instance).values(**vars(row)))


def get(transaction: Transaction, instance_id: str) -> InstanceRow:
    """Return a case.

    Raises:
        NotFoundError: If there is no such case.
    """
    return _one(
        transaction, select(instance).where(instance.c.id == instance_id), f"case {instance_id}"
    )


def lock(transaction: Transaction, instance_id: str) -> InstanceRow:
    """Return a case and keep every other transaction from it until this one ends.

    Raises:
        NotFoundError: If there is no such case.
    """
    query = select(instance).where(instance.c.id == instance_id).with_for_update()
    return _one(transaction, query, f"case {instance_id}")


def lock_by_task(transaction: Transaction, task: TaskId) -> InstanceRow:
    """Lock and return the case of a task.

    Raises:
        NotFoundError: If there is no such task.
    """
    of_task = select(user_task.c.instance_id).where(user_task.c.id == task).scalar_subquery()
    query = select(instance).where(instance.c.id == of_task).with_for_update()
    return _one(transaction, query, f"task {task}")


def lock_by_job(transaction: Transaction, job_id: JobId) -> InstanceRow | None:
    """Lock and return the case of a job; null when there is no such job, or it has no case."""
    of_job = select(job.c.instance_id).where(job.c.id == job_id).scalar_subquery()
    query = select(instance).where(instance.c.id == of_job).with_for_update()
    row = transaction.execute(query).one_or_none()
    return None if row is None else InstanceRow(**row._asdict())


def save(transaction: Transaction, row: InstanceRow) -> InstanceRow:
    """Write a changed case over the version that it was loaded with.

    Raises:
        ConflictError: If it was changed meanwhile.
    """
    saved = replace(row, version=row.version + 1)
    unchanging = {"id", "definition_id", "process_id", "business_key", "started_at"}
    values = {key: value for key, value in vars(saved).items() if key not in unchanging}
    values["definition_id"] = row.definition_id
    statement = (
        update(instance)
        .where(instance.c.id == row.id, instance.c.version == row.version)
        .values(**values)
    )
    if transaction.execute(statement).rowcount != 1:
        message = f"The case {row.business_key} was changed by somebody else; nothing was done. Load it again."
        raise ConflictError(message)
    return saved


def find_by_business_key(transaction: Transaction, business_key: str) -> InstanceId | None:
    """Return the id of the case with a number, or null."""
    found = transaction.scalar(select(instance.c.id).where(instance.c.business_key == business_key))
    return None if found is None else InstanceId(found)


def list_ids(transaction: Transaction) -> list[InstanceId]:
    """List every case, oldest first."""
    query = select(instance.c.id).order_by(instance.c.started_at, instance.c.id)
    return [InstanceId(found) for found in transaction.scalars(query)]


def count(transaction: Transaction) -> int:
    """Count the cases."""
    return transaction.scalar(select(func.count()).select_from(instance)) or 0


def _one(transaction: Transaction, query: Select[tuple[object, ...]], what: str) -> InstanceRow:
    row = transaction.execute(query).one_or_none()
    if row is None:
        message = f"There is no {what}."
        raise NotFoundError(message)
    return InstanceRow(**row._asdict())
