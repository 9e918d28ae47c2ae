"""The lines of stock cards: what came, went and was put right. They are only ever added."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, insert, select

from engine.model.stock import CardLine
from engine.store.database import Transaction
from engine.store.tables import instance, stock_card, stock_item, stock_movement


@dataclass(frozen=True, kw_only=True)
class MovementRow(CardLine):
    """A line with its card and its case."""

    card: str
    instance_id: str


def add_all(transaction: Transaction, rows: Sequence[MovementRow]) -> None:
    """Write new lines."""
    if rows:
        transaction.execute(insert(stock_movement), [vars(row) for row in rows])


def list_page(
    transaction: Transaction, card: str, *, page: int, per_page: int
) -> tuple[list[tuple[MovementRow, str]], int]:
    """List lines of a card, newest first, each with the number of its case; and how many it has."""
    query = (
        select(stock_movement, instance.c.business_key)
        .join(instance, instance.c.id == stock_movement.c.instance_id)
        .where(stock_movement.c.card == card)
        .order_by(stock_movement.c.line.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    rows = []
    for row in transaction.execute(query):
        values = row._asdict()
        key = values.pop("business_key")
        rows.append((MovementRow(**values), key))
    count = select(func.count()).where(stock_movement.c.card == card)
    return rows, transaction.execute(count).scalar_one()


def sum_after(
    transaction: Transaction, cards: Collection[str], day: date
) -> dict[tuple[str, str], Decimal]:
    """Return by card and batch what has come, less what has gone, after a day."""
    query = (
        select(stock_movement.c.card, stock_movement.c.batch, func.sum(stock_movement.c.quantity))
        .where(stock_movement.c.card.in_(cards), stock_movement.c.day > day)
        .group_by(stock_movement.c.card, stock_movement.c.batch)
    )
    return {(card, batch): quantity for card, batch, quantity in transaction.execute(query)}


def sum_by_kind(
    transaction: Transaction, unit: str, last: date, first: date | None = None
) -> dict[tuple[str, str], Decimal]:
    """Return by item and kind what moved in a unit from a first to a last day, both included.

    Args:
        transaction: Open.
        unit: Its id.
        last: Last day.
        first: First day; null: from the beginning.
    """
    query = (
        select(stock_card.c.item, stock_movement.c.kind, func.sum(stock_movement.c.quantity))
        .join(stock_card, stock_card.c.id == stock_movement.c.card)
        .join(stock_item, stock_item.c.id == stock_card.c.item)
        .where(stock_item.c.unit == unit, stock_movement.c.day <= last)
        .group_by(stock_card.c.item, stock_movement.c.kind)
    )
    if first is not None:
        query = query.where(stock_movement.c.day >= first)
    return {(item, kind): quantity for item, kind, quantity in transaction.execute(query)}
