import re
from datetime import UTC, datetime, timedelta
from threading import Thread

from engine.store.ids import new_id

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_ids_sort_in_the_order_they_were_made() -> None:
    made = [new_id(NOW) for _ in range(1000)]
    made += [new_id(NOW + timedelta(milliseconds=number)) for number in range(1, 1000)]
    assert made == sorted(made)


def test_an_id_can_be_read_aloud_and_put_into_an_address() -> None:
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{26}", new_id(NOW))


def test_ids_made_in_many_threads_at_one_instant_differ() -> None:
    made: list[str] = []
    threads = [
        Thread(target=lambda: made.extend(new_id(NOW) for _ in range(200))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1600
