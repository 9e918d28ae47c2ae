"""Equality and order, as the tables of the standard define them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel.far import Day, FarDate, FarMoment, Moment, order_key
from engine.feel.limits import Meter
from engine.feel.values import Range, Refusal, Value, YearsMonths, kind


def equal(left: Value, right: Value, meter: Meter) -> bool | None:
    """Return whether two values are equal; None when they are of different types."""
    if left is None or right is None:
        return left is right
    if type(left) is type(right) and type(left) in _DIRECT:
        return left == right
    if kind(left) != kind(right):
        return None
    if isinstance(left, list) and isinstance(right, list):
        return _equal_lists(left, right, meter)
    if isinstance(left, dict) and isinstance(right, dict):
        return _equal_contexts(left, right, meter)
    if isinstance(left, Range) and isinstance(right, Range):
        return _equal_ranges(left, right, meter)
    if isinstance(left, date | FarDate) and isinstance(right, date | FarDate):
        return _zoned(left) == _zoned(right) and order_key(left) == order_key(right)
    if isinstance(left, time | datetime):
        return comparable(left) == comparable(right)
    return left == right


_DIRECT: Final = frozenset({Decimal, str, bool, date, timedelta, YearsMonths})


def _equal_lists(left: list[Value], right: list[Value], meter: Meter) -> bool:
    meter.spend(min(len(left), len(right)) + 1)
    return len(left) == len(right) and all(
        equal(one, other, meter) for one, other in zip(left, right, strict=True)
    )


def _equal_contexts(left: dict[str, Value], right: dict[str, Value], meter: Meter) -> bool:
    meter.spend(len(left) + 1)
    return left.keys() == right.keys() and all(
        equal(value, right[key], meter) for key, value in left.items()
    )


def _equal_ranges(left: Range, right: Range, meter: Meter) -> bool:
    return (
        left.start_included == right.start_included
        and left.end_included == right.end_included
        and equal(left.start, right.start, meter) is True
        and equal(left.end, right.end, meter) is True
    )


def instant(moment: datetime) -> datetime:
    """Return a moment in UTC; a local one as it stands."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


_BEGINNING: Final = datetime(1, 1, 1, tzinfo=UTC)


def comparable(value: Value) -> tuple[bool, object]:
    """Return a key of a time or moment: zoned or not, then its place on the clock in UTC."""
    if isinstance(value, datetime):
        # Not in UTC itself: around the years 1 and 9999 that is out of Python's reach.
        clock = value.replace(tzinfo=UTC) - _BEGINNING
        return value.tzinfo is not None, clock - offset_of(value)
    if isinstance(value, time):
        return value.tzinfo is not None, since_midnight(value)
    return False, value


def _zoned(value: Day | Moment) -> bool:
    return getattr(value, "tzinfo", None) is not None


def _far_keys(left: Value, right: Value) -> tuple[Value, Value]:
    if not isinstance(left, date | FarDate) or not isinstance(right, date | FarDate):
        raise Refusal("These cannot be compared.")
    return order_key(left), order_key(right)


def _on_one_line(left: time | datetime, right: time | datetime) -> tuple[Value, Value]:
    """Return what orders two times; one without a zone takes the zone of the other."""
    if left.tzinfo is None:
        left = left.replace(tzinfo=right.tzinfo)
    if right.tzinfo is None:
        right = right.replace(tzinfo=left.tzinfo)
    return comparable(left)[1], comparable(right)[1]


def since_midnight(value: time) -> timedelta:
    """Return how far a time is from midnight UTC; from local midnight where it has no zone."""
    return timedelta(
        hours=value.hour,
        minutes=value.minute,
        seconds=value.second,
        microseconds=value.microsecond,
    ) - offset_of(value)


def offset_of(value: time | datetime | FarMoment) -> timedelta:
    """Return the offset from UTC; that of 1 January 1970 for a time in a named zone."""
    if value.tzinfo is None:
        return timedelta()
    moment = datetime(1970, 1, 1, tzinfo=value.tzinfo) if isinstance(value, time) else value
    return moment.utcoffset() or timedelta()


_ORDERED: Final = frozenset(
    {
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


def order(left: Value, right: Value) -> int:
    """Return -1, 0 or 1 as the first value comes before, with or after the second.

    Raises:
        Refusal: If one is null, they are of different types, or the type has no order.
    """
    kinds = kind(left), kind(right)
    if kinds[0] != kinds[1] or kinds[0] not in _ORDERED:
        raise Refusal(_cannot(left, right))
    one, other = left, right
    if isinstance(left, FarDate) or isinstance(right, FarDate):
        one, other = _far_keys(left, right)
    elif isinstance(left, time | datetime) and isinstance(right, time | datetime):
        one, other = _on_one_line(left, right)
    if one == other:
        return 0
    return -1 if one < other else 1  # type: ignore[operator]  # the same ordered type on both sides


def _cannot(left: Value, right: Value) -> str:
    one, other = ("null" if value is None else f"a {kind(value)}" for value in (left, right))
    return f"These cannot be compared: {one} and {other}."


OPERATORS: Final[dict[str, Callable[[int], bool]]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def compare(operator: str, left: Value, right: Value, meter: Meter) -> bool | None:
    """Apply one of the six comparison operators.

    Raises:
        Refusal: If the two cannot be compared.
    """
    if operator in OPERATORS:
        return OPERATORS[operator](order(left, right))
    same = equal(left, right, meter)
    if same is None:
        raise Refusal(_cannot(left, right))
    return same if operator == "=" else not same


def contains(span: Range, value: Value) -> bool:
    """Return whether a value lies within a range.

    Raises:
        Refusal: If it cannot be compared with the ends.
    """
    if span.start is not None:
        sign = order(value, span.start)
        if sign < 0 or (sign == 0 and not span.start_included):
            return False
    if span.end is not None:
        sign = order(value, span.end)
        if sign > 0 or (sign == 0 and not span.end_included):
            return False
    if value is None:
        raise Refusal("null cannot be compared with a range.")
    return True


def matches(value: Value, wanted: Value, meter: Meter) -> bool | None:
    """Return whether a value is, or is in, what stands after ``in``."""
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return contains(wanted, value)
    if isinstance(wanted, list):
        meter.spend(len(wanted))
        if any(_is_or_within(value, item, meter) for item in wanted):
            return True
        return isinstance(value, list) and equal(value, wanted, meter) is True
    return equal(value, wanted, meter)


def _is_or_within(value: Value, item: Value, meter: Meter) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        try:
            return contains(item, value)
        except Refusal:
            return False
    return equal(value, item, meter) is True
