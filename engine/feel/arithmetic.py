"""``+ - * / **`` on numbers, texts, dates, times and durations, by the types of both sides."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, DecimalException
from typing import Final

from engine.feel import far_arithmetic
from engine.feel.compare import instant, since_midnight
from engine.feel.numbers import ARITHMETIC, power
from engine.feel.values import Refusal, Value, YearsMonths, kind

Operation = Callable[..., Value]


def calculate(operator: str, left: Value, right: Value) -> Value:
    """Apply an operator.

    Raises:
        Refusal: If the types do not go together, a side is null, or the result is out of bounds.
    """
    operation = _OPERATIONS[operator].get((type(left), type(right)))
    far = far_arithmetic.OPERATIONS.get((operator, kind(left), kind(right)))
    operation = operation or far
    if operation is None:
        raise Refusal(_mismatch(operator, left, right))
    try:
        return operation(left, right)
    except DecimalException as error:
        raise Refusal(_out_of_bounds(operator, right)) from error
    except (OverflowError, ValueError) as error:
        if far is None or operation is far:
            raise Refusal("The result is out of bounds.") from error
    return _far(far, left, right)


def _far(operation: Operation, left: Value, right: Value) -> Value:
    try:
        return operation(left, right)
    except (OverflowError, ValueError) as error:
        raise Refusal("The result is out of bounds.") from error


def _out_of_bounds(operator: str, right: Value) -> str:
    if operator == "/" and right == 0:
        return "A number cannot be divided by zero."
    return "The result is too large, or is not a number."


def _mismatch(operator: str, left: Value, right: Value) -> str:
    if left is None or right is None:
        return f"The {'left' if left is None else 'right'} side of “{operator}” is null."
    return f"“{operator}” does not go with {kind(left)} and {kind(right)}."


def negated(value: Value) -> Value:
    """Return ``-value``.

    Raises:
        Refusal: If it is no number or duration.
    """
    if isinstance(value, Decimal):
        return ARITHMETIC.minus(value)
    if isinstance(value, timedelta):
        return -value
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    raise Refusal(
        "“-” needs a number or a duration." if value is not None else "“-” is before null."
    )


def add_months(value: date, months: int) -> date:
    """Return the same day some months on; the last of the month where there is no such day.

    Raises:
        OverflowError: If the year is out of bounds.
    """
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(year)
    return value.replace(
        year=year, month=month + 1, day=min(value.day, monthrange(year, month + 1)[1])
    )


def moved(moment: datetime, span: timedelta) -> datetime:
    """Return a moment some time on; the hours really pass, also where the clocks change."""
    if moment.tzinfo is None:
        return moment + span
    return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)


def midnight(day: date) -> datetime:
    """Return the midnight, UTC, that a date stands for beside moments."""
    return datetime.combine(day, time(tzinfo=UTC))


def between_moments(later: datetime, earlier: datetime) -> timedelta:
    """Return the time from one moment to another.

    Raises:
        Refusal: If only one has a zone.
    """
    if (later.tzinfo is None) != (earlier.tzinfo is None):
        raise Refusal("A moment with a zone and one without have no distance.")
    return instant(later) - instant(earlier)


def _between_times(later: time, earlier: time) -> timedelta:
    if (later.tzinfo is None) != (earlier.tzinfo is None):
        raise Refusal("A time with a zone and one without have no distance.")
    return since_midnight(later) - since_midnight(earlier)


def _time_moved(value: time, span: timedelta) -> time:
    moment = datetime.combine(date(2000, 1, 3), value.replace(tzinfo=None))
    shifted = moment + timedelta(seconds=span.total_seconds() % 86_400)
    return shifted.time().replace(tzinfo=value.tzinfo)


def _day_moved(value: date, span: timedelta) -> date:
    return (datetime.combine(value, time()) + span).date()


def _months_times(value: YearsMonths, factor: Decimal) -> YearsMonths:
    return _span_of_months(ARITHMETIC.multiply(Decimal(value.months), factor))


def _months_divided(value: YearsMonths, divisor: Decimal) -> YearsMonths:
    return _span_of_months(ARITHMETIC.divide(Decimal(value.months), divisor))


def _span_of_months(months: Decimal) -> YearsMonths:
    """Return the duration of some months, cut to whole ones.

    Raises:
        OverflowError: If it has more digits than a number.
    """
    if months.adjusted() >= ARITHMETIC.prec:
        raise OverflowError(months)
    return YearsMonths(int(months))


def seconds_of(span: timedelta) -> Decimal:
    """Return a duration in seconds, exactly."""
    return Decimal(span.days * 86_400 + span.seconds) + Decimal(span.microseconds) / 1_000_000


def span_of(seconds: Decimal) -> timedelta:
    """Return the duration of some seconds, cut to microseconds."""
    return timedelta(microseconds=int(ARITHMETIC.multiply(seconds, Decimal(1_000_000))))


def _span_times(span: timedelta, factor: Decimal) -> timedelta:
    return span_of(ARITHMETIC.multiply(seconds_of(span), factor))


def _span_divided(span: timedelta, divisor: Decimal) -> timedelta:
    return span_of(ARITHMETIC.divide(seconds_of(span), divisor))


def _swapped(operation: Operation) -> Operation:
    return lambda left, right: operation(right, left)


def _minus_span(operation: Operation) -> Operation:
    return lambda left, right: operation(left, -right)


def _months_on(value: date, span: YearsMonths) -> date:
    return add_months(value, span.months)


def _months_back(value: date, span: YearsMonths) -> date:
    return add_months(value, -span.months)


_PLUS: Final[dict[tuple[type, type], Operation]] = {
    (Decimal, Decimal): ARITHMETIC.add,
    (str, str): lambda left, right: left + right,
    (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months + right.months),
    (timedelta, timedelta): lambda left, right: left + right,
    (date, YearsMonths): _months_on,
    (YearsMonths, date): _swapped(_months_on),
    (datetime, YearsMonths): _months_on,
    (YearsMonths, datetime): _swapped(_months_on),
    (date, timedelta): _day_moved,
    (timedelta, date): _swapped(_day_moved),
    (datetime, timedelta): moved,
    (timedelta, datetime): _swapped(moved),
    (time, timedelta): _time_moved,
    (timedelta, time): _swapped(_time_moved),
}
_MINUS: Final[dict[tuple[type, type], Operation]] = {
    (Decimal, Decimal): ARITHMETIC.subtract,
    (YearsMonths, YearsMonths): lambda left, right: YearsMonths(left.months - right.months),
    (timedelta, timedelta): lambda left, right: left - right,
    (date, date): lambda left, right: left - right,
    (datetime, datetime): between_moments,
    (date, datetime): lambda left, right: between_moments(midnight(left), right),
    (datetime, date): lambda left, right: between_moments(left, midnight(right)),
    (time, time): _between_times,
    (date, YearsMonths): _months_back,
    (datetime, YearsMonths): _months_back,
    (date, timedelta): _minus_span(_day_moved),
    (datetime, timedelta): _minus_span(moved),
    (time, timedelta): _minus_span(_time_moved),
}
_TIMES: Final[dict[tuple[type, type], Operation]] = {
    (Decimal, Decimal): ARITHMETIC.multiply,
    (YearsMonths, Decimal): _months_times,
    (Decimal, YearsMonths): _swapped(_months_times),
    (timedelta, Decimal): _span_times,
    (Decimal, timedelta): _swapped(_span_times),
}
_DIVIDED: Final[dict[tuple[type, type], Operation]] = {
    (Decimal, Decimal): ARITHMETIC.divide,
    (YearsMonths, Decimal): _months_divided,
    (timedelta, Decimal): _span_divided,
    (YearsMonths, YearsMonths): lambda left, right: ARITHMETIC.divide(
        Decimal(left.months), Decimal(right.months)
    ),
    (timedelta, timedelta): lambda left, right: ARITHMETIC.divide(
        seconds_of(left), seconds_of(right)
    ),
}
_OPERATIONS: Final[dict[str, dict[tuple[type, type], Operation]]] = {
    "+": _PLUS,
    "-": _MINUS,
    "*": _TIMES,
    "/": _DIVIDED,
    "**": {(Decimal, Decimal): power},
}
