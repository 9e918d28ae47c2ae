"""Dates, times and durations as texts: the lexical forms of XML Schema, plus ``@`` and a zone name."""

import re
from datetime import UTC, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.far import Day, Moment, at_time, make_date, next_day
from engine.feel.values import Value, YearsMonths

_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))"
_DAY: Final = _YEAR + r"-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_CLOCK: Final = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?"
    r"(?:(?P<utc>[Zz])|(?P<sign>[+-])(?P<oh>[0-9]{2}):(?P<om>[0-9]{2})(?::(?P<os>[0-9]{2}))?"
    r"|@(?P<zone>[A-Za-z][\w+/-]*))?"
)
_DATE: Final = re.compile(_DAY)
_TIME: Final = re.compile(_CLOCK)
_DATETIME: Final = re.compile(_DAY + r"(?:Z|T" + _CLOCK + ")?")
_MONTHS: Final = re.compile(
    r"(?P<sign>-?)P(?=[0-9])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?"
)
_DAYS: Final = re.compile(
    r"(?P<sign>-?)P(?=[0-9T])(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_LONGEST: Final = 40


def parse_temporal(text: str) -> Value:
    """Return what a text after ``@`` stands for; None when it is none of the five kinds."""
    if text.lstrip("-").startswith("P"):
        return parse_duration(text)
    if "T" in text.partition("@")[0]:
        return parse_datetime(text)
    return parse_date(text) or parse_time(text)


def parse_date(text: str) -> Day | None:
    """Return the date in ``2027-03-01``; None when there is no such day."""
    match = _DATE.fullmatch(text)
    return _day(match) if match else None


def parse_time(text: str) -> time | None:
    """Return the time in ``14:30:00``, with ``Z``, an offset or ``@`` and a zone; None when wrong."""
    match = _TIME.fullmatch(text)
    if not match or (match["zone"] and not zone_named(match["zone"])):
        return None
    return _clock(match)


def parse_datetime(text: str) -> Moment | None:
    """Return the moment in ``2027-03-01T14:30:00+01:00``; a date alone is its midnight."""
    match = _DATETIME.fullmatch(text)
    day = _day(match) if match else None
    if not match or day is None:
        return None
    if match["hour"] is None:
        return at_time(day, time(tzinfo=UTC if text.endswith("Z") else None))
    if match["zone"] and not zone_named(match["zone"]):
        return None
    clock = _clock(match)
    if clock is None:
        return None
    if match["hour"] == "24":
        day = next_day(day)
    return at_time(day, clock)


def _day(match: re.Match[str]) -> Day | None:
    try:
        return make_date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    hour, minute, second = (int(match[part]) for part in ("hour", "minute", "second"))
    micro = int((match["fraction"] or "0").ljust(6, "0")[:6])
    if hour == 24:
        if minute or second or micro:
            return None
        hour = 0
    try:
        return time(hour, minute, second, micro, tzinfo=_zone(match))
    except ValueError:
        return None


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["utc"]:
        return UTC
    if match["zone"]:
        return zone_named(match["zone"])
    if not match["sign"]:
        return None
    hours, minutes, seconds = int(match["oh"]), int(match["om"]), int(match["os"] or 0)
    if minutes > 59 or seconds > 59:
        raise ValueError(match.group())
    return offset_zone(timedelta(hours=hours, minutes=minutes, seconds=seconds), match["sign"])


def offset_zone(offset: timedelta, sign: str = "+") -> tzinfo:
    """Return the zone with a fixed offset of up to 14 hours.

    Raises:
        ValueError: If the offset is larger.
    """
    if abs(offset) > timedelta(hours=14):
        raise ValueError(f"An offset of {offset} is more than 14 hours.")
    return timezone(-offset if sign == "-" else offset) if offset else UTC


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone with an IANA name such as ``Africa/Nairobi``; None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parse_duration(text: str) -> timedelta | YearsMonths | None:
    """Return the duration in ``P1Y2M`` or ``P3DT4H``; None when wrong or when it mixes both kinds."""
    if len(text) > _LONGEST:
        return None
    match = _MONTHS.fullmatch(text)
    if match:
        months = int(match["years"] or 0) * 12 + int(match["months"] or 0)
        return YearsMonths(-months if match["sign"] else months)
    match = _DAYS.fullmatch(text)
    if not match:
        return None
    seconds, _, fraction = (match["seconds"] or "0").partition(".")
    try:
        span = timedelta(
            days=int(match["days"] or 0),
            hours=int(match["hours"] or 0),
            minutes=int(match["minutes"] or 0),
            seconds=int(seconds),
            microseconds=int(fraction[:6].ljust(6, "0")),
        )
    except OverflowError:
        return None
    return -span if match["sign"] else span


def date_text(value: Day | Moment) -> str:
    """Return a date as ``2027-03-01``."""
    year = f"{'-' if value.year < 0 else ''}{abs(value.year):04d}"
    return f"{year}-{value.month:02d}-{value.day:02d}"


def time_text(value: time) -> str:
    """Return a time as ``14:30:00``, with its fraction, offset or zone where it has one."""
    fraction = f".{value.microsecond:06d}".rstrip("0") if value.microsecond else ""
    clock = f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}"
    return clock + _zone_text(value.tzinfo)


def datetime_text(value: Moment) -> str:
    """Return a moment as ``2027-03-01T14:30:00@Europe/Rome``."""
    return f"{date_text(value)}T{time_text(value.timetz())}"


def _zone_text(zone: tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None) or timedelta()
    return offset_text(offset) if offset else "Z"


def offset_text(offset: timedelta) -> str:
    """Return an offset as ``+05:30``."""
    seconds = abs(int(offset.total_seconds()))
    text = f"{'-' if offset < timedelta() else '+'}{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return text + (f":{seconds % 60:02d}" if seconds % 60 else "")


def duration_text(value: timedelta | YearsMonths) -> str:
    """Return a duration in its shortest normal form: ``P1Y2M``, ``P1DT2H``, ``PT0S``, ``P0M``."""
    if isinstance(value, YearsMonths):
        years, months = divmod(abs(value.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if value.months < 0 else ''}P{text}"
    span = abs(value)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{span.microseconds:06d}".rstrip("0") if span.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{span.days}D" if span.days else ""
    text = days + (f"T{clock}" if clock else "")
    return f"{'-' if value < timedelta() else ''}P{text or 'T0S'}"
