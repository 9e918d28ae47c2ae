"""Functions that make a value of one type from others."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.feel.compare import order
from engine.feel.far import Day, FarMoment, Moment, at_time, day_of, make_date
from engine.feel.library.define import builtin
from engine.feel.literal import text_of
from engine.feel.numbers import number_of, number_text, whole
from engine.feel.strings import unescape
from engine.feel.temporal_text import (
    offset_zone,
    parse_date,
    parse_datetime,
    parse_duration,
    parse_temporal,
    parse_time,
    zone_named,
)
from engine.feel.values import Range, Refusal, Value, YearsMonths

_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def _read(value: Value, text: str, wanted: str) -> Value:
    if value is None:
        raise Refusal(f"“{text}” is no {wanted}.")
    return value


@builtin("date", "from: string", "date")
def date_from_text(text: str) -> Value:
    """A date from a text, a moment, or year, month and day."""
    return _read(parse_date(text), text, "date")


@builtin("date", "from: date | date and time", "date")
def date_from(value: Day | Moment) -> Value:
    """A date from a text, a moment, or year, month and day."""
    return day_of(value) if isinstance(value, datetime | FarMoment) else value


@builtin("date", "year: number, month: number, day: number", "date")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """A date from a text, a moment, or year, month and day.

    Raises:
        Refusal: If there is no such day.
    """
    text = "-".join(number_text(part) for part in (year, month, day))
    years, months, days = whole(year), whole(month), whole(day)
    if years is None or months is None or days is None:
        raise Refusal(f"There is no day {text}.", "Give whole numbers.")
    try:
        return make_date(years, months, days)
    except (ValueError, OverflowError) as error:
        raise Refusal(f"There is no day {text}.") from error


@builtin("time", "from: string", "time")
def time_from_text(text: str) -> Value:
    """A time from a text, a moment, or hour, minute, second and offset."""
    return _read(parse_time(text), text, "time")


@builtin("time", "from: time | date and time | date", "time")
def time_from(value: time | Day | Moment) -> Value:
    """A time from a text, a moment, or hour, minute, second and offset."""
    if isinstance(value, datetime | FarMoment):
        return value.timetz()
    return value if isinstance(value, time) else time(tzinfo=UTC)


@builtin(
    "time",
    "hour: number, minute: number, second: number, offset?: days and time duration?",
    "time",
)
def time_of(
    hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> Value:
    """A time from a text, a moment, or hour, minute, second and offset.

    Raises:
        Refusal: If there is no such time of day.
    """
    hours, minutes, seconds = whole(hour), whole(minute), int(second)
    micro = int((second - seconds) * 1_000_000)
    try:
        zone = None if offset is None else offset_zone(offset)
        return time(
            -1 if hours is None else hours, -1 if minutes is None else minutes, seconds, micro, zone
        )
    except (ValueError, OverflowError) as error:
        raise Refusal("There is no such time of day.") from error


@builtin("date and time", "from: string", "date and time")
def moment_from_text(text: str) -> Value:
    """A moment from a text, or from a date and a time."""
    return _read(parse_datetime(text), text, "date and time")


@builtin("date and time", "date: date | date and time, time: time", "date and time")
def moment_of(day: Day | Moment, clock: time) -> Value:
    """A moment from a text, or from a date and a time."""
    return at_time(day_of(day) if isinstance(day, datetime | FarMoment) else day, clock)


@builtin("date and time", "date: date and time, timezone: string", "date and time")
def moment_in_zone(moment: datetime, timezone: str) -> Value:
    """A moment from a text, or from a date and a time.

    Raises:
        Refusal: If there is no such zone.
    """
    zone = zone_named(timezone)
    if zone is None:
        raise Refusal(f"There is no time zone “{timezone}”.", "Write one such as Africa/Nairobi.")
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


@builtin("date and time", "from: date | date and time", "date and time")
def moment_from(value: Day | Moment) -> Value:
    """A moment from a text, or from a date and a time."""
    if isinstance(value, datetime | FarMoment):
        return value
    return at_time(value, time(tzinfo=UTC))


@builtin("duration", "from: string | days and time duration | years and months duration")
def duration(value: str | timedelta | YearsMonths) -> Value:
    """A duration from a text such as ``P1Y2M`` or ``P3DT4H``."""
    return _read(parse_duration(value), value, "duration") if isinstance(value, str) else value


@builtin(
    "number", "from: string, grouping separator?: string?, decimal separator?: string?", "number"
)
def number(text: str, grouping: str | None = None, point: str | None = None) -> Value:
    """A number from a text, with its separators.

    Raises:
        Refusal: If the separators are wrong or the text is no number.
    """
    if grouping not in {None, " ", ",", "."} or point not in {None, ",", "."}:
        raise Refusal(
            "A separator is a space, a comma or a full stop; the decimal one is no space."
        )
    if grouping is not None and grouping == point:
        raise Refusal("The two separators are the same.")
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    value = number_of(plain) if _NUMBER.fullmatch(plain) else None
    return _read(value, text, "number")


@builtin("number", "from: number", "number")
def number_same(value: Decimal) -> Value:
    """A number from a text, with its separators."""
    return value


@builtin("string", "from: Any", "string")
def string(value: Value) -> Value:
    """Any value as a text."""
    return text_of(value)


_RANGE: Final = re.compile(r"\s*([\[(\]])(.*?)\.\.(.*)([\])\[])\s*", re.DOTALL)
_QUOTED: Final = re.compile(
    r'(@|date and time\(|date\(|time\(|duration\()?"((?:[^"\\]|\\.)*)"(\))?', re.DOTALL
)
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    "@": parse_temporal,
    "date(": parse_date,
    "time(": parse_time,
    "date and time(": parse_datetime,
    "duration(": parse_duration,
    "": unescape,
}


@builtin("range", "from: string", "range")
def range_from_text(text: str) -> Value:
    """A range from a text such as ``[18..21)``; an end left out has to be open.

    Raises:
        Refusal: If the text is no range.
    """
    match = _RANGE.fullmatch(text)
    if not match:
        raise Refusal(f"“{text}” is no range.", "Write one such as [1..5).")
    opening, low, high, closing = match.groups()
    start, end = _end_of_range(low.strip()), _end_of_range(high.strip())
    included = opening == "[", closing == "]"
    if (start is None and (end is None or included[0])) or (end is None and included[1]):
        raise Refusal(f"“{text}” has a closed end without a value.")
    if start is not None and end is not None and order(start, end) > 0:
        raise Refusal(f"“{text}” ends before it starts.")
    return Range(start=start, end=end, start_included=included[0], end_included=included[1])


def _end_of_range(text: str) -> Value:
    if not text:
        return None
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        before, inside, after = quoted.groups()
        closed = bool(after) == (before or "").endswith("(")
        value = _READERS[before or ""](inside) if closed else None
    else:
        value = number_of(text) if _NUMBER.fullmatch(text) else parse_temporal(text)
    return _read(value, text, "end of a range")
