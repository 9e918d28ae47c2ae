"""Looking for stock cards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from engine.store.database import Transaction
from engine.store.tables import stock_batch, stock_card, stock_item


@dataclass(frozen=True, kw_only=True)
class StockWanted:
    """Which cards."""

    units: Collection[str]
    #: Part of the item's code or description, or of the location.
    search: str
    #: Only cards at or below their reorder level.
    low: bool


@dataclass(frozen=True, kw_only=True)
class FoundCard:
    """A card with its item."""

    id: str
    item: str
    unit: str
    code: str
    description: str
    measure: str
    purpose: str
    medical: bool
    project: str
    location: str
    balance: Decimal
    reorder_level: Decimal | None
    #: The first day on which something of it expires; null when nothing does.
    expires: date | None


def list_page(
    transaction: Transaction, wanted: StockWanted, *, page: int, per_page: int
) -> tuple[list[FoundCard], int]:
    """List cards by unit, code and location, and say how many there are."""
    condition = _condition(wanted)
    query = (
        _select()
        .where(condition)
        .order_by(stock_item.c.unit, stock_item.c.code, stock_card.c.location)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    count = (
        select(func.count())
        .select_from(stock_card.join(stock_item, stock_item.c.id == stock_card.c.item))
        .where(condition)
    )
    rows = [FoundCard(**row._asdict()) for row in transaction.execute(query)]
    return rows, transaction.execute(count).scalar_one()


def find(transaction: Transaction, card: str, units: Collection[str]) -> FoundCard | None:
    """Return a card of some units, or null."""
    query = _select().where(stock_card.c.id == card, stock_item.c.unit.in_(units))
    row = transaction.execute(query).one_or_none()
    return None if row is None else FoundCard(**row._asdict())


def list_units(transaction: Transaction, units: Collection[str]) -> list[str]:
    """List those of some units that have stock cards."""
    query = select(stock_item.c.unit).where(stock_item.c.unit.in_(units)).distinct()
    return sorted(transaction.execute(query).scalars())


def _select() -> Select[*tuple[Any, ...]]:
    soonest = (
        select(func.min(stock_batch.c.expires))
        .where(stock_batch.c.card == stock_card.c.id, stock_batch.c.quantity > 0)
        .scalar_subquery()
    )
    return select(
        stock_card.c.id,
        stock_card.c.item,
        stock_item.c.unit,
        stock_item.c.code,
        stock_item.c.description,
        stock_item.c.measure,
        stock_item.c.purpose,
        stock_item.c.medical,
        stock_item.c.project,
        stock_card.c.location,
        stock_card.c.balance,
        stock_card.c.reorder_level,
        soonest.label("expires"),
    ).join(stock_item, stock_item.c.id == stock_card.c.item)


def _condition(wanted: StockWanted) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = stock_item.c.unit.in_(wanted.units)
    if wanted.search:
        places = (stock_item.c.code, stock_item.c.description, stock_card.c.location)
        condition &= or_(*(place.icontains(wanted.search, autoescape=True) for place in places))
    if wanted.low:
        condition &= stock_card.c.balance <= stock_card.c.reorder_level
    return condition
