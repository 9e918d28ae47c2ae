"""The one row of each case: its state, and where its history ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    func,
    insert,
    select,
    update,
)

from engine.errors import BusyError, ConflictError, NotFoundError
from engine.model.ids import InstanceId
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.tables import case_is_active, definition, instance, job, setting, user_task

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
    #: What only one active case of the procedure may have; null when it was begun otherwise.
    start_key: str | None = None
    state: bytes


_UNCHANGING = frozenset({"id", "process_id", "business_key", "started_at", "start_key"})

_COLUMNS = tuple(column.name for column in instance.c)
_ADD = Prepared(insert(instance), *_COLUMNS)
_GET = Prepared(select(instance).where(instance.c.id == bindparam("known_id")))
_SAVE = Prepared(
    update(instance).where(
        instance.c.id == bindparam("known_id"), instance.c.version == bindparam("known_version")
    ),
    *(name for name in _COLUMNS if name not in _UNCHANGING),
)


def _lock_by(which: ColumnElement[str], *, wait: bool) -> Select[*tuple[object, ...]]:
    value = select(setting.c.value).where(setting.c.key == bindparam("switch_key"))
    return (
        select(instance, value.scalar_subquery().label("switch"))
        .where(instance.c.id == which)
        .with_for_update(of=instance, skip_locked=not wait)
    )


_WHICH: dict[str, ColumnElement[str]] = {
    "case": bindparam("which", type_=String),
    "task": select(user_task.c.instance_id)
    .where(user_task.c.id == bindparam("which"))
    .scalar_subquery(),
    "job": select(job.c.instance_id).where(job.c.id == bindparam("which")).scalar_subquery(),
}
_LOCK = {
    (by, wait): Prepared(_lock_by(which, wait=wait))
    for by, which in _WHICH.items()
    for wait in (True, False)
}


def add(transaction: Transaction, row: InstanceRow) -> None:
    """Write a new case.

    Raises:
        ConflictError: If its business key is taken.
    """
    _ADD.change(transaction, [vars(row)])


def get(transaction: Transaction, instance_id: str) -> InstanceRow:
    """Return a case.

    Raises:
        NotFoundError: If there is no such case.
    """
    row = _GET.row(transaction, known_id=instance_id)
    if row is None:
        message = f"There is no case {instance_id}."
        raise NotFoundError(message)
    return _read(row)


def lock(
    transaction: Transaction,
    *,
    instance_id: str = "",
    task: str = "",
    job_id: str = "",
    switch: str,
    wait: bool = True,
) -> tuple[InstanceRow, str]:
    """Return a case and keep every other transaction from it until this one ends.

    Args:
        transaction: Open for writing.
        instance_id: The case,
        task: or one of its tasks,
        job_id: or one of its jobs.
        switch: Key of a setting to read in the same breath.
        wait: Until whoever has the case lets it go; PostgreSQL alone can do otherwise.

    Returns:
        The case, and the setting (empty when it is not set).

    Raises:
        NotFoundError: If there is no such case, task or job of a case.
        BusyError: If somebody has it and we do not wait.
    """
    by, value = ("task", task) if task else ("job", job_id) if job_id else ("case", instance_id)
    row = _LOCK[by, wait].row(transaction, which=value, switch_key=switch)
    if row is None and not wait:
        raise BusyError
    if row is None:
        message = f"There is no {by} {value}."
        raise NotFoundError(message)
    return _read(row[:-1]), row[-1] or ""


def _read(row: tuple[Any, ...]) -> InstanceRow:
    return InstanceRow(**dict(zip(_COLUMNS, row, strict=True)))


def save(transaction: Transaction, row: InstanceRow) -> InstanceRow:
    """Write a changed case over the version that it was loaded with.

    Raises:
        ConflictError: If it was changed meanwhile.
    """
    saved = replace(row, version=row.version + 1)
    values = {**vars(saved), "known_id": row.id, "known_version": row.version}
    if _SAVE.change(transaction, [values]) != 1:
        message = f"The case {row.business_key} was changed by somebody else; nothing was done. Load it again."
        raise ConflictError(message)
    return saved


def lock_active(transaction: Transaction, process_id: str, start_key: str) -> InstanceId | None:
    """Return the active case that has a start key, and keep it from ending; null when none has it."""
    query = (
        select(instance.c.id)
        .where(
            instance.c.process_id == process_id,
            instance.c.start_key == start_key,
            case_is_active,
        )
        .with_for_update()
    )
    found = transaction.scalar(query)
    return None if found is None else InstanceId(found)


def find_by_business_key(transaction: Transaction, business_key: str) -> InstanceId | None:
    """Return the id of the case with a number, or null."""
    found = transaction.scalar(select(instance.c.id).where(instance.c.business_key == business_key))
    return None if found is None else InstanceId(found)


def list_ids(transaction: Transaction) -> list[InstanceId]:
    """List every case, oldest first."""
    query = select(instance.c.id).order_by(instance.c.started_at, instance.c.id)
    return [InstanceId(found) for found in transaction.scalars(query)]


def list_of_subject(transaction: Transaction, subject: str) -> list[InstanceId]:
    """List the cases that concern a person, oldest first."""
    query = select(instance.c.id).where(instance.c.subject == subject).order_by(instance.c.id)
    return [InstanceId(found) for found in transaction.scalars(query)]


def count(transaction: Transaction) -> int:
    """Count the cases."""
    return transaction.scalar(select(func.count()).select_from(instance)) or 0


def stream_running(
    transaction: Transaction, process_id: str, *, but: str, only: int = 0, after: str = ""
) -> Iterator[tuple[InstanceRow, int]]:
    """Yield the active cases of a procedure and their versions, oldest first.

    Args:
        transaction: Open.
        process_id: The procedure.
        but: Id of a definition whose cases are left out.
        only: Number of the only version to look at; 0 for all.
        after: Id of a case to go on after; empty to begin. Ids grow with time.
    """
    conditions = [
        instance.c.process_id == process_id,
        instance.c.status == "active",
        instance.c.definition_id != but,
    ]
    if only:
        conditions.append(definition.c.version == only)
    if after:
        conditions.append(instance.c.id > after)
    query = (
        select(instance, definition.c.version.label("definition_version"))
        .join(definition, definition.c.id == instance.c.definition_id)
        .where(*conditions)
        .order_by(instance.c.id)
        .execution_options(yield_per=200)
    )
    for row in transaction.execute(query):
        values = row._asdict()
        version = values.pop("definition_version")
        yield InstanceRow(**values), version
