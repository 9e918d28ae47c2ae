"""Posts to the stock ledger what a diagram says: the service ``docket:stock``.

The header ``movement`` says what happens:

- ``IN``: goods come. A line has ``item``, ``location``, ``quantity`` and ``unit cost`` (USD for one),
  and may have ``batch``, ``expires`` and ``reorder level``; of an item that the unit does not keep yet
  it also says ``description``, ``measure``, ``purpose``, ``project`` and ``medical``. The input
  ``origin`` is ``PURCHASED`` or ``DONATED``, and ``purchase order`` names the order.
- ``OUT``: goods go; what this case has set aside first, what another one has set aside never.
- ``ADJ``: a count puts a card right. The quantity is signed, ``explanation`` is needed; a surplus
  beyond everything that ever came needs ``unit cost``.
- ``COST``: the price of the ``invoice`` becomes the cost of what came on ``document``.
- ``HOLD`` sets goods aside while the case is active; ``RELEASE`` gives back all that it has set aside.

Beside ``lines`` the inputs may name ``document`` (the number that the card's line shows), ``day``
(today), ``unit`` (the case's) and ``explanation``. The answer is ``posting``: ``posted``, ``lines``
with ``balance``, ``reorder`` (at or below its level) and ``value``, the sum ``value`` in USD, and
``short``. Either every line of a posting is written or none: when more is wanted than there is,
``posted`` is false, ``short`` says what is missing and nothing changed, so that a gateway can lead on;
with the input ``required`` true it is an error.

The unit's row is locked until the transaction ends. A document is numbered before, never after, so
that everybody takes the locks in one order. What expressions can ask stands in `stock_answers`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine import feel
from engine.advance.stock_book import (
    Book,
    Slip,
    close_book,
    get_item,
    make_place,
    move,
    open_book,
    require_card,
    save_held,
)
from engine.advance.stock_lines import Line, read_lines
from engine.context import Work
from engine.errors import ExpressionError
from engine.model.events import RecordWritten
from engine.store.ids import new_id
from engine.store.instances import InstanceRow
from engine.store.stock_movements import MovementRow

MOVEMENTS = ("IN", "OUT", "ADJ", "COST", "HOLD", "RELEASE")
ORIGINS = ("PURCHASED", "DONATED")
#: Type under which a posting stands in the history.
POSTING = "stock_movement"

Context = dict[str, object]


def post_to_stock(
    work: Work, instance: InstanceRow, movement: str, inputs: Mapping[str, object]
) -> tuple[Context, RecordWritten | None]:
    """Post a movement for a case.

    Args:
        work: The open transaction.
        instance: The case.
        movement: ``IN``, ``OUT``, ``ADJ``; ``COST`` puts the cost of a receipt right, ``HOLD`` sets
            aside, ``RELEASE`` gives back.
        inputs: ``lines`` and what is said for all of them.

    Returns:
        What the diagram gets as ``posting``, and what goes into the history; null when nothing
        was posted.

    Raises:
        ExpressionError: If the posting does not say what is needed.
    """
    slip = _read_slip(work, instance, movement, inputs)
    lines = [] if movement == "RELEASE" else read_lines(inputs.get("lines"), movement)
    book = open_book(work.transaction, slip, {line.item for line in lines})
    short = _find_short(book, lines)
    if short and inputs.get("required") is True:
        message = f"More is to leave the stock of {slip.unit} than there is: {_words(short)}."
        raise ExpressionError(message, remedy="Correct the quantities, or receive goods first.")
    if short:
        return {"posted": False, "short": short, "lines": [], "value": Decimal(0)}, None
    told = [_post(book, line) for line in lines]
    if movement == "RELEASE":
        book.held.clear()
        save_held(book)
    else:
        close_book(book)
    value = sum((movement.value for movement in book.movements), Decimal(0))
    posting: Context = {"posted": True, "short": [], "lines": told, "value": as_said(slip, value)}
    return posting, _note(work, slip, posting)


def as_said(slip: Slip, value: Decimal) -> Decimal:
    """Return a value as people say it: what went out has cost so much."""
    return -value if slip.movement == "OUT" else value


def _read_slip(
    work: Work, instance: InstanceRow, movement: str, inputs: Mapping[str, object]
) -> Slip:
    if movement not in MOVEMENTS:
        message = f"“{movement}” is no movement of stock."
        raise ExpressionError(message, remedy=f"Use one of {', '.join(MOVEMENTS)}.")
    origin = str(inputs.get("origin") or ORIGINS[0])
    if origin not in ORIGINS:
        message = f"“{origin}” is no origin of goods."
        raise ExpressionError(message, remedy=f"Use one of {', '.join(ORIGINS)}.")
    slip = Slip(
        movement=movement,
        unit=str(inputs.get("unit") or instance.unit),
        case=instance.id,
        document=str(inputs.get("document") or ""),
        day=_day(inputs.get("day"), work.now, instance.zone),
        explanation=str(inputs.get("explanation") or ""),
        purchase_order=str(inputs.get("purchase order") or ""),
        invoice=str(inputs.get("invoice") or ""),
        origin=origin,
        now=work.now,
    )
    if slip.unit not in work.roster.units:
        message = f"There is no unit {slip.unit}."
        raise ExpressionError(message)
    if movement not in {"HOLD", "RELEASE"} and not slip.document:
        message = "A line of a stock card names its document; the posting has none."
        raise ExpressionError(message, remedy="Give the number as “document”.")
    return slip


def _day(given: object, now: datetime, zone: str) -> date:
    if given is None:
        return now.astimezone(ZoneInfo(zone)).date()
    if type(given) is date:
        return given
    message = f"The “day” of a posting must be a date, not {given}."
    raise ExpressionError(message)


def _find_short(book: Book, lines: Sequence[Line]) -> list[Context]:
    """Return what is wanted beyond what there is, lines of one batch taken together."""
    movement = book.slip.movement
    if movement in {"IN", "COST", "RELEASE"}:
        return []
    wanted: dict[tuple[str, str, str], Decimal] = {}
    first: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        get_item(book, line.item)
        place = (line.item, line.location, line.batch)
        less = -line.quantity if movement == "ADJ" else line.quantity
        wanted[place] = wanted.get(place, Decimal(0)) + less
        first.setdefault(place, line)
    short: list[Context] = []
    for place, quantity in wanted.items():
        free = book.free(first[place], of_this_case=movement == "OUT")
        if quantity > free:
            names = dict(zip(("item", "location", "batch"), place, strict=True))
            short.append({**names, "wanted": quantity, "available": max(free, Decimal(0))})
    return short


def _words(short: Sequence[Context]) -> str:
    return "; ".join(
        f"{one['item']} at {one['location']}: {one['wanted']} wanted, {one['available']} there"
        for one in short
    )


def _post(book: Book, line: Line) -> Context:
    match book.slip.movement:
        case "HOLD":
            return _set_aside(book, line)
        case "OUT":
            return _tell(book, line, _take(book, line))
        case "IN":
            if line.unit_cost is None:
                message = f"The receipt of the item {line.item} does not say its cost."
                raise ExpressionError(message, remedy="Say the cost of one (“unit cost”).")
            make_place(book, line)
            return _tell(book, line, move(book, line, line.quantity))
        case "COST":
            require_card(book, line)
            return _tell(book, line, move(book, line, Decimal(0)))
        case _:
            if not (line.explanation or book.slip.explanation):
                message = f"The adjustment of the item {line.item} has no explanation."
                raise ExpressionError(message, remedy="Say why (“explanation”).")
            make_place(book, line)
            return _tell(book, line, move(book, line, line.quantity))


def _set_aside(book: Book, line: Line) -> Context:
    place = (book.cards[line.item, line.location].id, line.batch)
    book.held[place] = book.held.get(place, Decimal(0)) + line.quantity
    return {
        "item": line.item,
        "location": line.location,
        "batch": line.batch,
        "quantity": line.quantity,
    }


def _take(book: Book, line: Line) -> MovementRow:
    place = (book.cards[line.item, line.location].id, line.batch)
    if place in book.held:
        book.held[place] = max(book.held[place] - line.quantity, Decimal(0))
    return move(book, line, -line.quantity)


def _tell(book: Book, line: Line, movement: MovementRow) -> Context:
    level = book.cards[line.item, line.location].reorder_level
    went = movement.quantity < 0
    return {
        "item": line.item,
        "location": line.location,
        "batch": line.batch,
        "quantity": line.quantity,
        "balance": movement.balance,
        "reorder level": level,
        "reorder": went and level is not None and movement.balance <= level,
        "value": as_said(book.slip, movement.value),
    }


def _note(work: Work, slip: Slip, posting: Context) -> RecordWritten:
    data = {
        "document": slip.document,
        "day": slip.day,
        "lines": posting["lines"],
        "value": posting["value"],
    }
    return RecordWritten(
        record=new_id(work.now),
        type=POSTING,
        subject=slip.unit,
        status=slip.movement,
        data={key: feel.admit(value) for key, value in data.items()},
    )
