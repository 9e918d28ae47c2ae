"""Stock arithmetic that the inventory procedures share. Pure: Decimals and dates in, values out.

A *layer* is what one receipt brought: ``{"received": date, "quantity": Decimal, "unit cost":
Decimal}``, costs in USD for one. A *batch* is what a stock card holds of it: ``{"batch": text,
"expires": date or null, "available": Decimal}``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "document_number",
    "fifo_parts",
    "fifo_value",
    "first_to_expire",
    "line_value",
    "more_than_picked",
    "number_sequence",
    "stock_choices",
]

CENT = Decimal("0.01")
YEARLY = "YEARLY"


def line_value(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    """Return what a quantity costs, in USD, rounded half up to the cent.

    Args:
        quantity: In the item's unit of measure.
        unit_cost: USD for one.

    >>> line_value(Decimal(3), Decimal("0.335"))
    Decimal('1.01')
    """
    return (quantity * unit_cost).quantize(CENT, rounding=ROUND_HALF_UP)


def fifo_parts(
    layers: Sequence[Mapping[str, object]], quantity: Decimal
) -> list[dict[str, Decimal]]:
    """Return which layers a quantity in stock consists of: the newest, back to the oldest needed.

    Args:
        layers: Newest first.
        quantity: In stock; zero or more.

    Returns:
        Quantity, cost of one and value of each part, in USD, not rounded.

    Raises:
        ValueError: If the layers hold less than the quantity.

    Source:
        P10-S24: first in, first out by the periodic method, "the latest invoice price(s)".

    >>> [str(part["quantity"]) for part in fifo_parts(
    ...     [{"quantity": Decimal(400), "unit cost": Decimal("2.50")},
    ...      {"quantity": Decimal(300), "unit cost": Decimal("2.20")}], Decimal(600))]
    ['400', '200']
    """
    parts = []
    missing = quantity
    for layer in layers:
        taken = min(missing, _decimal(layer, "quantity"))
        if taken <= 0:
            break
        unit_cost = _decimal(layer, "unit cost")
        parts.append({"quantity": taken, "unit cost": unit_cost, "value": taken * unit_cost})
        missing -= taken
    if missing > 0:
        message = f"{missing} of {quantity} in stock have no layer of cost."
        raise ValueError(message)
    return parts


def fifo_value(layers: Sequence[Mapping[str, object]], quantity: Decimal) -> Decimal:
    """Return the cost of a quantity in stock, in USD, rounded half up to the cent.

    Args:
        layers: Newest first.
        quantity: In stock; zero or more.

    Raises:
        ValueError: If the layers hold less than the quantity.

    Source:
        P10-S24.

    >>> layers = [{"quantity": Decimal(400), "unit cost": Decimal("2.50")},
    ...           {"quantity": Decimal(300), "unit cost": Decimal("2.20")},
    ...           {"quantity": Decimal(500), "unit cost": Decimal("2.00")}]
    >>> [str(fifo_value(layers, Decimal(count))) for count in (350, 600, 605, 1150)]
    ['875.00', '1440.00', '1451.00', '2560.00']
    >>> fifo_value([*layers, {"quantity": Decimal(200), "unit cost": Decimal("1.90")}],
    ...            Decimal(1350))
    Decimal('2945.00')
    """
    total = sum((part["value"] for part in fifo_parts(layers, quantity)), Decimal(0))
    return total.quantize(CENT, rounding=ROUND_HALF_UP)


def first_to_expire(
    batches: Sequence[Mapping[str, object]], quantity: Decimal, day: date
) -> list[dict[str, object]]:
    """Choose batches to hand out: the first to expire first, none that has expired.

    Args:
        batches: Of one card; a batch without expiry comes last.
        quantity: Wanted.
        day: Day on which the goods go out; a batch may be used to the end of its last day.

    Returns:
        Batch, expiry and quantity of each; together less than wanted when there is not enough.

    Source:
        Proposed: first expired, first out (P10-S8 names no order).

    >>> [(one["batch"], str(one["quantity"])) for one in first_to_expire(
    ...     [{"batch": "C", "expires": None, "available": Decimal(9)},
    ...      {"batch": "B", "expires": date(2026, 5, 1), "available": Decimal(40)},
    ...      {"batch": "A", "expires": date(2025, 6, 30), "available": Decimal(60)}],
    ...     Decimal(50), date(2025, 7, 1))]
    [('B', '40'), ('C', '9')]
    """
    usable = [one for one in batches if _expires(one) >= day]
    chosen: list[dict[str, object]] = []
    for batch in sorted(usable, key=lambda one: (_expires(one), str(one.get("batch")))):
        taken = min(quantity, _decimal(batch, "available"))
        if taken > 0:
            chosen.append(
                {"batch": batch.get("batch"), "expires": batch.get("expires"), "quantity": taken}
            )
            quantity -= taken
    return chosen


def number_sequence(kind: str, unit: str, day: date, reset: str) -> str:
    """Return the name of the sequence that numbers one kind of document in one office.

    Args:
        kind: Kind of document, such as ``IN``.
        unit: Id of the office.
        day: Day of the document.
        reset: ``NEVER``, or ``YEARLY`` for a count that begins anew each year.

    Source:
        P10-S6, P10-S11: the number starts with the operating unit. Proposed: never reset.

    >>> number_sequence("IN", "jamaica", date(2025, 3, 1), "NEVER")
    'inventory IN jamaica'
    >>> number_sequence("OUT", "kenya", date(2025, 3, 1), "YEARLY")
    'inventory OUT kenya 2025'
    """
    name = f"inventory {kind} {unit}"
    return f"{name} {day.year}" if reset == YEARLY else name


def document_number(
    codes: Sequence[Mapping[str, object]],
    opening: Sequence[Mapping[str, object]],
    kind: str,
    unit: str,
    number: Decimal,
    width: int,
) -> str:
    """Return the number of a document: the operating unit, then a running number.

    Args:
        codes: Rows of ``unit`` and ``code``.
        opening: Rows of ``unit``, ``kind`` and ``last``: the last number on paper before Docket.
        kind: Kind of document, such as ``IN``.
        unit: Id of the office.
        number: Running number, from 1.
        width: Digits at least.

    Raises:
        ValueError: If the office has no code.

    Source:
        P10-S6 "In No.: JAM0005", P10-S11 "JAM0026" and "JAM0001".

    >>> codes = [{"unit": "jamaica", "code": "JAM"}, {"unit": "kenya", "code": "KEN"}]
    >>> paper = [{"unit": "jamaica", "kind": "IN", "last": Decimal(4)}]
    >>> document_number(codes, paper, "IN", "jamaica", Decimal(1), 4)
    'JAM0005'
    >>> document_number(codes, paper, "IN", "kenya", Decimal(1), 4)
    'KEN0001'
    >>> document_number(codes, [], "IN", "jamaica", Decimal(10000), 4)
    'JAM10000'
    """
    named = [str(row["code"]) for row in codes if row.get("unit") == unit]
    if not named:
        message = f"The office {unit} has no code for document numbers. Add it to seq.units."
        raise ValueError(message)
    before = [
        _decimal(row, "last")
        for row in opening
        if row.get("unit") == unit and row.get("kind") == kind
    ]
    return f"{named[0]}{int(number + sum(before)):0{width}}"


def stock_choices(cards: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return the items of some stock cards for a list of choices, with what is free of each.

    >>> stock_choices([{"item": "NET", "description": "Bed net", "measure": "piece",
    ...     "available": Decimal(5)}, {"item": "NET", "description": "Bed net",
    ...     "measure": "piece", "available": Decimal(2)}])
    [{'label': 'NET, Bed net (7 piece)', 'value': 'NET'}]
    """
    free: dict[str, Decimal] = {}
    named = {str(card.get("item")): card for card in cards}
    for card in cards:
        item = str(card.get("item"))
        free[item] = free.get(item, Decimal(0)) + _decimal(card, "available")
    return [
        {
            "label": f"{item}, {named[item].get('description')} ({left:f} "
            f"{named[item].get('measure')})",
            "value": item,
        }
        for item, left in sorted(free.items())
    ]


def more_than_picked(
    picks: Sequence[Mapping[str, object]], lines: Sequence[Mapping[str, object]]
) -> bool:
    """Tell whether a recipient would accept more of a batch than was brought.

    Args:
        picks: ``item``, ``location``, ``batch`` and ``quantity`` brought.
        lines: The same with ``acceptedQuantity``.

    >>> more_than_picked([{"item": "A", "location": "K", "batch": "1", "quantity": Decimal(5)}],
    ...                  [{"item": "A", "location": "K", "batch": "2", "acceptedQuantity": Decimal(1)}])
    True
    """
    left: dict[tuple[object, object, str], Decimal] = {}
    for row in (*picks, *lines):
        place = (row.get("item"), row.get("location"), str(row.get("batch") or ""))
        more = _decimal(row, "quantity") - _decimal(row, "acceptedQuantity")
        left[place] = left.get(place, Decimal(0)) + more
    return any(quantity < 0 for quantity in left.values())


def _decimal(row: Mapping[str, object], key: str) -> Decimal:
    value = row.get(key)
    return value if isinstance(value, Decimal) else Decimal(0)


def _expires(batch: Mapping[str, object]) -> date:
    value = batch.get("expires")
    return value if isinstance(value, date) else date.max
