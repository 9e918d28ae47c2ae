from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Update, update

from engine.context import writing
from engine.queries.checkup import check_up
from engine.store.tables import stock_batch, stock_card, stock_layer
from tests.stock.keeping import Store

LINE = {"item": "NET-01", "location": "Kingston", "quantity": Decimal(4)}


@pytest.fixture
def kept(store: Store) -> Store:
    case = store.open_case()
    store.receive(case, 10, "2.00", date(2025, 1, 10))
    store.post(case, "OUT", LINE)
    return store


def test_a_stock_that_adds_up_is_healthy(kept: Store) -> None:
    assert check_up(kept.context).stock == ()
    assert check_up(kept.context).healthy


CHANGES = {
    "lines": update(stock_card).values(balance=Decimal(7)),
    "batches": update(stock_batch).values(quantity=Decimal(7)),
    "layers": update(stock_layer).values(left=Decimal(7)),
}


@pytest.mark.parametrize(("what", "change"), CHANGES.items(), ids=list(CHANGES))
def test_what_was_changed_behind_our_back_is_found(kept: Store, what: str, change: Update) -> None:
    with writing(kept.context) as work:
        work.transaction.execute(change)
    found = check_up(kept.context)
    assert not found.healthy
    assert what in {fault.what for fault in found.stock}
    assert {fault.item for fault in found.stock} == {"NET-01"}
