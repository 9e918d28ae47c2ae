"""Versions of procedures. A version is never changed, and never removed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, func, insert, select

from engine.errors import NotFoundError
from engine.model.ids import DefinitionId
from engine.store.database import Transaction
from engine.store.ids import new_id
from engine.store.packing import checksum_of, pack, unpack
from engine.store.prepared import Prepared
from engine.store.reaching import named, values_named
from engine.store.tables import definition, instance


@dataclass(frozen=True, kw_only=True)
class DefinitionRow:
    """One version of a procedure, without its files."""

    id: DefinitionId
    process_id: str
    #: One-based within the process id.
    version: int
    #: Names the exact files.
    checksum: str
    title: str
    deployed_at: datetime
    deployed_by: str
    #: Who approved it; empty when it came with the product.
    approved_by: str


_COLUMNS = (
    definition.c.id,
    definition.c.process_id,
    definition.c.version,
    definition.c.checksum,
    definition.c.title,
    definition.c.deployed_at,
    definition.c.deployed_by,
    definition.c.approved_by,
)


def save_definition(
    transaction: Transaction,
    *,
    process_id: str,
    title: str,
    files: Mapping[str, bytes],
    deployed_by: str,
    approved_by: str,
    now: datetime,
) -> DefinitionRow:
    """Keep files as the next version of a procedure.

    Raises:
        ConflictError: If somebody deployed another version at the same moment.
    """
    highest = select(func.max(definition.c.version)).where(definition.c.process_id == process_id)
    row = DefinitionRow(
        id=DefinitionId(new_id(now)),
        process_id=process_id,
        version=(transaction.execute(highest).scalar_one() or 0) + 1,
        checksum=checksum_of(files),
        title=title,
        deployed_at=now,
        deployed_by=deployed_by,
        approved_by=approved_by,
    )
    transaction.execute(insert(definition).values(**vars(row), files=pack(files)))
    return row


def get_definition(transaction: Transaction, definition_id: str) -> DefinitionRow:
    """Return a version by its id.

    Raises:
        NotFoundError: If there is none.
    """
    row = _find(transaction, definition.c.id == definition_id)
    if row is None:
        message = f"There is no definition {definition_id}."
        raise NotFoundError(message)
    return row


def find_latest(transaction: Transaction, process_id: str) -> DefinitionRow | None:
    """Return the newest version of a procedure, if it was ever deployed."""
    return _find(transaction, definition.c.process_id == process_id)


def find_version(transaction: Transaction, process_id: str, version: int) -> DefinitionRow | None:
    """Return a version by its number."""
    return _find(
        transaction, (definition.c.process_id == process_id) & (definition.c.version == version)
    )


def find_by_checksum(
    transaction: Transaction, process_id: str, checksum: str
) -> DefinitionRow | None:
    """Return the newest version with exactly these files."""
    return _find(
        transaction, (definition.c.process_id == process_id) & (definition.c.checksum == checksum)
    )


def list_versions(transaction: Transaction, process_id: str) -> tuple[DefinitionRow, ...]:
    """List the versions of a procedure, the newest first."""
    statement = select(*_COLUMNS).where(definition.c.process_id == process_id)
    rows = transaction.execute(statement.order_by(definition.c.version.desc()))
    return tuple(DefinitionRow(**row) for row in rows.mappings())


def _select_latest() -> Prepared:
    newest = (
        select(definition.c.process_id, func.max(definition.c.version).label("version"))
        .group_by(definition.c.process_id)
        .subquery()
    )
    statement = (
        select(*_COLUMNS)
        .join(
            newest,
            (newest.c.process_id == definition.c.process_id)
            & (newest.c.version == definition.c.version),
        )
        .order_by(definition.c.process_id)
    )
    return Prepared(statement)


_LATEST = _select_latest()


def list_latest(transaction: Transaction) -> tuple[DefinitionRow, ...]:
    """List the newest version of every procedure, by process id."""
    names = [column.name for column in _COLUMNS]
    rows = _LATEST.rows(transaction)
    return tuple(DefinitionRow(**dict(zip(names, row, strict=True))) for row in rows)


def list_of_cases(
    transaction: Transaction, instances: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Return the id of the definition and the time zone of some cases, by case."""
    if not instances:
        return {}
    rows = _definitions_of(len(instances)).rows(transaction, **values_named(instances))
    return {found: (definition_id, zone) for found, definition_id, zone in rows}


@lru_cache(maxsize=256)
def _definitions_of(count: int) -> Prepared:
    query = select(instance.c.id, instance.c.definition_id, instance.c.zone)
    return Prepared(query.where(instance.c.id.in_(named(count))))


def get_files(transaction: Transaction, definition_id: str) -> dict[str, bytes]:
    """Return the files of a version, by their path inside the procedure's folder.

    Raises:
        NotFoundError: If there is no such version.
    """
    statement = select(definition.c.files).where(definition.c.id == definition_id)
    packed = transaction.execute(statement).scalar_one_or_none()
    if packed is None:
        message = f"There is no definition {definition_id}."
        raise NotFoundError(message)
    return unpack(packed)


def _find(transaction: Transaction, condition: ColumnElement[bool]) -> DefinitionRow | None:
    statement = select(*_COLUMNS).where(condition).order_by(definition.c.version.desc()).limit(1)
    row = transaction.execute(statement).mappings().one_or_none()
    return None if row is None else DefinitionRow(**row)
