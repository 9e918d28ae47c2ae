"""Functions on numbers."""

from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)

from engine.feel.library.define import builtin
from engine.feel.numbers import ARITHMETIC, is_even, whole
from engine.feel.values import Refusal, Value, YearsMonths

_SMALLEST, _LARGEST = -6111, 6176


def rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Return a number rounded to a scale; a negative scale rounds to tens, hundreds ...

    Raises:
        Refusal: If the scale is no whole number from -6111 to 6176.
    """
    digits = whole(ARITHMETIC.to_integral_value(scale) if scale != int(scale) else scale)
    if digits is None or not _SMALLEST <= digits <= _LARGEST:
        raise Refusal(f"The scale has to be a whole number from {_SMALLEST} to {_LARGEST}.")
    try:
        return value.quantize(Decimal(1).scaleb(-digits), rounding, ARITHMETIC)
    except DecimalException as error:
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent <= digits:
            return value
        raise Refusal("The result has more than 34 digits.") from error


@builtin("decimal", "n: number, scale: number", "number")
def decimal(n: Decimal, scale: Decimal) -> Value:
    """A number rounded to a scale, half to even."""
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor", "n: number, scale?: number", "number")
def floor(n: Decimal, scale: Decimal | None = None) -> Value:
    """The nearest number below at a scale."""
    return rounded(n, scale or Decimal(0), ROUND_FLOOR)


@builtin("ceiling", "n: number, scale?: number", "number")
def ceiling(n: Decimal, scale: Decimal | None = None) -> Value:
    """The nearest number above at a scale."""
    return rounded(n, scale or Decimal(0), ROUND_CEILING)


@builtin("round up", "n: number, scale: number", "number")
def round_up(n: Decimal, scale: Decimal) -> Value:
    """A number rounded away from zero."""
    return rounded(n, scale, ROUND_UP)


@builtin("round down", "n: number, scale: number", "number")
def round_down(n: Decimal, scale: Decimal) -> Value:
    """A number rounded towards zero."""
    return rounded(n, scale, ROUND_DOWN)


@builtin("round half up", "n: number, scale: number", "number")
def round_half_up(n: Decimal, scale: Decimal) -> Value:
    """A number rounded to the nearest, halves away from zero."""
    return rounded(n, scale, ROUND_HALF_UP)


@builtin("round half down", "n: number, scale: number", "number")
def round_half_down(n: Decimal, scale: Decimal) -> Value:
    """A number rounded to the nearest, halves towards zero."""
    return rounded(n, scale, ROUND_HALF_DOWN)


@builtin("abs", "n: number", "number")
def absolute(n: Decimal) -> Value:
    """A number or duration without its sign."""
    return ARITHMETIC.abs(n)


@builtin("abs", "n: days and time duration", "days and time duration")
def absolute_days(n: timedelta) -> Value:
    """A number or duration without its sign."""
    return abs(n)


@builtin("abs", "n: years and months duration", "years and months duration")
def absolute_months(n: YearsMonths) -> Value:
    """A number or duration without its sign."""
    return YearsMonths(abs(n.months))


@builtin("modulo", "dividend: number, divisor: number", "number")
def modulo(dividend: Decimal, divisor: Decimal) -> Value:
    """The rest of a division; it has the sign of the divisor.

    Raises:
        Refusal: If the divisor is zero.
    """
    if divisor == 0:
        raise Refusal("A number cannot be divided by zero.")
    try:
        rest = ARITHMETIC.remainder(dividend, divisor)
    except DecimalException as error:
        raise Refusal("The two numbers are too far apart.") from error
    return ARITHMETIC.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt", "number: number", "number")
def square_root(number: Decimal) -> Value:
    """The square root of a number.

    Raises:
        Refusal: If the number is negative.
    """
    if number < 0:
        raise Refusal("A negative number has no square root.")
    return ARITHMETIC.sqrt(number)


@builtin("log", "number: number", "number")
def logarithm(number: Decimal) -> Value:
    """The natural logarithm of a number.

    Raises:
        Refusal: If the number is not above zero.
    """
    if number <= 0:
        raise Refusal("Only a number above zero has a logarithm.")
    return ARITHMETIC.ln(number)


@builtin("exp", "number: number", "number")
def exponential(number: Decimal) -> Value:
    """Euler's number to the power of a number.

    Raises:
        Refusal: If the result is too large.
    """
    try:
        return ARITHMETIC.exp(number)
    except DecimalException as error:
        raise Refusal("The result is too large.") from error


@builtin("odd", "number: number", "boolean")
def odd(number: Decimal) -> Value:
    """Whether a whole number is odd."""
    return is_even(number) is False


@builtin("even", "number: number", "boolean")
def even(number: Decimal) -> Value:
    """Whether a whole number is even."""
    return is_even(number) is True
