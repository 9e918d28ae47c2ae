"""Numbers: decimal128, 34 digits, half even."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

#: The arithmetic of the standard: 34 digits, rounded half to even, no infinities, no NaN.
ARITHMETIC: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


def number_of(text: str) -> Decimal | None:
    """Return the number that a text of digits stands for, rounded to 34 digits; None when too large."""
    try:
        return ARITHMETIC.create_decimal(text)
    except (InvalidOperation, Overflow):
        return None


def number_text(value: Decimal) -> str:
    """Return a number without an exponent where it has up to 40 digits, else in scientific form."""
    if value.is_zero():
        value = abs(value)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -40 <= exponent <= 0:
        return format(value, "f")
    if isinstance(exponent, int) and 0 < exponent <= 40:
        return format(value, "f")
    return str(value)


def whole(value: Decimal) -> int | None:
    """Return a number as an integer; None when it has a fraction."""
    return int(value) if value == value.to_integral_value() else None
