from contextlib import closing

import pytest

from engine.errors import StorageError
from engine.store.database import Database, open_database, unguarded
from engine.store.migration import check_schema, list_differences, migrate


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


def test_an_empty_database_is_refused_with_the_remedy() -> None:
    with (
        closing(open_database("sqlite://")) as database,
        pytest.raises(StorageError, match="docket migrate"),
    ):
        check_schema(database)
