import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, update

from engine.errors import ConflictError, IntegrityError, NotFoundError, RefusedError
from engine.model.events import ElementActivated
from engine.store import log
from engine.store.anchors import anchor_log
from engine.store.backup import check_backup, keys_path, restore_backup, take_backup
from engine.store.chain import NO_HEAD
from engine.store.database import Database, Transaction, open_database
from engine.store.directory_import import export_directory
from engine.store.keyring import open_keyring
from engine.store.sealed import open_sealed, seal
from engine.store.settings import save_setting
from engine.store.tables import instance, metadata
from engine.store.throttle import record_attempt
from engine.store.verification import verify

AddCase = Callable[[Transaction, str], str]
KEYRING = open_keyring(b"k" * 32)


@pytest.fixture
def used(staffed: Database, add_case: AddCase, now: datetime) -> tuple[Database, dict[str, object]]:
    """A database with something in every corner."""
    with staffed.transaction() as transaction:
        add_case(transaction, "one")
        head = log.append(
            transaction,
            instance_id="one",
            head=log.Head(seq=0, hash=NO_HEAD),
            events=[ElementActivated(element="ask", token=number) for number in range(40)],
            actor="amal",
            at=now,
        )
        transaction.execute(update(instance).values(event_seq=head.seq, head=head.hash))
        anchor_log(transaction, now)
        record_attempt(transaction, account="amal", address="192.0.2.1", succeeded=False, now=now)
        reference = seal(transaction, KEYRING, subject="amal", value="secret", now=now)
    return staffed, reference


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of another, empty database to restore into."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/restored.db"
    make: Callable[[], str] = request.getfixturevalue("make_postgresql")
    return make()


def counts(database: Database) -> dict[str, int]:
    with database.reading() as transaction:
        return {
            table.name: transaction.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_a_backup_of_either_database_is_restored_into_either_and_verifies(
    used: tuple[Database, dict[str, object]], empty_url: str, tmp_path: Path, now: datetime
) -> None:
    database, reference = used
    backup = take_backup(database, tmp_path / "backup.db")
    assert (backup.verification.events, backup.verification.anchors) == (40, 1)
    with closing(open_database(empty_url)) as restored:
        restore_backup(backup.path, restored)
        assert counts(restored) == counts(database)
        with restored.reading() as after, database.reading() as before:
            assert verify(after) == verify(before)
            assert export_directory(after) == export_directory(before)
            assert open_sealed(after, KEYRING, reference) == "secret"
        with restored.transaction() as transaction:
            record_attempt(transaction, account="x", address="y", succeeded=True, now=now)


def test_without_the_file_of_keys_everything_but_the_confidential_comes_back(
    used: tuple[Database, dict[str, object]], tmp_path: Path
) -> None:
    database, reference = used
    backup = take_backup(database, tmp_path / "backup.db")
    backup.keys.unlink()
    with closing(open_database(f"sqlite:///{tmp_path}/restored.db")) as restored:
        restore_backup(backup.path, restored)
        with restored.reading() as transaction:
            assert len(log.read(transaction, "one")) == 40
            with pytest.raises(RefusedError, match="Restore the file of keys"):
                open_sealed(transaction, KEYRING, reference)


def test_the_file_of_keys_is_for_its_owner_alone(
    used: tuple[Database, dict[str, object]], tmp_path: Path
) -> None:
    backup = take_backup(used[0], tmp_path / "backup.db")
    assert backup.keys == keys_path(backup.path)
    assert backup.keys.stat().st_mode & 0o077 == 0


def test_a_backup_taken_while_others_write_is_whole(
    used: tuple[Database, dict[str, object]], tmp_path: Path
) -> None:
    database, _ = used
    stop = Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.transaction() as transaction:
                save_setting(transaction, "a", str(number))
                save_setting(transaction, "b", str(number))

    writer = Thread(target=write)
    writer.start()
    try:
        backup = take_backup(database, tmp_path / "backup.db")
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(backup.path)) as copy:
        values = {value for (value,) in copy.execute("SELECT value FROM setting")}
    assert len(values) <= 1


def test_a_backup_with_an_altered_history_is_not_trusted(
    used: tuple[Database, dict[str, object]], tmp_path: Path
) -> None:
    backup = take_backup(used[0], tmp_path / "backup.db")
    with closing(sqlite3.connect(backup.path)) as copy, copy:
        copy.execute("DROP TRIGGER event_refuses_update")
        copy.execute("UPDATE event SET actor = 'boris' WHERE seq = 7")
    with (
        closing(open_database(f"sqlite:///{tmp_path}/restored.db")) as restored,
        pytest.raises(IntegrityError, match="KEY-one, event 7"),
    ):
        restore_backup(backup.path, restored)


def test_a_backup_with_a_flipped_byte_is_not_trusted(
    used: tuple[Database, dict[str, object]], tmp_path: Path
) -> None:
    backup = take_backup(used[0], tmp_path / "backup.db")
    content = bytearray(backup.path.read_bytes())
    place = content.index(b"ElementActivated")
    content[place] ^= 1
    backup.path.write_bytes(content)
    with (
        closing(open_database(f"sqlite:///{backup.path}")) as copy,
        pytest.raises(IntegrityError),
    ):
        check_backup(copy)


def test_nothing_is_overwritten(used: tuple[Database, dict[str, object]], tmp_path: Path) -> None:
    database, _ = used
    backup = take_backup(database, tmp_path / "backup.db")
    with pytest.raises(ConflictError, match="already"):
        take_backup(database, backup.path)
    with pytest.raises(ConflictError, match="not empty"):
        restore_backup(backup.path, database)
    with pytest.raises(NotFoundError):
        restore_backup(tmp_path / "missing.db", database)
