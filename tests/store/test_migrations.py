from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.errors import RefusedError, StorageError
from engine.store.database import Database, open_database, unguarded
from engine.store.migration import (
    check_schema,
    current_revision,
    list_differences,
    list_steps,
    migrate,
    open_in_memory,
)
from engine.store.settings import list_settings, save_setting


def test_the_steps_from_empty_lead_to_the_tables_as_declared(database: Database) -> None:
    with unguarded(database) as transaction:
        assert list_differences(transaction) == []


def test_running_the_steps_again_changes_nothing(database: Database) -> None:
    migrate(database)
    check_schema(database)


def test_a_database_in_memory_is_migrated_too() -> None:
    with closing(open_database("sqlite://")) as database:
        migrate(database)
        check_schema(database)


def test_databases_in_memory_are_apart_guarded_and_grow() -> None:
    with closing(open_in_memory()) as one, closing(open_in_memory()) as two:
        check_schema(one)
        with one.transaction() as transaction:
            for number in range(300):
                save_setting(transaction, f"key {number}", "x" * 4000)
        with two.reading() as transaction:
            assert list_settings(transaction) == {}
        with pytest.raises(RefusedError), one.transaction() as transaction:
            transaction.execute(text("DELETE FROM event"))


def test_an_empty_database_is_refused_with_the_remedy() -> None:
    with (
        closing(open_database("sqlite://")) as database,
        pytest.raises(StorageError, match="docket migrate"),
    ):
        check_schema(database)


def test_the_steps_are_numbered_in_one_line() -> None:
    steps = list_steps()
    names = [Path(step.path).name for step in steps]
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]
    assert [step.down_revision for step in steps] == [None, *(step.revision for step in steps[:-1])]
    assert [name[:4] for name in names] == [step.revision for step in steps]


def test_a_database_that_saw_the_first_steps_is_carried_on(tmp_path: Path) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/old.db")) as database:
        for step in list_steps():
            migrate(database, to=step.revision)
            with database.reading() as transaction:
                assert current_revision(transaction) == step.revision
        check_schema(database)


def test_a_database_of_a_newer_docket_is_refused(database: Database) -> None:
    with unguarded(database) as transaction:
        transaction.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer Docket"):
        migrate(database)
    with pytest.raises(StorageError, match="newer Docket"):
        check_schema(database)


def test_a_step_that_fails_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/old.db")) as database:
        migrate(database, to="0001")
        with database.transaction() as transaction:
            unguarded_driver = transaction.connection.driver_connection
            unguarded_driver.set_authorizer(None)
            unguarded_driver.execute("CREATE TABLE sequence (name TEXT)")
        with pytest.raises(StorageError):
            migrate(database)
        with database.reading() as transaction:
            assert current_revision(transaction) == "0001"
