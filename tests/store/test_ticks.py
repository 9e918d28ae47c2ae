from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from engine.store.database import Database
from engine.store.ticks import claim_slot, forget_slots, slot_of


def test_one_of_many_gets_a_slot(database: Database) -> None:
    got: list[bool] = []
    start = Barrier(6)

    def claim() -> None:
        start.wait()
        with database.transaction() as transaction:
            got.append(claim_slot(transaction, "sweep", 7))

    threads = [Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 5 + [True]


def test_each_period_is_a_slot_of_its_own() -> None:
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    period = timedelta(minutes=5)
    assert slot_of(noon, period) == slot_of(noon + timedelta(minutes=4, seconds=59), period)
    assert slot_of(noon + period, period) == slot_of(noon, period) + 1


def test_slots_long_past_are_forgotten(database: Database) -> None:
    with database.transaction() as transaction:
        claim_slot(transaction, "sweep", 1)
        claim_slot(transaction, "sweep", 9)
        forget_slots(transaction, "sweep", 5)
        assert claim_slot(transaction, "sweep", 1)
        assert not claim_slot(transaction, "sweep", 9)
