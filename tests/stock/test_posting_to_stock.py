from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, update

from engine.commands.cancel_instance import cancel_instance
from engine.context import writing
from engine.errors import ExpressionError, RefusedError
from engine.model.ids import SYSTEM, InstanceId
from engine.store.tables import stock_card, stock_movement
from tests.stock.keeping import NETS, Store

JAN, MARCH, MAY, JUNE = date(2025, 1, 10), date(2025, 3, 15), date(2025, 5, 20), date(2025, 6, 2)


def nets(quantity: int, **more: object) -> dict[str, object]:
    return {"item": "NET-01", "location": "Kingston", "quantity": Decimal(quantity), **more}


def buy_three_times(store: Store, case: str) -> None:
    store.receive(case, 500, "2.00", JAN)
    store.receive(case, 300, "2.20", MARCH)
    store.receive(case, 400, "2.50", MAY)


def test_what_is_held_is_what_came_last(store: Store) -> None:
    case = store.open_case()
    buy_three_times(store, case)
    posting = store.post(case, "OUT", nets(600), day=JUNE)
    assert posting["value"] == Decimal("1220.00")
    assert store.left() == [
        (Decimal(400), Decimal("2.5")),
        (Decimal(200), Decimal("2.2")),
        (Decimal(0), Decimal(2)),
    ]
    assert store.balance() == 600


def test_a_surplus_goes_back_into_the_layer_taken_from_last(store: Store) -> None:
    case = store.open_case()
    buy_three_times(store, case)
    store.post(case, "OUT", nets(580), day=JUNE)
    posting = store.post(case, "ADJ", nets(5), day=JUNE, explanation="found behind the door")
    assert posting["value"] == Decimal("11.00")
    assert store.left()[1] == (Decimal(225), Decimal("2.2"))


def test_a_shortage_leaves_from_the_oldest_layer(store: Store) -> None:
    case = store.open_case()
    buy_three_times(store, case)
    posting = store.post(case, "ADJ", nets(-15), day=JUNE, explanation="broken in the flood")
    assert posting["value"] == Decimal("-30.00")
    assert store.movements()[-1] == (
        4, "ADJ", Decimal(-15), Decimal(1185), Decimal(-30), "broken in the flood",
    )  # fmt: skip


def test_more_than_was_ever_received_needs_a_cost(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 10, "2.00", JAN)
    with pytest.raises(ExpressionError, match="1 of the item NET-01 in jamaica have no cost"):
        store.post(case, "ADJ", nets(1), explanation="counted")
    posting = store.post(
        case, "ADJ", {**nets(1), "unit cost": Decimal("3.00")}, explanation="counted"
    )
    assert posting["value"] == Decimal("3.00")
    assert store.balance() == 11


def test_no_more_goes_out_than_there_is_and_nothing_changes(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 10, "2.00", JAN)
    store.receive(case, 10, "2.00", JAN, location="Montego Bay")
    posting = store.post(case, "OUT", {**nets(5), "location": "Montego Bay"}, nets(6), nets(5))
    assert posting["posted"] is False
    assert posting["short"] == [
        {"item": "NET-01", "location": "Kingston", "batch": "", "wanted": 11, "available": 10}
    ]
    with pytest.raises(ExpressionError, match="NET-01 at Kingston: 11 wanted, 10 there"):
        store.post(case, "OUT", nets(11), required=True)
    elsewhere = store.post(case, "HOLD", {**nets(1), "location": "Nowhere"})
    assert elsewhere["short"][0]["available"] == 0
    assert store.balance() == 20
    assert len(store.movements()) == 2


def test_what_a_case_has_set_aside_is_not_given_to_another(store: Store) -> None:
    one, two = store.open_case(), store.open_case()
    store.receive(one, 10, "2.00", JAN)
    assert store.post(one, "HOLD", nets(7))["posted"]
    assert store.card()["available"] == 3
    assert store.post(one, "HOLD", nets(4))["posted"] is False
    assert store.post(two, "OUT", nets(4))["posted"] is False
    assert store.post(two, "OUT", nets(3))["posted"]
    assert store.post(one, "OUT", nets(7))["posted"]
    assert store.card()["available"] == 0


def test_what_was_set_aside_can_be_given_back(store: Store) -> None:
    one, two = store.open_case(), store.open_case()
    store.receive(one, 10, "2.00", JAN)
    store.post(one, "HOLD", nets(10))
    store.post(one, "RELEASE")
    assert store.post(two, "OUT", nets(10))["posted"]


def test_a_case_that_ended_holds_nothing_back(store: Store) -> None:
    one, two = store.open_case(), store.open_case()
    store.receive(one, 10, "2.00", JAN)
    store.post(one, "HOLD", nets(10))
    cancel_instance(store.context, actor=SYSTEM, instance=InstanceId(one), reason="given up")
    assert store.card()["available"] == 10
    assert store.post(two, "OUT", nets(10))["posted"]


def test_batches_are_kept_apart_and_the_first_to_expire_comes_first(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 5, "2.00", JAN, batch="B", expires=date(2027, 1, 31))
    store.receive(case, 5, "2.00", JAN, batch="A", expires=date(2026, 1, 31))
    posting = store.post(case, "OUT", nets(6, batch="A"))
    assert posting["posted"] is False
    store.post(case, "OUT", nets(2, batch="A"))
    batches = [(one["batch"], one["balance"]) for one in store.card()["batches"]]
    assert batches == [("A", 3), ("B", 5)]


def test_goods_that_run_low_are_reported_when_they_go_out(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 10, "2.00", JAN, **{"reorder level": Decimal(4)})
    assert store.post(case, "OUT", nets(5))["lines"][0]["reorder"] is False
    assert store.post(case, "OUT", nets(1))["lines"][0]["reorder"] is True


def test_a_receipt_entered_late_takes_its_place_among_the_layers(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 100, "2.00", MARCH)
    store.post(case, "OUT", nets(50))
    store.receive(case, 100, "1.00", JAN)
    assert store.left() == [(Decimal(100), Decimal(2)), (Decimal(50), Decimal(1))]
    assert sum(row[4] for row in store.movements()) == Decimal(250)


def test_the_price_of_the_invoice_replaces_that_of_the_order(store: Store) -> None:
    case = store.open_case()
    buy_three_times(store, case)
    store.post(case, "OUT", nets(900), day=JUNE)
    assert store.left()[0] == (Decimal(300), Decimal("2.5"))
    line = {"item": "NET-01", "location": "Kingston", "unit cost": Decimal("2.60")}
    store.receive(case, 100, "9.00", JUNE, **{"unit cost": Decimal("2.70")})
    posting = store.post(case, "COST", line, document="JAM0001", invoice="INV-7", day=JUNE)
    assert posting["posted"] is True
    assert [cost for _, cost in store.left()] == [Decimal("2.6")] * 4
    assert sum(row[4] for row in store.movements()) == Decimal("1040.00")
    with pytest.raises(ExpressionError, match="cannot be put right"):
        store.post(case, "COST", line, document="JAM0009", day=JUNE)


@pytest.mark.parametrize(
    ("movement", "line", "complaint"),
    [
        ("IN", {"quantity": Decimal(1)}, "does not say the item"),
        ("IN", {"item": "X", "location": "K", "quantity": Decimal(-1)}, "above zero"),
        ("IN", {"item": "X", "location": "K", "quantity": Decimal(1)}, "does not say its cost"),
        ("OUT", {"item": "X", "location": "K", "quantity": Decimal(1)}, "has no item X"),
        ("ADJ", {**NETS, "quantity": Decimal(1)}, "no item NET-01"),
        ("GIVE", {**NETS, "quantity": Decimal(1)}, "no movement"),
        ("IN", {**NETS, "quantity": Decimal("0.0000001")}, "6 decimals"),
        ("IN", {"item": "X", "location": "K", "quantity": Decimal(1), "unit cost": Decimal(1)}, "description"),
    ],
)  # fmt: skip
def test_a_posting_that_does_not_say_enough_is_refused(
    quick_store: Store, movement: str, line: dict[str, object], complaint: str
) -> None:
    case = quick_store.open_case()
    with pytest.raises(ExpressionError, match=complaint):
        quick_store.post(case, movement, line)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"lines": []}, "nothing to post"),
        ({"lines": ["NET-01"]}, "not a context"),
        ({"lines": [{**NETS, "quantity": Decimal(1), "expires": "soon"}]}, "must be a date"),
        ({"lines": [{**NETS, "quantity": Decimal(1), "unit cost": Decimal(-1)}]}, "below zero"),
        (
            {"lines": [{**NETS, "quantity": Decimal(1), "unit cost": Decimal(1), "purpose": "?"}]},
            "purpose of the new item",
        ),
        ({"unit": "atlantis"}, "no unit atlantis"),
        ({"document": ""}, "names its document"),
        ({"origin": "FOUND"}, "no origin"),
        ({"day": "2025-06-02"}, "must be a date"),
    ],
)
def test_a_slip_that_is_wrong_is_refused(
    quick_store: Store, changes: dict[str, object], complaint: str
) -> None:
    case = quick_store.open_case()
    line = {**NETS, "quantity": Decimal(1), "unit cost": Decimal(1)}
    with pytest.raises(ExpressionError, match=complaint):
        quick_store.post(case, "IN", line, **changes)


def test_a_price_for_goods_at_another_place_is_refused(quick_store: Store) -> None:
    case = quick_store.open_case()
    quick_store.receive(case, 10, "2.00", JAN)
    line = {"item": "NET-01", "location": "Nowhere", "unit cost": Decimal(3)}
    with pytest.raises(ExpressionError, match="no stock card of the item NET-01 at Nowhere"):
        quick_store.post(case, "COST", line)


def test_an_item_handed_out_without_being_set_aside_keeps_other_holds(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 10, "2.00", JAN)
    store.receive(case, 10, "2.00", JAN, batch="B")
    store.post(case, "HOLD", nets(4, batch="B"))
    store.post(case, "OUT", nets(3))
    assert store.card()["available"] == 13


def test_amounts_keep_six_decimals_and_no_more(store: Store) -> None:
    case = store.open_case()
    store.post(case, "IN", {**NETS, "quantity": Decimal("0.000001"), "unit cost": Decimal("1.5")})
    assert store.balance() == Decimal("0.000001")
    with pytest.raises(ValueError, match="more than 6 decimals"), writing(store.context) as work:
        work.transaction.execute(update(stock_card).values(balance=Decimal("0.0000001")))


def test_an_adjustment_without_explanation_is_refused(quick_store: Store) -> None:
    case = quick_store.open_case()
    quick_store.receive(case, 10, "2.00", JAN)
    with pytest.raises(ExpressionError, match="no explanation"):
        quick_store.post(case, "ADJ", nets(-1))


def test_the_lines_of_a_card_cannot_be_changed_or_removed(store: Store) -> None:
    case = store.open_case()
    store.receive(case, 10, "2.00", JAN)
    for statement in (update(stock_movement).values(document="X"), delete(stock_movement)):
        with pytest.raises(RefusedError), writing(store.context) as work:
            work.transaction.execute(statement)
