"""Stock: items, the cards that say where they are, and what cases have set aside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, delete, func, insert, select, update

from engine.store.database import Transaction
from engine.store.statements import upsert
from engine.store.tables import instance, stock_batch, stock_card, stock_hold, stock_item


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """Goods that a unit keeps."""

    id: str
    unit: str
    code: str
    description: str
    #: Unit of measure.
    measure: str
    #: ``HELD_FOR_SALE`` or ``FOR_DISTRIBUTION``.
    purpose: str
    #: Medical goods of the Global Fund.
    medical: bool
    project: str


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """An item at a location."""

    id: str
    item: str
    location: str
    balance: Decimal
    #: Null: nobody is told when it runs low.
    reorder_level: Decimal | None
    #: Lines written so far.
    lines: int


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """What a card holds of one batch."""

    card: str
    #: Empty for goods without a number.
    batch: str
    #: Last day of use.
    expires: date | None
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class HoldRow:
    """What a case has set aside of a batch."""

    instance_id: str
    card: str
    batch: str
    quantity: Decimal


# Made once: building a statement costs more than running it.
_ITEMS = (
    select(stock_item).where(stock_item.c.unit == bindparam("wanted")).order_by(stock_item.c.code)
)
_NAMED_ITEMS = _ITEMS.where(stock_item.c.code.in_(bindparam("codes", expanding=True)))
_CARDS = (
    select(stock_card)
    .where(stock_card.c.item.in_(bindparam("items", expanding=True)))
    .order_by(stock_card.c.item, stock_card.c.location)
)
_CARDS_AT = _CARDS.where(stock_card.c.location == bindparam("place"))
_BATCHES = (
    select(stock_batch)
    .where(stock_batch.c.card.in_(bindparam("cards", expanding=True)))
    .order_by(
        stock_batch.c.card,
        stock_batch.c.expires.is_(None),
        stock_batch.c.expires,
        stock_batch.c.batch,
    )
)
_HELD = (
    select(stock_hold.c.card, stock_hold.c.batch, func.sum(stock_hold.c.quantity))
    .join(instance, instance.c.id == stock_hold.c.instance_id)
    .where(
        stock_hold.c.card.in_(bindparam("cards", expanding=True)),
        stock_hold.c.instance_id != bindparam("but_for"),
        instance.c.status == "active",
    )
    .group_by(stock_hold.c.card, stock_hold.c.batch)
)
_HOLDS = select(stock_hold).where(stock_hold.c.instance_id == bindparam("wanted"))
_FORGET_HOLDS = delete(stock_hold).where(stock_hold.c.instance_id == bindparam("wanted"))
_SAVE_CARD = (
    update(stock_card)
    .where(stock_card.c.id == bindparam("wanted"))
    .values(balance=bindparam("held"), reorder_level=bindparam("level"), lines=bindparam("written"))
)


def list_items(
    transaction: Transaction, unit: str, codes: Collection[str] | None = None
) -> list[ItemRow]:
    """List the items of a unit by code; all, or those named."""
    if codes is None:
        found = transaction.execute(_ITEMS, {"wanted": unit})
    else:
        found = transaction.execute(_NAMED_ITEMS, {"wanted": unit, "codes": list(codes)})
    return [ItemRow(**row._asdict()) for row in found]


def list_cards(
    transaction: Transaction, items: Collection[str], location: str | None = None
) -> list[CardRow]:
    """List the cards of some items, at every location or one."""
    if location is None:
        found = transaction.execute(_CARDS, {"items": list(items)})
    else:
        found = transaction.execute(_CARDS_AT, {"items": list(items), "place": location})
    return [CardRow(**row._asdict()) for row in found]


def list_locations(transaction: Transaction, unit: str) -> list[str]:
    """List the places where a unit keeps, or kept, goods."""
    query = (
        select(stock_card.c.location)
        .join(stock_item, stock_item.c.id == stock_card.c.item)
        .where(stock_item.c.unit == unit)
        .distinct()
        .order_by(stock_card.c.location)
    )
    return list(transaction.execute(query).scalars())


def list_batches(transaction: Transaction, cards: Collection[str]) -> list[BatchRow]:
    """List the batches of some cards, the first to expire first; used up ones too."""
    rows = transaction.execute(_BATCHES, {"cards": list(cards)})
    return [BatchRow(**row._asdict()) for row in rows]


def sum_held(
    transaction: Transaction, cards: Collection[str], but_for: str = ""
) -> dict[tuple[str, str], Decimal]:
    """Return what active cases have set aside, by card and batch.

    Args:
        transaction: Open.
        cards: Cards to look at.
        but_for: Case that is not counted.
    """
    rows = transaction.execute(_HELD, {"cards": list(cards), "but_for": but_for})
    return {(card, batch): quantity for card, batch, quantity in rows}


def list_holds(transaction: Transaction, instance_id: str) -> list[HoldRow]:
    """List what a case has set aside."""
    rows = transaction.execute(_HOLDS, {"wanted": instance_id})
    return [HoldRow(**row._asdict()) for row in rows]


def save_holds(transaction: Transaction, instance_id: str, holds: Sequence[HoldRow]) -> None:
    """Write all that a case has set aside, in place of what it had before."""
    transaction.execute(_FORGET_HOLDS, {"wanted": instance_id})
    if holds:
        transaction.execute(insert(stock_hold), [vars(hold) for hold in holds])


def add_item(transaction: Transaction, row: ItemRow) -> None:
    """Write a new item.

    Raises:
        ConflictError: If the unit has an item of that code.
    """
    transaction.execute(insert(stock_item).values(**vars(row)))


def add_card(transaction: Transaction, row: CardRow) -> None:
    """Write a new card.

    Raises:
        ConflictError: If the item has a card at that location.
    """
    transaction.execute(insert(stock_card).values(**vars(row)))


def save_card(transaction: Transaction, row: CardRow) -> None:
    """Write what changes on a card: balance, reorder level and the count of its lines."""
    transaction.execute(
        _SAVE_CARD,
        {
            "wanted": row.id,
            "held": row.balance,
            "level": row.reorder_level,
            "written": row.lines,
        },
    )


def save_batches(transaction: Transaction, rows: Sequence[BatchRow]) -> None:
    """Write batches, new or changed."""
    upsert(transaction, stock_batch, [vars(row) for row in rows])
