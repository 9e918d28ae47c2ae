"""Opens a database, and hands out transactions.

SQLite: ``journal_mode=WAL, synchronous=FULL`` (an answered commit survives a power cut); writers
queue in this process, so that one process should own the file. PostgreSQL: psycopg 3, READ
COMMITTED with row locks for writing, one snapshot for reading.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import Literal

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from engine.errors import DocketError
from engine.store.faults import fault_of, find_fault
from engine.store.guards import authorize

#: Seconds that SQLite waits for another process's lock.
_BUSY_SECONDS = 30
#: How every SQLite connection is set.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-32768",
)
_POSTGRESQL_SETTINGS = (
    "-c timezone=UTC -c lock_timeout=15s -c statement_timeout=60s "
    "-c idle_in_transaction_session_timeout=30s -c synchronous_commit=on"
)

#: An open transaction. Every function of the store takes one.
Transaction = Connection


class _WriterLock:
    """A lock that says so when one thread asks for it twice, instead of standing still."""

    def __init__(self) -> None:
        self._lock, self._owner = Lock(), 0

    @contextmanager
    def held(self) -> Iterator[None]:
        if self._owner == get_ident():
            message = "A transaction is open already in this thread; pass it on."
            raise RuntimeError(message)
        with self._lock:
            self._owner = get_ident()
            try:
                yield
            finally:
                self._owner = 0


class Database:
    """One open database. Safe to share between threads."""

    def __init__(self, engine: Engine, path: Path | None, readers: Engine | None = None) -> None:
        self._engine = engine
        #: Connections that can only read; null where those of the writers serve for it.
        self._readers = readers
        self._writer = _WriterLock()
        #: SQLite: what every writer uses in turn; taking one from the pool costs more than a commit.
        self._kept: Connection | None = None
        #: File of an SQLite database; null when it is in memory or on PostgreSQL.
        self.path = path

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]:
        """Which database it is."""
        return "sqlite" if self._engine.dialect.name == "sqlite" else "postgresql"

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Open a transaction for writing; it commits on leaving, or rolls back on an exception.

        Raises:
            RuntimeError: If this thread has one open already (SQLite).
        """
        if self.dialect == "sqlite":
            with self._writer.held(), self._kept_connection() as connection, connection.begin():
                yield connection
        else:
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that sees one state of the database throughout and cannot write."""
        if self.dialect == "postgresql":
            with self._engine.connect() as connection:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                ).begin()
                yield connection
        elif self._readers is None:
            # A database in memory has one connection for everybody.
            with self._writer.held(), self._engine.connect() as connection:
                yield from _read_only(connection)
        else:
            with self._readers.connect() as connection:
                connection.execution_options(docket_reading=True).begin()
                yield connection

    @contextmanager
    def _kept_connection(self) -> Iterator[Connection]:
        """Give the writers' connection, and keep it for the next one unless something goes wrong."""
        connection = self._kept or self._engine.connect()
        self._kept = None
        try:
            yield connection
        except BaseException:
            connection.close()  # the pool puts it right
            raise
        self._kept = connection

    def close(self) -> None:
        """Close every connection."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        for engine in (self._engine, self._readers):
            if engine is not None:
                engine.dispose()


def _read_only(connection: Connection) -> Iterator[Transaction]:
    driver = sqlite_connection(connection)
    driver.execute("PRAGMA query_only=ON")
    try:
        connection.execution_options(docket_reading=True).begin()
        yield connection
    finally:
        connection.rollback()
        driver.execute("PRAGMA query_only=OFF")


def sqlite_connection(transaction: Transaction) -> sqlite3.Connection:
    """Return the driver's own connection.

    Raises:
        TypeError: If the database is not SQLite.
    """
    driver = transaction.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        message = "This is not an SQLite database."
        raise TypeError(message)
    return driver


def open_database(url: str) -> Database:
    """Open a database; the schema is not looked at.

    Args:
        url: ``sqlite:///relative.db``, ``sqlite:////absolute.db``, ``sqlite://`` (in memory) or
            ``postgresql://user:password@host/name``.

    Raises:
        DocketError: If the address cannot be understood.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = "The address of the database cannot be read. Write sqlite:///file or postgresql://host/name."
        raise DocketError(message) from error
    match parsed.get_backend_name():
        case "sqlite":
            return _open_sqlite(parsed)
        case "postgresql" | "postgres":
            return _open_postgresql(parsed)
        case other:
            message = (
                f"Docket does not run on {other}. Use sqlite:///file or postgresql://host/name."
            )
            raise DocketError(message)


def _open_sqlite(url: URL) -> Database:
    path = None if url.database in {None, "", ":memory:"} else Path(str(url.database)).absolute()
    if path is None:
        return Database(_sqlite_engine("", poolclass=StaticPool), None)
    readers = _sqlite_engine(str(path), pool_size=20, max_overflow=20)
    # Once for each connection: the pragma makes SQLite forget every statement that it has prepared.
    event.listen(readers, "connect", _forbid_writing)
    return Database(_sqlite_engine(str(path)), path, readers)


def _sqlite_engine(path: str, **options: object) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=path or None),
        connect_args={
            "timeout": _BUSY_SECONDS,
            "check_same_thread": False,
            "cached_statements": 512,
            # We say BEGIN ourselves; Python's own ways of doing so do not know IMMEDIATE.
            "isolation_level": None,
        },
        **options,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", find_fault)
    return engine


def _forbid_writing(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA query_only=ON")


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(authorize)


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("docket_reading", False)
    try:
        sqlite_connection(connection).execute("BEGIN" if reading else "BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise fault_of(error) from error


def _open_postgresql(url: URL) -> Database:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=20,
        max_overflow=20,
        pool_timeout=30,
        pool_pre_ping=True,
        connect_args={"options": _POSTGRESQL_SETTINGS, "application_name": "docket"},
    )
    event.listen(engine, "handle_error", find_fault)
    return Database(engine, None)


@contextmanager
def unguarded(database: Database) -> Iterator[Transaction]:
    """Open a transaction that may change the schema: for migrations only."""
    with database.transaction() as transaction:
        if database.dialect == "postgresql":
            yield transaction
            return
        driver = sqlite_connection(transaction)
        driver.set_authorizer(None)
        try:
            yield transaction
        finally:
            driver.set_authorizer(authorize)
