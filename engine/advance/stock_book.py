"""The part of the stock ledger that one posting changes, taken out and put back.

The unit's row is locked while the book is open, so that two postings of a unit never overlap.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from engine.advance.stock_lines import Line, require_details
from engine.errors import ExpressionError
from engine.model.stock import Layer, cost, fit, to_cents
from engine.store import stock, stock_layers, stock_movements
from engine.store.database import Transaction
from engine.store.ids import new_id
from engine.store.records import lock_subject
from engine.store.stock import BatchRow, CardRow, HoldRow, ItemRow
from engine.store.stock_movements import MovementRow


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What a posting says for all its lines."""

    #: ``IN``, ``OUT``, ``ADJ``, ``COST``, ``HOLD`` or ``RELEASE``.
    movement: str
    unit: str
    case: str
    document: str
    day: date
    explanation: str
    purchase_order: str
    invoice: str
    #: ``PURCHASED`` or ``DONATED``.
    origin: str
    now: datetime


@dataclass(kw_only=True)
class Book:
    """What a posting has in hand."""

    transaction: Transaction
    slip: Slip
    items: dict[str, ItemRow]
    #: By item and location.
    cards: dict[tuple[str, str], CardRow]
    #: By card and batch.
    batches: dict[tuple[str, str], BatchRow]
    #: Set aside by other active cases, by card and batch.
    taken: dict[tuple[str, str], Decimal]
    #: Set aside by this case, by card and batch.
    held: dict[tuple[str, str], Decimal]
    #: By item, newest first.
    layers: dict[str, tuple[Layer, ...]]
    changed: set[tuple[str, str]] = field(default_factory=set)
    movements: list[MovementRow] = field(default_factory=list)

    def free(self, line: Line, *, of_this_case: bool) -> Decimal:
        """Return how much of a batch may be taken.

        Args:
            line: What is wanted.
            of_this_case: What this case has set aside may be taken too.
        """
        card = self.cards.get((line.item, line.location))
        if card is None or (card.id, line.batch) not in self.batches:
            return Decimal(0)
        place = (card.id, line.batch)
        own = Decimal(0) if of_this_case else self.held.get(place, Decimal(0))
        return self.batches[place].quantity - self.taken.get(place, Decimal(0)) - own


def open_book(transaction: Transaction, slip: Slip, codes: Collection[str]) -> Book:
    """Lock the stock of a unit and read what a posting needs of it."""
    lock_subject(transaction, slip.unit)
    items = {row.code: row for row in stock.list_items(transaction, slip.unit, codes)}
    named = {row.id: code for code, row in items.items()}
    cards = {
        (named[row.item], row.location): row for row in stock.list_cards(transaction, list(named))
    }
    ids = [card.id for card in cards.values()]
    return Book(
        transaction=transaction,
        slip=slip,
        items=items,
        cards=cards,
        batches={(row.card, row.batch): row for row in stock.list_batches(transaction, ids)},
        taken=stock.sum_held(transaction, ids, but_for=slip.case),
        held={
            (row.card, row.batch): row.quantity for row in stock.list_holds(transaction, slip.case)
        },
        layers={
            code: tuple(stock_layers.list_layers(transaction, row.id))
            for code, row in items.items()
        },
    )


def close_book(book: Book) -> None:
    """Write what the posting has changed."""
    for place in sorted(book.changed):
        stock.save_card(book.transaction, book.cards[place])
    touched = {book.cards[place].id for place in book.changed}
    changed = [row for row in book.batches.values() if row.card in touched]
    stock.save_batches(book.transaction, changed)
    stock_movements.add_all(book.transaction, book.movements)
    save_held(book)


def save_held(book: Book) -> None:
    """Write what this case has set aside."""
    rows = [
        HoldRow(instance_id=book.slip.case, card=card, batch=batch, quantity=quantity)
        for (card, batch), quantity in sorted(book.held.items())
        if quantity > 0
    ]
    stock.save_holds(book.transaction, book.slip.case, rows)


def get_item(book: Book, code: str) -> ItemRow:
    """Return an item.

    Raises:
        ExpressionError: If the unit does not keep it.
    """
    if code not in book.items:
        message = f"The stock of {book.slip.unit} has no item {code}."
        raise ExpressionError(message, remedy="Receive it first, or correct its code.")
    return book.items[code]


def require_card(book: Book, line: Line) -> None:
    """Refuse a line about goods that the unit does not keep at that location.

    Raises:
        ExpressionError: If there is no such card.
    """
    get_item(book, line.item)
    if (line.item, line.location) not in book.cards:
        message = f"There is no stock card of the item {line.item} at {line.location}."
        raise ExpressionError(message, remedy="Correct the item or its location.")


def make_place(book: Book, line: Line) -> None:
    """Make the item and the card of goods that come in, if they are new."""
    if line.item not in book.items:
        require_details(line)
        said = line.details
        item = ItemRow(
            id=new_id(book.slip.now), unit=book.slip.unit, code=line.item,
            description=str(said["description"]), measure=str(said["measure"]),
            purpose=str(said["purpose"]), medical=said.get("medical") is True,
            project=str(said.get("project") or ""),
        )  # fmt: skip
        stock.add_item(book.transaction, item)
        book.items[line.item] = item
        book.layers[line.item] = ()
    place = (line.item, line.location)
    if place not in book.cards:
        card = CardRow(
            id=new_id(book.slip.now), item=book.items[line.item].id, location=line.location,
            balance=Decimal(0), reorder_level=line.reorder_level, lines=0,
        )  # fmt: skip
        stock.add_card(book.transaction, card)
        book.cards[place] = card


def move(book: Book, line: Line, quantity: Decimal) -> MovementRow:
    """Write one line on a card: its balance, the batch, the layers and what that is worth.

    Args:
        book: Open; the card is there, and holds enough.
        line: What is posted.
        quantity: Negative for what goes out.

    Raises:
        ExpressionError: If a surplus has no layer to go back to and no cost of its own.
    """
    place = (line.item, line.location)
    card = book.cards[place]
    if quantity:
        _change_batch(book, card, line, quantity)
    book.cards[place] = replace(
        card,
        balance=card.balance + quantity,
        lines=card.lines + 1,
        reorder_level=card.reorder_level if line.reorder_level is None else line.reorder_level,
    )
    book.changed.add(place)
    movement = MovementRow(
        card=card.id,
        line=card.lines + 1,
        day=book.slip.day,
        posted_at=book.slip.now,
        kind=book.slip.movement,
        document=book.slip.document,
        batch=line.batch,
        quantity=quantity,
        balance=card.balance + quantity,
        value=_revalue(book, line),
        explanation=line.explanation or book.slip.explanation,
        instance_id=book.slip.case,
    )
    book.movements.append(movement)
    return movement


def _change_batch(book: Book, card: CardRow, line: Line, quantity: Decimal) -> None:
    empty = BatchRow(card=card.id, batch=line.batch, expires=None, quantity=Decimal(0))
    batch = book.batches.get((card.id, line.batch), empty)
    book.batches[card.id, line.batch] = replace(
        batch, quantity=batch.quantity + quantity, expires=line.expires or batch.expires
    )


def _revalue(book: Book, line: Line) -> Decimal:
    """Bring the layers of an item to what is held of it now; return the change in cost.

    The difference of two rounded totals, so that the lines of an item add up to its cost.
    """
    total = sum(
        (card.balance for (code, _), card in book.cards.items() if code == line.item), Decimal(0)
    )
    before = book.layers[line.item]
    added = [_new_layer(book, line, line.quantity)] if book.slip.movement == "IN" else []
    known = _priced(book, line) if book.slip.movement == "COST" else before
    layers, excess = fit((*known, *added), total)
    if excess:
        added.append(_new_layer(book, line, excess))
        layers, _ = fit((*before, *added), total)
    _save_layers(book, line.item, before, layers)
    book.layers[line.item] = layers
    return to_cents(cost(layers)) - to_cents(cost(before))


def _priced(book: Book, line: Line) -> list[Layer]:
    """Return the layers of an item, those of the slip's document at the price of the invoice.

    Raises:
        ExpressionError: If the line names no cost, or the document brought nothing of the item.
    """
    document, cost_of_one = book.slip.document, line.unit_cost
    layers = book.layers[line.item]
    if cost_of_one is None or all(layer.document != document for layer in layers):
        message = f"The cost of the item {line.item} on {document} cannot be put right."
        raise ExpressionError(message, remedy="Name its receipt as “document”, and “unit cost”.")
    return [
        replace(layer, unit_cost=cost_of_one, invoice=book.slip.invoice)
        if layer.document == document
        else layer
        for layer in layers
    ]


def _save_layers(book: Book, code: str, before: Sequence[Layer], after: Sequence[Layer]) -> None:
    known = {layer.id: layer for layer in before}
    for layer in after:
        if layer.id not in known:
            item = book.items[code]
            stock_layers.add_layer(book.transaction, item.id, layer, book.slip.case)
        elif layer != known[layer.id]:
            stock_layers.save_layer(book.transaction, layer)


def _new_layer(book: Book, line: Line, quantity: Decimal) -> Layer:
    if line.unit_cost is None:
        message = f"{quantity} of the item {line.item} in {book.slip.unit} have no cost."
        raise ExpressionError(message, remedy="Say the cost of one in its line (“unit cost”).")
    slip = book.slip
    return Layer(
        id=new_id(slip.now),
        received=slip.day,
        quantity=quantity,
        left=quantity,
        unit_cost=line.unit_cost,
        origin=slip.origin if slip.movement == "IN" else "ADJUSTMENT",
        document=slip.document,
        purchase_order=slip.purchase_order,
    )
