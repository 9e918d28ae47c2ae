"""Backups: always one SQLite file, whichever database it was taken from.

A backup is taken while Docket runs, checked before it is trusted (the file's own integrity and
every chain of the history), and can be restored into either kind of database: that is also the way
from SQLite to PostgreSQL.

Keys are kept apart. The backup itself has none, so that it may be kept for years; the file of keys
beside it should be kept for weeks only, because whoever is erased is erased when the last copy of
their key is.
"""

import json
import sqlite3
from base64 import b64decode, b64encode
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table, func, insert, select, text, update

from engine.errors import ConflictError, IntegrityError, NotFoundError
from engine.store.database import Database, Transaction, open_database, sqlite_connection
from engine.store.directory import list_units
from engine.store.directory_import import parents_first, unit_row
from engine.store.migration import check_schema, migrate
from engine.store.statements import upsert
from engine.store.tables import definition, instance, metadata, person, subject_key, unit
from engine.store.verification import Verification, verify

#: Pages copied at a time; writers get their turn in between.
_PAGES = 1000
#: Rows copied at a time.
_ROWS = 500
#: Tables that no database in use leaves empty.
_MAIN = (person, definition, instance)


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was taken and checked."""

    path: Path
    #: The keys of the people, as a JSON file.
    keys: Path
    verification: Verification


def keys_path(path: Path) -> Path:
    """Return where the keys of a backup are kept."""
    return path.with_name(f"{path.name}.keys.json")


def take_backup(database: Database, path: Path) -> Backup:
    """Write a backup of a running database, and check it.

    Raises:
        ConflictError: If there is a file of that name already.
        IntegrityError: If what was written does not hold; the files are left for a look.
    """
    for one in (path, keys_path(path)):
        if one.exists():
            message = f"There is a file {one} already. Choose another name."
            raise ConflictError(message)
    if database.dialect == "sqlite":
        _copy_pages(database, path)
    else:
        _copy_rows_to_file(database, path)
    with closing(open_database(f"sqlite:///{path}")) as copy:
        _part_from_keys(copy, keys_path(path))
        return Backup(path=path, keys=keys_path(path), verification=check_backup(copy))


def check_backup(copy: Database) -> Verification:
    """Check an opened backup: the file, the references and the history.

    Raises:
        IntegrityError: If something in it is not what was written.
    """
    with copy.reading() as transaction:
        answers = transaction.execute(text("PRAGMA integrity_check")).scalars().all()
        loose = transaction.execute(text("PRAGMA foreign_key_check")).all()
        found = verify(transaction)
    if answers != ["ok"] or loose:
        message = "The backup is damaged. Take another one, and check the disk."
        raise IntegrityError(message)
    if found.faults:
        message = f"The history in the backup does not hold. {found.faults[0]}"
        raise IntegrityError(message)
    return found


def restore_backup(path: Path, database: Database) -> Verification:
    """Put a backup, and the keys beside it if they are there, into an empty database.

    Raises:
        NotFoundError: If there is no such backup.
        ConflictError: If the database is not empty.
        IntegrityError: If the backup does not hold.
    """
    if not path.exists():
        message = f"There is no backup {path}."
        raise NotFoundError(message)
    with closing(open_database(f"sqlite:///{path}")) as copy:
        check_schema(copy)
        found = check_backup(copy)
        migrate(database)
        with copy.reading() as source, database.transaction() as target:
            _refuse_filled(target)
            _copy_rows(source, target)
            _put_back_keys(target, keys_path(path))
    return found


def _copy_pages(database: Database, path: Path) -> None:
    with database.reading() as transaction, closing(sqlite3.connect(path)) as target:
        # The first look fixes what is seen, so that writers cannot make the copy start again.
        transaction.execute(select(func.count()).select_from(definition))
        sqlite_connection(transaction).backup(target, pages=_PAGES)


def _copy_rows_to_file(database: Database, path: Path) -> None:
    with closing(open_database(f"sqlite:///{path}")) as copy:
        migrate(copy)
        with database.reading() as source, copy.transaction() as target:
            _copy_rows(source, target)


def _copy_rows(source: Transaction, target: Transaction) -> None:
    for table in metadata.sorted_tables:
        if table is unit:
            units = [unit_row(one) for one in parents_first(list_units(source))]
            upsert(target, unit, units)
            continue
        rows = source.execute(select(table), execution_options={"yield_per": _ROWS}).mappings()
        for part in rows.partitions(_ROWS):
            target.execute(insert(table), [dict(row) for row in part])
    if target.dialect.name == "postgresql":
        _continue_counters(target)


def _continue_counters(target: Transaction) -> None:
    """Let columns that count by themselves go on after the highest number copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            highest = target.execute(select(func.max(column))).scalar_one()
            name = func.pg_get_serial_sequence(table.name, column.name)
            target.execute(select(func.setval(name, highest or 1, highest is not None)))


def _refuse_filled(target: Transaction) -> None:
    filled = [table.name for table in _MAIN if _has_rows(target, table)]
    if filled:
        message = f"The database is not empty ({', '.join(filled)}). Restore into a new one."
        raise ConflictError(message)


def _has_rows(target: Transaction, table: Table) -> bool:
    return target.execute(select(1).select_from(table).limit(1)).first() is not None


def _part_from_keys(copy: Database, path: Path) -> None:
    with copy.transaction() as transaction:
        statement = select(subject_key.c.subject, subject_key.c.wrapped).order_by(
            subject_key.c.subject
        )
        keys = {
            subject: b64encode(wrapped).decode()
            for subject, wrapped in transaction.execute(statement)
            if wrapped is not None
        }
        transaction.execute(update(subject_key).values(wrapped=None))
    path.touch(mode=0o600)
    path.write_text(json.dumps(keys, indent=1))


def _put_back_keys(target: Transaction, path: Path) -> None:
    if not path.exists():
        return
    for subject, wrapped in json.loads(path.read_text()).items():
        target.execute(
            update(subject_key)
            .where(subject_key.c.subject == subject, subject_key.c.erased_at.is_(None))
            .values(wrapped=b64decode(wrapped))
        )
