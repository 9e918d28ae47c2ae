"""Turns what the databases say into errors that a person understands."""

import sqlite3
from typing import Final

import psycopg
from sqlalchemy.engine import ExceptionContext

from engine.errors import ConflictError, DocketError, IntegrityError, RefusedError, StorageError

#: SQLSTATE that our triggers raise, and the text that SQLite's carry.
GUARD_STATE: Final = "DK001"
GUARD_TEXT: Final = "is append-only"

_FULL = (
    "The disk that holds the database is full; nothing was changed. Free some space and try again."
)
_RACE = "Somebody else changed the same thing at the same moment; nothing was changed. Try again."
_GUARD = "The history only grows: the database refused to change or remove what was written."
_DAMAGED = "The database file is damaged. Stop Docket and restore the last backup."
_BUSY = "Another program is holding the database; nothing was changed. Close it and try again."


def find_fault(context: ExceptionContext) -> Exception | None:
    """Return the error to raise instead of an exception of a driver or of SQLAlchemy."""
    if context.is_pre_ping:
        return None  # the pool asks whether the connection still lives, and then makes a new one
    match context.original_exception:
        case sqlite3.Error() | psycopg.Error() as error:
            return fault_of(error)
        case ValueError() as error:
            # A column type refused a value: the caller's mistake, not the database's.
            return ValueError(*error.args)
        case _:
            return None


def fault_of(error: sqlite3.Error | psycopg.Error) -> DocketError:
    """Return the error to raise instead of a driver's."""
    return _sqlite_fault(error) if isinstance(error, sqlite3.Error) else _postgresql_fault(error)


def _sqlite_fault(error: sqlite3.Error) -> DocketError:
    # The low byte is the kind of error, the rest its shade.
    code: int = getattr(error, "sqlite_errorcode", 0)
    if code in {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}:
        return ConflictError(f"This exists already; nothing was changed ({_tail(error)}).")
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER or GUARD_TEXT in str(error):
        return RefusedError(_GUARD)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StorageError(_FULL)
        case sqlite3.SQLITE_AUTH:
            return RefusedError(_GUARD)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageError(_BUSY)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return IntegrityError(_DAMAGED)
        case _:
            return StorageError(f"The database refused: {error}. Nothing was changed.")


def _postgresql_fault(error: psycopg.Error) -> DocketError:
    match error:
        case psycopg.errors.UniqueViolation():
            return ConflictError(
                f"This exists already; nothing was changed ({_constraint(error)})."
            )
        case (
            psycopg.errors.SerializationFailure()
            | psycopg.errors.DeadlockDetected()
            | psycopg.errors.LockNotAvailable()
        ):
            return ConflictError(_RACE)
        case psycopg.errors.DiskFull():
            return StorageError(_FULL)
        case _ if error.sqlstate == GUARD_STATE:
            return RefusedError(_GUARD)
        case psycopg.errors.InsufficientPrivilege():
            return RefusedError(f"The database does not let Docket do this: {_first_line(error)}.")
        case psycopg.errors.DataCorrupted() | psycopg.errors.IndexCorrupted():
            return IntegrityError(_DAMAGED)
        case _:
            return StorageError(f"The database refused: {_first_line(error)}. Nothing was changed.")


def _tail(error: sqlite3.Error) -> str:
    return str(error).rpartition(": ")[2]


def _first_line(error: psycopg.Error) -> str:
    return str(error).partition("\n")[0]


def _constraint(error: psycopg.Error) -> str:
    return error.diag.constraint_name or "unique"
