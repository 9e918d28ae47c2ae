from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest

from tests.stock.keeping import Store

LINE = {"item": "NET-01", "location": "Kingston", "quantity": Decimal(3)}


@pytest.mark.parametrize("movement", ["OUT", "HOLD"])
def test_of_those_who_want_the_last_units_at_once_one_gets_them(
    store: Store, movement: str
) -> None:
    cases = [store.open_case() for _ in range(6)]
    store.receive(cases[0], 10, "2.00", date(2025, 1, 10))
    start, answers = Barrier(len(cases)), list[bool]()

    def take(case: str) -> None:
        start.wait()
        answers.append(store.post(case, movement, LINE)["posted"] is True)

    threads = [Thread(target=take, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True, True, True]
    assert store.card()["available"] == 1
    assert store.balance() == (1 if movement == "OUT" else 10)


def test_receipts_and_issues_at_once_lose_nothing(store: Store) -> None:
    cases = [store.open_case() for _ in range(4)]
    store.receive(cases[0], 30, "2.00", date(2025, 1, 10))
    start = Barrier(4)

    def work(number: int) -> None:
        start.wait()
        for _ in range(5):
            if number % 2:
                store.receive(cases[number], 4, "3.00", date(2025, 2, 1))
            else:
                store.post(cases[number], "OUT", LINE)

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.balance() == 30 + 2 * 5 * 4 - 2 * 5 * 3
    assert sum(left for left, _ in store.left()) == store.balance()
    lines = [row[0] for row in store.movements()]
    assert lines == list(range(1, 22))
