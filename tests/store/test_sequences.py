from threading import Barrier, Thread

import pytest

from engine.store.database import Database
from engine.store.sequences import give_back, last_number, next_number


def test_numbers_begin_at_one_and_each_name_has_its_own(database: Database) -> None:
    with database.transaction() as transaction:
        assert last_number(transaction, "LV-2026") == 0
        assert [next_number(transaction, "LV-2026") for _ in range(3)] == [1, 2, 3]
        assert next_number(transaction, "LV-2027") == 1
        assert last_number(transaction, "LV-2026") == 3


def test_a_number_that_was_taken_back_is_given_to_the_next(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as transaction:
            assert next_number(transaction, "LV") == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.transaction() as transaction:
        assert next_number(transaction, "LV") == 1


def test_a_number_that_was_given_back_is_taken_again_in_the_same_transaction(
    database: Database,
) -> None:
    with database.transaction() as transaction:
        assert next_number(transaction, "LV") == 1
        give_back(transaction, "LV")
        assert next_number(transaction, "LV") == 1


def test_eight_threads_draw_numbers_without_gaps_or_doubles(database: Database) -> None:
    drawn: list[int] = []
    start = Barrier(8)

    def draw(thread: int) -> None:
        start.wait()
        for turn in range(12):
            try:
                with database.transaction() as transaction:
                    number = next_number(transaction, "LV")
                    if (thread + turn) % 4 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue
            drawn.append(number)

    threads = [Thread(target=draw, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(drawn) == list(range(1, 8 * 9 + 1))
