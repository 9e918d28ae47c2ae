"""The stock of the offices, as people who work with it may see it."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Literal

from engine.context import Context, Work, reading
from engine.errors import NotFoundError
from engine.model.ids import InstanceId, PersonId, UnitId
from engine.model.office_access import list_stock_units
from engine.model.stock import CardLine, Layer, cost, to_cents
from engine.model.views import Page
from engine.queries.naming import unit_name
from engine.store import stock, stock_layers, stock_movements, stock_search
from engine.store.stock_movements import MovementRow
from engine.store.stock_search import FoundCard, StockWanted

Which = Literal["all", "low"]
#: Cards asked about in one statement.
_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class CardSummary:
    """A stock card in a list."""

    id: str
    unit: UnitId
    unit_name: str
    #: Code of the item.
    item: str
    description: str
    measure: str
    location: str
    project: str
    medical: bool
    #: ``HELD_FOR_SALE`` or ``FOR_DISTRIBUTION``.
    purpose: str
    balance: Decimal
    #: Not set aside by a case.
    available: Decimal
    #: Null when nobody is told.
    reorder_level: Decimal | None
    #: At or below the reorder level.
    low: bool
    #: First day on which something of it expires; null when nothing does.
    expires: date | None
    expired: bool


@dataclass(frozen=True, kw_only=True)
class StockList:
    """Cards, and the offices among which one may choose."""

    cards: Page[CardSummary]
    #: Id and name of each office with stock that the viewer may see.
    units: tuple[tuple[UnitId, str], ...]


@dataclass(frozen=True, kw_only=True)
class BatchView:
    """What a card holds of one batch."""

    #: Empty for goods without a number.
    batch: str
    expires: date | None
    expired: bool
    balance: Decimal
    available: Decimal


@dataclass(frozen=True, kw_only=True)
class LineView(CardLine):
    """A line of a stock card with its case."""

    case: InstanceId
    #: Number of the case.
    business_key: str


@dataclass(frozen=True, kw_only=True)
class CardView:
    """A stock card with its lines."""

    summary: CardSummary
    batches: tuple[BatchView, ...]
    #: Layers of the item in the whole office that are not used up, newest first.
    layers: tuple[Layer, ...]
    #: What the office holds of the item, at every location.
    item_balance: Decimal
    #: Its cost in USD, rounded half up to the cent.
    item_value: Decimal
    #: Newest first.
    lines: Page[LineView]


def list_stock(
    context: Context,
    *,
    viewer: PersonId,
    unit: str = "",
    search: str = "",
    which: Which = "all",
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> StockList:
    """List stock cards by office, item and location.

    Args:
        context: The engine.
        viewer: Who asks; they see the offices in which they work with stock.
        unit: Only this office.
        search: Part of the item's code or description, or of the location.
        which: ``low``: only what is at its reorder level or below.
        page: One-based.
        per_page: How many on a page; all of them for a file.
        language: Language of the offices' names.
    """
    with reading(context) as work:
        seen = list_stock_units(work.roster, viewer, work.today)
        units = stock_search.list_units(work.transaction, seen)
        wanted = StockWanted(
            units=[one for one in units if unit in {"", one}],
            search=search.strip(),
            low=which == "low",
        )
        rows, total = stock_search.list_page(work.transaction, wanted, page=page, per_page=per_page)
        return StockList(
            cards=Page(
                rows=_summaries(work, rows, language), total=total, page=page, per_page=per_page
            ),
            units=tuple((UnitId(one), unit_name(work, one, language)) for one in units),
        )


def get_card(
    context: Context,
    *,
    viewer: PersonId,
    card: str,
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> CardView:
    """Return a stock card.

    Raises:
        NotFoundError: If there is none, or the viewer may not see it.
    """
    with reading(context) as work:
        seen = list_stock_units(work.roster, viewer, work.today)
        found = stock_search.find(work.transaction, card, seen)
        if found is None:
            message = f"There is no stock card {card}."
            raise NotFoundError(message)
        layers = stock_layers.list_layers(work.transaction, found.item)
        rows, total = stock_movements.list_page(
            work.transaction, card, page=page, per_page=per_page
        )
        return CardView(
            summary=_summaries(work, [found], language)[0],
            batches=_batches(work, found),
            layers=tuple(layer for layer in layers if layer.left),
            item_balance=sum((layer.left for layer in layers), Decimal(0)),
            item_value=to_cents(cost(layers)),
            lines=Page(
                rows=tuple(_line(row, key) for row, key in rows),
                total=total, page=page, per_page=per_page,
            ),
        )  # fmt: skip


def _summaries(work: Work, rows: list[FoundCard], language: str) -> tuple[CardSummary, ...]:
    aside: dict[str, Decimal] = {}
    for start in range(0, len(rows), _AT_ONCE):
        ids = [row.id for row in rows[start : start + _AT_ONCE]]
        for (card, _), quantity in stock.sum_held(work.transaction, ids).items():
            aside[card] = aside.get(card, Decimal(0)) + quantity
    return tuple(_summary(work, row, aside.get(row.id, Decimal(0)), language) for row in rows)


def _summary(work: Work, row: FoundCard, aside: Decimal, language: str) -> CardSummary:
    return CardSummary(
        id=row.id,
        unit=UnitId(row.unit),
        unit_name=unit_name(work, row.unit, language),
        item=row.code,
        description=row.description,
        measure=row.measure,
        location=row.location,
        project=row.project,
        medical=row.medical,
        purpose=row.purpose,
        balance=row.balance,
        available=row.balance - aside,
        reorder_level=row.reorder_level,
        low=row.reorder_level is not None and row.balance <= row.reorder_level,
        expires=row.expires,
        expired=row.expires is not None and row.expires < work.today,
    )


def _batches(work: Work, card: FoundCard) -> tuple[BatchView, ...]:
    held = stock.sum_held(work.transaction, [card.id])
    return tuple(
        BatchView(
            batch=row.batch,
            expires=row.expires,
            expired=row.expires is not None and row.expires < work.today,
            balance=row.quantity,
            available=row.quantity - held.get((row.card, row.batch), Decimal(0)),
        )
        for row in stock.list_batches(work.transaction, [card.id])
        if row.quantity
    )


def _line(row: MovementRow, business_key: str) -> LineView:
    shared = {one.name: getattr(row, one.name) for one in fields(CardLine)}
    return LineView(**shared, case=InstanceId(row.instance_id), business_key=business_key)
