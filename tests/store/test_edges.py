from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from engine.errors import ConflictError, IntegrityError, NotFoundError
from engine.store.attachments import get_attachment, open_attachment
from engine.store.backup import check_backup
from engine.store.database import Database, open_database, sqlite_connection
from engine.store.event_codec import decode_event
from engine.store.keyring import get_key, open_keyring
from engine.store.migration import migrate
from engine.store.settings import get_setting, remove_setting, save_setting
from engine.store.statements import upsert
from engine.store.tables import message as messages
from engine.store.tables import setting, tick


def test_an_instant_without_a_time_zone_is_never_stored(database: Database) -> None:
    with (
        pytest.raises(ValueError, match="no time zone"),
        database.transaction() as transaction,
    ):
        transaction.execute(insert(messages).values(id="m", expires_at=datetime(2026, 3, 2)))  # noqa: DTZ001


def test_instants_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    lima = datetime(2026, 3, 2, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-5)))
    row = {
        "id": "m",
        "name": "paid",
        "correlation_key": "",
        "variables": {"a": [1, None, "é"]},
        "published_at": lima,
        "expires_at": lima,
        "status": "waiting",
    }
    with database.transaction() as transaction:
        transaction.execute(insert(messages).values(row))
        stored, variables = transaction.execute(
            select(messages.c.expires_at, messages.c.variables)
        ).one()
    assert stored == lima
    assert stored.tzinfo is UTC
    assert variables == {"a": [1, None, "é"]}


def test_writing_no_rows_writes_nothing(database: Database) -> None:
    with database.transaction() as transaction:
        upsert(transaction, setting, [])
        upsert(transaction, tick, [{"name": "sweep", "slot": 1}, {"name": "sweep", "slot": 2}])
        upsert(transaction, tick, [{"name": "sweep", "slot": 2}])
        assert len(transaction.execute(select(tick)).all()) == 2


def test_a_switch_goes_back_to_its_default(database: Database) -> None:
    with database.transaction() as transaction:
        save_setting(transaction, "a", "1")
        remove_setting(transaction, "a")
        assert get_setting(transaction, "a", "default") == "default"


def test_a_file_that_is_not_there_is_named(database: Database) -> None:
    keyring = open_keyring(b"k" * 32)
    with database.reading() as transaction:
        with pytest.raises(NotFoundError, match="no file x9"):
            get_attachment(transaction, "x9")
        with pytest.raises(NotFoundError, match="no file x9"):
            open_attachment(transaction, keyring, "x9")
        with pytest.raises(NotFoundError, match="Nothing confidential is kept about x9"):
            get_key(transaction, keyring, "x9")


@pytest.mark.parametrize(
    "body",
    [
        '{"element": "ask"}',
        '{"due": "soon", "element": "ask", "token": 1}',
        "not JSON",
        '"text"',
    ],
)
def test_a_stored_event_that_makes_no_sense_is_said_so(body: str) -> None:
    with pytest.raises(IntegrityError, match="cannot be read"):
        decode_event("TimerScheduled", 1, body)


@pytest.mark.parametrize(
    "body", ['{"observations": [], "tokens": 5}', '{"observations": 1, "tokens": []}']
)
def test_a_list_that_is_none_is_not_taken_for_one(body: str) -> None:
    with pytest.raises(IntegrityError, match="cannot be read"):
        decode_event("IncidentsRetried", 1, body)


def test_a_backup_with_loose_references_is_not_trusted(tmp_path: Path) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/backup.db")) as database:
        migrate(database)
        with database.transaction() as transaction:
            driver = sqlite_connection(transaction)
        driver.set_authorizer(None)
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("INSERT INTO holiday VALUES ('nowhere', '2026-01-01', 'x')")
        with pytest.raises(IntegrityError, match="damaged"):
            check_backup(database)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_waiting_too_long_for_a_row_is_a_conflict(database: Database) -> None:
    with database.transaction() as one:
        save_setting(one, "a", "1")
        with database.transaction() as two:
            two.execute(text("SET LOCAL lock_timeout = '20ms'"))
            with pytest.raises(ConflictError, match="Try again"):
                save_setting(two, "a", "2")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_file_of_a_database_without_one_cannot_be_had(database: Database) -> None:
    assert database.path is None
    with (
        pytest.raises(TypeError, match="not an SQLite database"),
        database.reading() as transaction,
    ):
        sqlite_connection(transaction)
