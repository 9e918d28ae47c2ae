import os
import signal
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import insert, select, text

from engine.errors import ConflictError, DocketError, RefusedError, StorageError
from engine.store.database import Database, open_database
from engine.store.migration import migrate
from engine.store.settings import get_setting, list_settings, save_setting
from engine.store.tables import setting


def test_what_a_transaction_wrote_is_there_after_it(database: Database) -> None:
    with database.transaction() as transaction:
        save_setting(transaction, "a", "1")
    with database.reading() as transaction:
        assert get_setting(transaction, "a") == "1"


def test_an_exception_takes_everything_back(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as transaction:
            save_setting(transaction, "a", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading() as transaction:
        assert list_settings(transaction) == {}


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageError), database.reading() as transaction:
        save_setting(transaction, "a", "1")
    with database.transaction() as transaction:
        save_setting(transaction, "a", "2")


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    with database.reading() as reader:
        assert get_setting(reader, "a") == ""
        with database.transaction() as writer:
            save_setting(writer, "a", "1")
        assert get_setting(reader, "a") == ""
    with database.reading() as reader:
        assert get_setting(reader, "a") == "1"


def test_a_key_that_is_taken_is_a_conflict(database: Database) -> None:
    with database.transaction() as transaction:
        save_setting(transaction, "a", "1")
    with (
        pytest.raises(ConflictError, match="exists already"),
        database.transaction() as transaction,
    ):
        transaction.execute(insert(setting).values(key="a", value="2"))


def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(StorageError), database.transaction() as transaction:
        transaction.execute(text("INSERT INTO holiday VALUES ('nowhere', '2026-01-01', 'x')"))


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE event",
        "DROP TRIGGER event_refuses_update",
        "CREATE TRIGGER t BEFORE INSERT ON event BEGIN SELECT 1; END",
        "ALTER TABLE event RENAME TO gone",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "ATTACH ':memory:' AS other",
        "PRAGMA foreign_keys = OFF",
        "INSERT OR REPLACE INTO anchor VALUES (1, '2026-01-01', 1, 'x', 'x', 'x')",
    ],
)
def test_no_way_leads_around_the_guards_of_sqlite(tmp_path: Path, statement: str) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/docket.db")) as database:
        migrate(database)
        with database.transaction() as transaction:
            transaction.execute(
                text("INSERT INTO anchor VALUES (1, '2026-01-01', 1, 'r', 'p', 'h')")
            )
        with pytest.raises(RefusedError), database.transaction() as transaction:
            transaction.execute(text(statement))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_truncating_the_history_is_refused_on_postgresql(database: Database) -> None:
    with pytest.raises(RefusedError), database.transaction() as transaction:
        transaction.execute(text("TRUNCATE event"))


def test_a_second_transaction_in_one_thread_is_an_error_and_not_a_standstill(
    tmp_path: Path,
) -> None:
    with (
        closing(open_database(f"sqlite:///{tmp_path}/docket.db")) as database,
        database.transaction(),
        pytest.raises(RuntimeError, match="open already"),
        database.transaction(),
    ):
        pytest.fail("the second transaction was opened")


def test_writers_in_many_threads_wait_for_each_other(database: Database) -> None:
    with database.transaction() as transaction:
        save_setting(transaction, "count", "0")
    start = Barrier(8)

    def count_up() -> None:
        start.wait()
        for _ in range(10):
            with database.transaction() as transaction:
                query = select(setting.c.value).where(setting.c.key == "count").with_for_update()
                value = int(transaction.execute(query).scalar_one())
                save_setting(transaction, "count", str(value + 1))

    threads = [Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as transaction:
        assert get_setting(transaction, "count") == "80"


def test_a_killed_process_leaves_either_all_or_nothing(database_url: str) -> None:
    script = textwrap.dedent(
        """
        import sys
        from engine.store.database import open_database
        from engine.store.settings import save_setting
        database = open_database(sys.argv[1])
        with database.transaction() as transaction:
            save_setting(transaction, "before", "1")
        with database.transaction() as transaction:
            save_setting(transaction, "during", "1")
            print("half way", flush=True)
            sys.stdin.read()
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, database_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half way\n"
        os.kill(process.pid, signal.SIGKILL)
    with closing(open_database(database_url)) as database, database.transaction() as transaction:
        assert list_settings(transaction) == {"before": "1"}


def test_a_full_disk_is_said_in_words_and_changes_nothing(tmp_path: Path) -> None:
    with closing(open_database(f"sqlite:///{tmp_path}/docket.db")) as database:
        migrate(database)
        # The smallest limit that SQLite takes is the size that the file has already.
        with database.transaction() as transaction:
            driver = transaction.connection.driver_connection
            driver.set_authorizer(None)
            driver.execute("PRAGMA max_page_count = 1")
        with (
            pytest.raises(StorageError, match="disk that holds the database is full"),
            database.transaction() as transaction,
        ):
            save_setting(transaction, "a", "x" * 1_000_000)
        with database.reading() as transaction:
            assert list_settings(transaction) == {}


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "docket.db"
    path.write_bytes(b"this is not a database at all" * 100)
    with (
        closing(open_database(f"sqlite:///{path}")) as database,
        pytest.raises(DocketError, match="damaged"),
        database.reading() as transaction,
    ):
        list_settings(transaction)


def test_another_program_in_the_way_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/docket.db"
    with closing(open_database(url)) as one, closing(open_database(url)) as two:
        migrate(one)
        with two.transaction() as transaction:
            driver = transaction.connection.driver_connection
            driver.set_authorizer(None)
            driver.execute("PRAGMA busy_timeout = 1")
        with (
            one.transaction(),
            pytest.raises(StorageError, match="Another program"),
            two.transaction(),
        ):
            pytest.fail("two processes write at once")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_who_wait_for_each_other_are_told_to_try_again(database: Database) -> None:
    with database.transaction() as transaction:
        save_setting(transaction, "a", "0")
        save_setting(transaction, "b", "0")
    met, losers = Barrier(2), []

    def change(first: str, second: str) -> None:
        try:
            with database.transaction() as transaction:
                save_setting(transaction, first, "1")
                met.wait()
                save_setting(transaction, second, "1")
        except ConflictError as error:
            losers.append(str(error))

    threads = [Thread(target=change, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(losers) == 1
    assert "at the same moment" in losers[0]


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "postgresql:/x:y@:z"])
def test_an_address_that_docket_does_not_run_on_is_refused(url: str) -> None:
    with pytest.raises(DocketError, match="postgresql://"):
        open_database(url)


def test_a_server_that_does_not_answer_is_said_so() -> None:
    with (
        closing(open_database("postgresql://nobody@127.0.0.1:1/nothing")) as database,
        pytest.raises(StorageError),
        database.reading(),
    ):
        pytest.fail("there is no server at that port")
