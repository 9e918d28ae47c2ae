"""What stands after the dot of a date, a time, a duration or a range."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from engine.feel.compare import offset_of
from engine.feel.far import FarDate, FarMoment
from engine.feel.values import Range, Value, YearsMonths

Property = Callable[..., Value]


def _offset(value: time | datetime) -> timedelta | None:
    return offset_of(value) if value.tzinfo else None


def _zone(value: time | datetime) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _second(value: time | datetime) -> Decimal:
    second = Decimal(value.second)
    return second + Decimal(value.microsecond) / 1_000_000 if value.microsecond else second


def _signed(value: timedelta, seconds: int) -> Decimal:
    return Decimal(-seconds if value < timedelta() else seconds)


def _seconds(value: timedelta) -> Decimal:
    span = abs(value)
    seconds = Decimal(span.seconds % 60)
    if span.microseconds:
        seconds += Decimal(span.microseconds) / 1_000_000
    return -seconds if value < timedelta() else seconds


_DATE: Final[dict[str, Property]] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_TIME: Final[dict[str, Property]] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
    "time offset": _offset,
    "timezone": _zone,
}
_MONTHS: Final[dict[str, Property]] = {
    "years": lambda value: Decimal(abs(value.months) // 12 * (-1 if value.months < 0 else 1)),
    "months": lambda value: Decimal(abs(value.months) % 12 * (-1 if value.months < 0 else 1)),
}
_SPAN: Final[dict[str, Property]] = {
    "days": lambda value: _signed(value, abs(value).days),
    "hours": lambda value: _signed(value, abs(value).seconds // 3600),
    "minutes": lambda value: _signed(value, abs(value).seconds // 60 % 60),
    "seconds": _seconds,
}
_RANGE: Final[dict[str, Property]] = {
    "start": lambda value: value.start,
    "end": lambda value: value.end,
    "start included": lambda value: value.start_included,
    "end included": lambda value: value.end_included,
}
#: The properties of each Python type that has some.
PROPERTIES: Final[dict[type, dict[str, Property]]] = {
    date: _DATE,
    time: _TIME,
    datetime: {**_DATE, **_TIME},
    FarDate: _DATE,
    FarMoment: {**_DATE, **_TIME},
    YearsMonths: _MONTHS,
    timedelta: _SPAN,
    Range: _RANGE,
}
