"""Reads the lines that a diagram wants to post to the stock ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.errors import ExpressionError
from engine.store.types import AMOUNT_DECIMALS

PURPOSES = ("HELD_FOR_SALE", "FOR_DISTRIBUTION")


@dataclass(frozen=True, kw_only=True)
class Line:
    """Goods of one item, batch and location that come, go, are put right or are set aside."""

    item: str
    location: str
    #: Above zero; signed for an adjustment; 0 for a cost that is put right.
    quantity: Decimal
    #: Empty for goods without a number.
    batch: str
    expires: date | None
    #: USD for one; null when the line names none.
    unit_cost: Decimal | None
    explanation: str
    #: Null keeps what the card says.
    reorder_level: Decimal | None
    #: What the line says about an item that is not known yet.
    details: Mapping[str, object]


def read_lines(given: object, movement: str) -> list[Line]:
    """Read the lines of a posting.

    Raises:
        ExpressionError: If a line does not say what is needed; it names the line.
    """
    lines = given if isinstance(given, list) else [given]
    if not lines:
        message = "There is nothing to post to the stock."
        raise ExpressionError(message, remedy="Give the lines as a list of contexts.")
    return [_read(line, number, movement) for number, line in enumerate(lines, start=1)]


def _read(given: object, number: int, movement: str) -> Line:
    if not isinstance(given, Mapping):
        message = f"Line {number} of the posting is not a context."
        raise ExpressionError(message)
    quantity = Decimal(0) if movement == "COST" else _quantity(given, number, movement)
    unit_cost = _number(given, "unit cost", number)
    if unit_cost is not None and unit_cost < 0:
        message = f"Line {number} of the posting has a cost below zero."
        raise ExpressionError(message)
    return Line(
        item=_text(given, "item", number),
        location=_text(given, "location", number),
        quantity=quantity,
        batch=str(given.get("batch") or ""),
        expires=_day(given, number),
        unit_cost=unit_cost,
        explanation=str(given.get("explanation") or ""),
        reorder_level=_number(given, "reorder level", number),
        details=given,
    )


def _quantity(given: Mapping[str, object], number: int, movement: str) -> Decimal:
    quantity = _number(given, "quantity", number)
    if quantity is None or quantity == 0 or (quantity < 0 and movement != "ADJ"):
        message = f"Line {number} of the posting needs a quantity above zero."
        raise ExpressionError(message)
    return quantity


def _text(given: Mapping[str, object], key: str, number: int) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value.strip():
        message = f"Line {number} of the posting does not say the {key}."
        raise ExpressionError(message)
    return value.strip()


def _number(given: Mapping[str, object], key: str, number: int) -> Decimal | None:
    value = given.get(key)
    if value is None:
        return None
    if not isinstance(value, Decimal) or round(value, AMOUNT_DECIMALS) != value:
        message = (
            f"The {key} in line {number} of the posting must be a number with at most "
            f"{AMOUNT_DECIMALS} decimals, not {value}."
        )
        raise ExpressionError(message)
    return value


def _day(given: Mapping[str, object], number: int) -> date | None:
    value = given.get("expires")
    if value is None or type(value) is date:
        return value
    message = f"The expiry in line {number} of the posting must be a date, not {value}."
    raise ExpressionError(message)


def require_details(line: Line) -> None:
    """Refuse a line about an unknown item that does not describe it.

    Raises:
        ExpressionError: If the description, the measure or the purpose is missing.
    """
    for key in ("description", "measure"):
        if not line.details.get(key):
            message = f"The item {line.item} is new to the stock, and its {key} is not said."
            raise ExpressionError(message, remedy=f"Add “{key}” to its line.")
    if line.details.get("purpose") not in PURPOSES:
        message = f"The purpose of the new item {line.item} must be {' or '.join(PURPOSES)}."
        raise ExpressionError(message)
