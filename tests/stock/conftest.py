from collections.abc import Iterator

import pytest

from engine.store.database import Database
from engine.store.migration import open_in_memory
from tests.stock.keeping import Store, open_store


@pytest.fixture
def store(database: Database) -> Store:
    """A stock on SQLite and on PostgreSQL."""
    return open_store(database)


@pytest.fixture
def quick_store() -> Iterator[Store]:
    """A stock in memory."""
    database = open_in_memory()
    yield open_store(database)
    database.close()
