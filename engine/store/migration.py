"""Brings the schema of a database up to date, and checks that it is."""

from contextlib import closing
from functools import cache

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import text

from engine.errors import StorageError
from engine.store.database import (
    Database,
    Transaction,
    open_database,
    sqlite_connection,
    unguarded,
)
from engine.store.guards import authorize
from engine.store.tables import metadata

#: Any number, as long as every Docket uses the same.
_LOCK = 20_261_121


def migrate(database: Database, *, to: str = "head") -> None:
    """Run the steps that this database has not seen, in one transaction.

    Args:
        database: Empty, or of an earlier or this Docket.
        to: Revision to stop at; the last one when not given.

    Raises:
        StorageError: If the database was written by a newer Docket.
    """
    with unguarded(database) as transaction:
        if database.dialect == "postgresql":
            transaction.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _refuse_newer(transaction)
        command.upgrade(_config(transaction), to)


def open_in_memory() -> Database:
    """Open a migrated, empty database in memory, for tests and scenarios: steps run only once."""
    database = open_database("sqlite://")
    put_back(database, _template())
    return database


def copy_out(database: Database) -> bytes:
    """Return the whole of a database in memory, to be put back."""
    with database.reading() as transaction:
        return sqlite_connection(transaction).serialize()


def put_back(database: Database, content: bytes) -> None:
    """Give a database in memory the content of another, whatever it held."""
    with database.reading() as transaction:
        driver = sqlite_connection(transaction)
    driver.set_authorizer(None)
    driver.deserialize(content)
    driver.set_authorizer(authorize)


@cache
def _template() -> bytes:
    with closing(open_database("sqlite://")) as database:
        migrate(database)
        return copy_out(database)


def check_schema(database: Database) -> None:
    """Make sure that the schema is the one this Docket was written for.

    Raises:
        StorageError: If it is older or newer.
    """
    with database.reading() as transaction:
        _refuse_newer(transaction)
        if current_revision(transaction) != head_revision():
            message = "The database has an older schema. Run `docket migrate`."
            raise StorageError(message)


def head_revision() -> str:
    """Return the number and name of the last step there is."""
    return _scripts().get_current_head() or ""


def list_steps() -> list[Script]:
    """List the steps in the order they are taken."""
    return list(reversed(list(_scripts().walk_revisions())))


def current_revision(transaction: Transaction) -> str:
    """Return the last step that a database has seen; empty for an empty one."""
    return MigrationContext.configure(transaction).get_current_revision() or ""


def list_differences(transaction: Transaction) -> list[object]:
    """List what differs between the database and the tables as declared; for tests."""
    context = MigrationContext.configure(transaction)
    return list(compare_metadata(context, metadata))


def _refuse_newer(transaction: Transaction) -> None:
    known = {step.revision for step in list_steps()}
    revision = current_revision(transaction)
    if revision and revision not in known:
        message = f"The database was written by a newer Docket ({revision}). Install that version."
        raise StorageError(message)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(transaction: Transaction | None) -> Config:
    config = Config()
    config.set_main_option("script_location", "engine.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = transaction
    return config
