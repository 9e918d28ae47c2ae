"""Whether the stock adds up: cards against their lines and batches, layers against cards."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, Subquery, func, literal, select

from engine.store.database import Transaction
from engine.store.tables import (
    stock_batch,
    stock_card,
    stock_item,
    stock_layer,
    stock_movement,
)
from engine.store.types import Amount


@dataclass(frozen=True, kw_only=True)
class StockFault:
    """A sum that is not what it must be."""

    unit: str
    #: Code of the item.
    item: str
    #: Empty when it is about the item at every location.
    location: str
    #: ``lines``, ``batches`` or ``layers``: what does not add up to the balance.
    what: str
    balance: Decimal
    found: Decimal


def list_faults(transaction: Transaction) -> list[StockFault]:
    """List what does not add up, by unit, item and location; there should be nothing."""
    lines = _summed(stock_movement.c.card, stock_movement.c.quantity)
    batches = _summed(stock_batch.c.card, stock_batch.c.quantity)
    return [
        *_compare_cards(transaction, "lines", lines),
        *_compare_cards(transaction, "batches", batches),
        *_compare_items(transaction),
    ]


def _compare_cards(transaction: Transaction, what: str, summed: Subquery) -> list[StockFault]:
    """Find cards whose balance is not the sum of some rows of theirs."""
    found = func.coalesce(summed.c.total, _NOTHING)
    query = (
        select(
            stock_item.c.unit, stock_item.c.code, stock_card.c.location, stock_card.c.balance, found
        )
        .join(stock_item, stock_item.c.id == stock_card.c.item)
        .join(summed, summed.c.owner == stock_card.c.id, isouter=True)
        .where(stock_card.c.balance != found)
        .order_by(stock_item.c.unit, stock_item.c.code, stock_card.c.location)
    )
    return [
        StockFault(unit=unit, item=item, location=place, what=what, balance=balance, found=total)
        for unit, item, place, balance, total in transaction.execute(query)
    ]


def _compare_items(transaction: Transaction) -> list[StockFault]:
    """Find items of which the layers hold more or less than the cards."""
    cards = _summed(stock_card.c.item, stock_card.c.balance)
    layers = _summed(stock_layer.c.item, stock_layer.c.left)
    held = func.coalesce(cards.c.total, _NOTHING)
    found = func.coalesce(layers.c.total, _NOTHING)
    query = (
        select(stock_item.c.unit, stock_item.c.code, held, found)
        .join(cards, cards.c.owner == stock_item.c.id, isouter=True)
        .join(layers, layers.c.owner == stock_item.c.id, isouter=True)
        .where(held != found)
        .order_by(stock_item.c.unit, stock_item.c.code)
    )
    return [
        StockFault(unit=unit, item=item, location="", what="layers", balance=balance, found=total)
        for unit, item, balance, total in transaction.execute(query)
    ]


_NOTHING = literal(Decimal(0), Amount)


def _summed(owner: ColumnElement[str], quantity: ColumnElement[Decimal]) -> Subquery:
    columns = owner.label("owner"), func.sum(quantity).label("total")
    return select(*columns).group_by(owner).subquery()
