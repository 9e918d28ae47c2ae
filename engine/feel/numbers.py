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


#: Exponents of numbers that are written out.
_WRITTEN: Final = range(-40, 1)


def number_of(text: str) -> Decimal | None:
    """Return the number that a text of digits stands for, rounded to 34 digits; None when too large."""
    try:
        return ARITHMETIC.create_decimal(text)
    except (InvalidOperation, Overflow):
        return None


def number_text(value: Decimal) -> str:
    """Return a number without an exponent where it has up to 40 digits, else in scientific form."""
    if value.is_zero():
        value = abs(value).quantize(Decimal(1)) if value.adjusted() not in _WRITTEN else abs(value)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -40 <= exponent <= 0:
        return format(value, "f")
    if isinstance(exponent, int) and 0 < exponent <= 40:
        return format(value, "f")
    return str(value)


def whole(value: Decimal) -> int | None:
    """Return a number as an integer; None when it has a fraction, or more than 34 digits."""
    if value.adjusted() >= ARITHMETIC.prec:
        return None
    return int(value) if value == value.to_integral_value() else None


def is_even(value: Decimal) -> bool | None:
    """Return whether a whole number is even; None when it has a fraction."""
    if value != value.to_integral_value():
        return None
    return value.adjusted() >= ARITHMETIC.prec or int(value) % 2 == 0


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return a number raised to a power.

    Raises:
        DivisionByZero: If zero is raised to a power below zero.
    """
    if base.is_zero() and exponent < 0:
        raise DivisionByZero
    return ARITHMETIC.power(base, exponent)
