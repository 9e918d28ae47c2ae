from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine import folders
from engine.advance.stock_answers import stock_cards, stock_summary
from engine.context import reading
from engine.feel.purity import load_module
from engine.model.stock import Layer, cost, fit, to_cents
from engine.store.migration import open_in_memory
from engine.store.tables import stock_card, stock_layer, stock_movement
from tests.stock.keeping import NETS, Store, open_store

FIRST = date(2025, 1, 1)
PLACES = ("Kingston", "Montego Bay")
QUANTITIES = st.decimals(min_value="0.25", max_value=60, places=2)
COSTS = st.decimals(min_value=0, max_value=9, places=3)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["IN", "OUT", "ADJ+", "ADJ-", "HOLD", "RELEASE"]),
        st.sampled_from(PLACES),
        QUANTITIES,
        COSTS,
        st.integers(min_value=0, max_value=40),
    ),
    min_size=1,
    max_size=14,
)
Move = tuple[str, str, Decimal, Decimal, int]


def play(store: Store, moves: Sequence[Move]) -> None:
    """Post what a sequence says, from the first receipt on."""
    case = store.open_case()
    begins = next((at for at, move in enumerate(moves) if move[0] == "IN"), len(moves))
    for kind, place, quantity, unit_cost, day in moves[begins:]:
        line = {**NETS, "location": place, "quantity": quantity}
        if kind in {"IN", "ADJ+"}:
            line["unit cost"] = unit_cost
        if kind == "ADJ-":
            line["quantity"] = -quantity
        movement = kind.rstrip("+-")
        store.post(case, movement, line, day=FIRST + timedelta(days=day), explanation="counted")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES, cut=st.integers(min_value=0, max_value=40))
def test_every_card_every_layer_and_every_value_agrees(moves: Sequence[Move], cut: int) -> None:
    store = open_store(open_in_memory())
    play(store, moves)
    with reading(store.context) as work:
        look = work.transaction
        cards = look.execute(select(stock_card)).all()
        lines = look.execute(select(stock_movement)).all()
        layers = look.execute(select(stock_layer)).all()
        summary: list[dict[str, Any]] = stock_summary(
            look, "jamaica", FIRST, FIRST + timedelta(days=cut)
        )
        then: list[dict[str, Any]] = stock_cards(look, "jamaica", None, FIRST + timedelta(days=cut))
    for card in cards:
        own = [line for line in lines if line.card == card.id]
        assert card.balance == sum(line.quantity for line in own)
        assert card.balance >= 0
        assert sorted(line.line for line in own) == list(range(1, card.lines + 1))
    assert sum(layer.left for layer in layers) == sum(card.balance for card in cards)
    held = sum((layer.left * layer.unit_cost for layer in layers), Decimal(0))
    assert sum(line.value for line in lines) == to_cents(held)
    for item in summary:
        moved = item["in"] - item["out"] + item["adj"]
        assert item["opening"] + moved == item["closing"]
        assert item["closing"] == sum(card["balance"] for card in then)
    store.context.database.close()


LAYERS = st.lists(
    st.tuples(st.integers(min_value=0, max_value=9), QUANTITIES, COSTS), min_size=1, max_size=8
)


def made(rows: Sequence[tuple[int, Decimal, Decimal]]) -> list[Layer]:
    return [
        Layer(
            id=str(number), received=FIRST + timedelta(days=day), quantity=quantity, left=quantity,
            unit_cost=unit_cost, origin="PURCHASED", document="", purchase_order="",
        )
        for number, (day, quantity, unit_cost) in enumerate(rows)
    ]  # fmt: skip


@given(rows=LAYERS, share=st.integers(min_value=0, max_value=100))
def test_layers_hold_the_total_and_only_one_is_begun(
    rows: Sequence[tuple[int, Decimal, Decimal]], share: int
) -> None:
    layers = made(rows)
    total = sum((layer.quantity for layer in layers), Decimal(0)) * share / 100
    fitted, excess = fit(layers, total)
    assert excess == 0
    assert sum(layer.left for layer in fitted) == total
    begun = [layer for layer in fitted if 0 < layer.left < layer.quantity]
    assert len(begun) <= 1
    full = [layer.left == layer.quantity for layer in fitted]
    empty = [layer.left == 0 for layer in fitted]
    assert full == sorted(full, reverse=True) or begun
    assert empty == sorted(empty)


@given(rows=LAYERS, share=st.integers(min_value=0, max_value=100))
def test_the_valuation_of_a_period_finds_the_cost_of_the_ledger(
    rows: Sequence[tuple[int, Decimal, Decimal]], share: int
) -> None:
    layers = made(rows)
    total = sum((layer.quantity for layer in layers), Decimal(0)) * share / 100
    fitted, _ = fit(layers, total)
    told = [{"quantity": one.quantity, "unit cost": one.unit_cost} for one in fitted]
    text = (folders.find_root() / "shared" / "stock_valuation.py").read_text()
    assert load_module(text).stock_cost(told, total, "LAYERS") == to_cents(cost(fitted))


@given(rows=LAYERS, shares=st.lists(st.integers(min_value=0, max_value=100), max_size=5))
def test_going_down_and_up_again_costs_nothing(
    rows: Sequence[tuple[int, Decimal, Decimal]], shares: Sequence[int]
) -> None:
    layers = tuple(made(rows))
    whole = sum((layer.quantity for layer in layers), Decimal(0))
    for share in shares:
        layers, _ = fit(layers, whole * share / 100)
    again, _ = fit(layers, whole)
    assert cost(again) == cost(made(rows))
