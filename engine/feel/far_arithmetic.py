"""Arithmetic with dates and moments in far years, or that leads there."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from engine.feel.far import Day, Moment, at_time, days_between, place, spread, whole_cycles
from engine.feel.values import Refusal, Value, YearsMonths, kind

_MONTHS_OF_CYCLE: Final = 4_800


def _months_on(value: Day | Moment, span: YearsMonths) -> Value:
    near, cycles = spread(value)
    more, months = divmod(span.months, _MONTHS_OF_CYCLE)
    year, month = divmod(near.year * 12 + near.month - 1 + months, 12)
    day = min(near.day, monthrange(year, month + 1)[1])
    return place(near.replace(year=year, month=month + 1, day=day), cycles + more)


def _span_on(value: Day | Moment, span: timedelta) -> Value:
    near, cycles = spread(value)
    more, days = whole_cycles(span.days)
    rest = span - timedelta(days=span.days - days)
    if not isinstance(near, datetime):
        moved = (datetime.combine(near, time()) + rest).date()
    elif near.tzinfo is None:
        moved = near + rest
    else:
        moved = (near.astimezone(UTC) + rest).astimezone(near.tzinfo)
    return place(moved, cycles + more)


def _between(later: Day | Moment, earlier: Day | Moment) -> Value:
    both_days = kind(later) == kind(earlier) == "date"
    one, other = (value if both_days else _moment(value) for value in (later, earlier))
    (near, cycles), (start, before) = spread(one), spread(other)
    if isinstance(near, datetime) and isinstance(start, datetime):
        if (near.tzinfo is None) != (start.tzinfo is None):
            raise Refusal("A moment with a zone and one without have no distance.")
        if near.tzinfo is not None:
            near, start = near.astimezone(UTC), start.astimezone(UTC)
    return _distance(near, start) + days_between(cycles, before)


def _distance(near: date, start: date) -> timedelta:
    return near - start


def _moment(value: Day | Moment) -> Moment | Day:
    return at_time(value, time(tzinfo=UTC)) if kind(value) == "date" else value


def _back(operation: Callable[..., Value]) -> Callable[..., Value]:
    def run(value: Value, span: timedelta | YearsMonths) -> Value:
        back = YearsMonths(-span.months) if isinstance(span, YearsMonths) else -span
        return operation(value, back)

    return run


_MONTHS: Final = "years and months duration"
_DAYS: Final = "days and time duration"
_KINDS: Final = ("date", "date and time")
#: By operator and the kinds of both sides.
OPERATIONS: Final[Mapping[tuple[str, str, str], Callable[..., Value]]] = {
    **{("+", one, _MONTHS): _months_on for one in _KINDS},
    **{("+", one, _DAYS): _span_on for one in _KINDS},
    **{("+", _MONTHS, one): lambda span, value: _months_on(value, span) for one in _KINDS},
    **{("+", _DAYS, one): lambda span, value: _span_on(value, span) for one in _KINDS},
    **{("-", one, _MONTHS): _back(_months_on) for one in _KINDS},
    **{("-", one, _DAYS): _back(_span_on) for one in _KINDS},
    **{("-", one, other): _between for one in _KINDS for other in _KINDS},
}
