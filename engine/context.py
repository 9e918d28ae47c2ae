"""What every command and query is given: the open engine, and an open transaction with its world.

A command opens its one transaction with `writing` (or `writing_case`, which locks the case first);
a query with `reading`. Both give a `Work`: the transaction, one instant that counts as now, and the
directory as it stood when the transaction began.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from engine.clock import Clock, SystemClock
from engine.model.connectors import Connector, Mail, Outside
from engine.model.forms import Forms
from engine.model.roster import Roster, arrange
from engine.store import instances
from engine.store.backup import Backup, take_backup
from engine.store.database import Database, Transaction, open_database
from engine.store.directory_import import export_directory
from engine.store.instances import InstanceRow
from engine.store.keyring import Keyring, open_keyring
from engine.store.migration import check_schema, migrate
from engine.store.settings import get_setting, save_setting

#: Setting that says which state the directory is in and how far the clock is shifted.
WORLD = "world"
#: Setting that marks a database whose clock may be moved.
DEMO = "demo"
#: Before a person's id: a setting that keeps their account to this machine.
DEMO_ACCOUNT = "demo account "


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Choices of the installation."""

    #: Null: notices stay inside, nothing is mailed.
    mail: Mail | None = None
    #: What connectors may reach.
    outside: Outside = field(default_factory=Outside)
    #: Address of the web pages, for links in mails; empty: no links.
    address: str = ""
    #: A session that nobody uses ends after this time.
    session_idle: timedelta = timedelta(hours=2)
    #: A session ends after this time in any case.
    session_lifetime: timedelta = timedelta(hours=12)
    #: Failed sign-ins of one account or address within `sign_in_window` before it must wait.
    sign_in_attempts: int = 10
    sign_in_window: timedelta = timedelta(minutes=15)
    #: The largest file that may be uploaded, in bytes.
    attachment_bytes: int = 20 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class World:
    """What a transaction must know of the world before it begins."""

    #: Grows by one with every change of the directory.
    directory: int = 0
    #: How far the clock of a demo database runs ahead.
    shift: timedelta = timedelta(0)

    def written(self) -> str:
        """Return the text that is stored."""
        return f"{self.directory} {self.shift.total_seconds():.0f}"


def read_world(text: str) -> World:
    """Read a stored text; an empty one is the beginning."""
    if not text:
        return World()
    directory, shift = text.split()
    return World(directory=int(directory), shift=timedelta(seconds=int(shift)))


class DatabaseClock:
    """A clock that runs ahead as far as the database says; it learns so with every transaction."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.shift = timedelta(0)

    def now(self) -> datetime:
        """Return the present instant of the database, aware, in UTC."""
        return self._clock.now() + self.shift


Kept = TypeVar("Kept")


class Shelf(Generic[Kept]):
    """Things that are made once for each key and shared by all threads, the newest kept."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._things: dict[str, Kept] = {}

    def take(self, key: str, make: Callable[[], Kept]) -> Kept:
        """Return the thing under a key; made now when it is not there."""
        with self._lock:
            if key in self._things:
                self._things[key] = self._things.pop(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._size:
                del self._things[next(iter(self._things))]
        return made


@dataclass(frozen=True, kw_only=True, eq=False)
class Context:
    """The open engine. Safe to share between threads."""

    database: Database
    #: Tells the time of this database; a demo database may run ahead.
    clock: DatabaseClock
    forms: Forms
    keyring: Keyring
    settings: Settings
    #: Connectors by the type of job that they do.
    connectors: Mapping[str, Connector] = field(default_factory=dict)
    rosters: Shelf[Roster] = field(default_factory=lambda: Shelf(2), repr=False)
    #: Whatever the layers above derive from the files of a definition, by kind and checksum.
    derived: Shelf[object] = field(default_factory=lambda: Shelf(300), repr=False)

    def close(self) -> None:
        """Close the database."""
        self.database.close()


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """One open transaction and the world as it saw it first."""

    context: Context
    transaction: Transaction
    #: Aware, in UTC; the same throughout.
    now: datetime
    roster: Roster
    #: What was read already and is wanted again; for readers alone.
    read: dict[tuple[str, ...], object] = field(default_factory=dict, repr=False)

    def day(self, zone: str) -> date:
        """Return today's date in a time zone."""
        return self.now.astimezone(ZoneInfo(zone)).date()

    @property
    def today(self) -> date:
        """Today's date where no duty station is meant: in UTC."""
        return self.now.astimezone(UTC).date()


def open_engine(
    database_url: str,
    *,
    forms: Forms,
    secret: bytes,
    clock: Clock | None = None,
    settings: Settings | None = None,
    connectors: Mapping[str, Connector] | None = None,
) -> Context:
    """Open the engine on a database whose schema is up to date.

    Args:
        database_url: SQLAlchemy URL, such as ``sqlite:////var/lib/docket/docket.db``; one in
            memory (``sqlite://``) gets its schema here.
        forms: Checks what people submit; there is no default.
        secret: The installation's secret, at least 32 bytes; keys are derived from it.
        clock: The machine's clock when not given.
        settings: Choices of the installation.
        connectors: More connectors, by the type of job that they do.

    Raises:
        DocketError: If the address cannot be read or the secret is too short.
        StorageError: If the schema is not up to date.
    """
    database = open_database(database_url)
    if database.dialect == "sqlite" and database.path is None:
        migrate(database)
    check_schema(database)
    return use_database(
        database,
        forms=forms,
        secret=secret,
        clock=clock,
        settings=settings,
        connectors=connectors,
    )


def prepare_database(database_url: str) -> None:
    """Bring the schema of a database up to date; an empty database gets all of it.

    Raises:
        StorageError: If the database was made by a newer Docket, or cannot be written.
    """
    database = open_database(database_url)
    try:
        migrate(database)
    finally:
        database.close()


def back_up(context: Context, path: Path) -> Backup:
    """Copy the database to a file while it is in use, and verify the copy.

    Raises:
        DocketError: If the file exists, or the copy does not prove right.
    """
    return take_backup(context.database, path)


def use_database(
    database: Database,
    *,
    forms: Forms,
    secret: bytes,
    clock: Clock | None = None,
    settings: Settings | None = None,
    connectors: Mapping[str, Connector] | None = None,
) -> Context:
    """Open the engine on a database that is open already and has the schema."""
    return Context(
        database=database,
        clock=DatabaseClock(clock or SystemClock()),
        forms=forms,
        keyring=open_keyring(secret),
        settings=settings or Settings(),
        connectors=dict(connectors or {}),
    )


@contextmanager
def writing(context: Context) -> Iterator[Work]:
    """Open a transaction for writing; it commits on leaving, or rolls back on an exception."""
    _end_look()
    with context.database.transaction() as transaction:
        yield begin(context, transaction, get_setting(transaction, WORLD))


@contextmanager
def reading(context: Context) -> Iterator[Work]:
    """Open a transaction that sees one state of the database throughout.

    Inside `one_look` it is that of the whole look.
    """
    look = _LOOK.get()
    if look is not None and look.context is context:
        with look.held() as work:
            yield work
        return
    with context.database.reading() as transaction:
        yield begin(context, transaction, get_setting(transaction, WORLD))


@contextmanager
def one_look(context: Context) -> Iterator[None]:
    """Let everything that is read inside see one state of the database, in one transaction.

    It begins with the first reading, and again after each writing, so that what was written is seen.
    """
    look = _Look(context)
    token = _LOOK.set(look)
    try:
        yield
    finally:
        _LOOK.reset(token)
        look.end()


class _Look:
    """One transaction for all that is read in answer to one request."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._open = ExitStack()
        self._work: Work | None = None

    @contextmanager
    def held(self) -> Iterator[Work]:
        if self._work is None:
            transaction = self._open.enter_context(self.context.database.reading())
            world = get_setting(transaction, WORLD)
            self._work = begin(self.context, transaction, world)
        try:
            yield self._work
        except BaseException:
            self.end()  # a transaction that has failed answers nothing more
            raise

    def end(self) -> None:
        self._work = None
        self._open.close()


_LOOK: ContextVar[_Look | None] = ContextVar("look", default=None)


def _end_look() -> None:
    look = _LOOK.get()
    if look is not None:
        look.end()


@contextmanager
def writing_case(
    context: Context, *, instance: str = "", task: str = "", job: str = "", wait: bool = True
) -> Iterator[tuple[Work, InstanceRow]]:
    """Open a transaction for writing with a case locked: the case itself, or that of a task or job.

    Args:
        context: The engine.
        instance: The case,
        task: or one of its tasks,
        job: or one of its jobs.
        wait: Until whoever has the case lets it go (on SQLite always).

    Raises:
        NotFoundError: If there is no such case, task or job of a case.
        BusyError: If somebody has it and we do not wait.
    """
    _end_look()
    with context.database.transaction() as transaction:
        row, world = instances.lock(
            transaction, instance_id=instance, task=task, job_id=job, switch=WORLD, wait=wait
        )
        yield begin(context, transaction, world), row


def begin(context: Context, transaction: Transaction, world: str) -> Work:
    """Begin work in an open transaction.

    Args:
        context: The engine.
        transaction: Open, with every lock that the work needs first.
        world: The setting `WORLD`, read in this transaction.
    """
    known = read_world(world)
    context.clock.shift = known.shift
    roster = context.rosters.take(
        str(known.directory), lambda: arrange(export_directory(transaction))
    )
    return Work(context=context, transaction=transaction, now=context.clock.now(), roster=roster)


def change_world(work: Work, *, directory: bool = False, shift: timedelta | None = None) -> None:
    """Say that the directory has changed, or set how far the clock runs ahead."""
    known = read_world(get_setting(work.transaction, WORLD))
    changed = World(
        directory=known.directory + directory, shift=known.shift if shift is None else shift
    )
    save_setting(work.transaction, WORLD, changed.written())
