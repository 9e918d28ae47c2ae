"""What the stock ledger answers to expressions. Answers go into the history, so they are small."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from engine.store import stock, stock_layers, stock_movements
from engine.store.database import Transaction
from engine.store.stock import BatchRow, CardRow, ItemRow

Answer = dict[str, object]


def stock_item(transaction: Transaction, unit: str, code: str) -> Answer | None:
    """Return an item and what all its cards hold, or null."""
    rows = stock.list_items(transaction, unit, [code])
    if not rows:
        return None
    cards = stock.list_cards(transaction, [rows[0].id])
    return {**_item(rows[0]), "balance": sum((card.balance for card in cards), Decimal(0))}


def stock_card(transaction: Transaction, unit: str, code: str, location: str) -> Answer | None:
    """Return one card with its batches, or null."""
    found = _cards(transaction, stock.list_items(transaction, unit, [code]), location, None)
    return found[0] if found else None


def stock_places(transaction: Transaction, unit: str, code: str) -> list[Answer]:
    """Return the cards of one item, at every location."""
    return _cards(transaction, stock.list_items(transaction, unit, [code]), None, None)


def stock_cards(
    transaction: Transaction, unit: str, location: str | None, day: date | None
) -> list[Answer]:
    """Return the cards of a unit, of one location or all, as they stood at the end of a day."""
    return _cards(transaction, stock.list_items(transaction, unit), location, day)


#: Lines of a card that an expression is told.
_LAST_LINES = 40


def stock_lines(transaction: Transaction, unit: str, code: str, location: str) -> list[Answer]:
    """Return the last lines of a card, oldest first."""
    items = stock.list_items(transaction, unit, [code])
    cards = stock.list_cards(transaction, [item.id for item in items], location)
    found: list[Answer] = []
    for card in cards:
        rows, _ = stock_movements.list_page(transaction, card.id, page=1, per_page=_LAST_LINES)
        found += [
            {
                "line": Decimal(row.line),
                "day": row.day,
                "document": row.document,
                "kind": row.kind,
                "batch": row.batch,
                "quantity": row.quantity,
                "balance": row.balance,
                "explanation": row.explanation,
            }
            for row, _ in reversed(rows)
        ]
    return found


def stock_locations(transaction: Transaction, unit: str) -> list[str]:
    """Return where a unit keeps goods."""
    return stock.list_locations(transaction, unit)


def stock_layers_of(
    transaction: Transaction, unit: str, code: str, day: date | None, quantity: Decimal
) -> list[Answer]:
    """Return the newest layers up to a day that together hold a quantity."""
    found: list[Answer] = []
    for item in stock.list_items(transaction, unit, [code]):
        for layer in stock_layers.list_layers(transaction, item.id):
            if quantity <= 0:
                break
            if day is None or layer.received <= day:
                quantity -= layer.quantity
                found.append(
                    {
                        "received": layer.received,
                        "quantity": layer.quantity,
                        "left": layer.left,
                        "unit cost": layer.unit_cost,
                        "origin": layer.origin,
                        "document": layer.document,
                        "purchase order": layer.purchase_order,
                        "invoice": layer.invoice,
                    }
                )
    return found


def stock_summary(transaction: Transaction, unit: str, first: date, last: date) -> list[Answer]:
    """Return what each item of a unit began a period with, what moved, and what was left."""
    until = stock_movements.sum_by_kind(transaction, unit, last)
    within = stock_movements.sum_by_kind(transaction, unit, last, first)
    found = []
    for item in stock.list_items(transaction, unit):
        moved = {kind: within.get((item.id, kind), Decimal(0)) for kind in _KINDS}
        closing = sum((until.get((item.id, kind), Decimal(0)) for kind in _KINDS), Decimal(0))
        found.append(
            {
                **_item(item),
                "opening": closing - sum(moved.values(), Decimal(0)),
                "in": moved["IN"],
                "out": -moved["OUT"],
                "adj": moved["ADJ"],
                "closing": closing,
            }
        )
    return found


_KINDS = ("IN", "OUT", "ADJ")


def stock_received(transaction: Transaction, unit: str, purchase_order: str) -> list[Answer]:
    """Return what came on a purchase order so far."""
    received = stock_layers.sum_received(transaction, unit, purchase_order)
    return [{"item": code, "quantity": quantity} for code, quantity in received]


def _item(item: ItemRow) -> Answer:
    return {
        "item": item.code,
        "description": item.description,
        "measure": item.measure,
        "purpose": item.purpose,
        "medical": item.medical,
        "project": item.project,
    }


def _cards(
    transaction: Transaction, items: Sequence[ItemRow], location: str | None, day: date | None
) -> list[Answer]:
    """Return cards by item code and location."""
    by_id = {item.id: item for item in items}
    cards = stock.list_cards(transaction, list(by_id), location)
    ids = [card.id for card in cards]
    held = stock.sum_held(transaction, ids)
    later = {} if day is None else stock_movements.sum_after(transaction, ids, day)
    batches: dict[str, list[Answer]] = {card.id: [] for card in cards}
    for row in stock.list_batches(transaction, ids):
        place = (row.card, row.batch)
        left = row.quantity - later.get(place, Decimal(0))
        if left:
            batches[row.card].append(_batch(row, left, held.get(place, Decimal(0))))
    found = [_card(by_id[card.item], card, batches[card.id]) for card in cards]
    return sorted(found, key=lambda one: (str(one["item"]), str(one["location"])))


def _batch(row: BatchRow, left: Decimal, held: Decimal) -> Answer:
    return {"batch": row.batch, "expires": row.expires, "balance": left, "available": left - held}


def _card(item: ItemRow, card: CardRow, batches: Sequence[Answer]) -> Answer:
    return {
        **_item(item),
        "location": card.location,
        "balance": _sum(batches, "balance"),
        "available": _sum(batches, "available"),
        "reorder level": card.reorder_level,
        "batches": list(batches),
    }


def _sum(rows: Sequence[Mapping[str, object]], key: str) -> Decimal:
    return sum((value for row in rows if isinstance(value := row[key], Decimal)), Decimal(0))
