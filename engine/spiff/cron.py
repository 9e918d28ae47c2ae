"""Cron texts of timer cycles: seconds (may be left out), minutes, hours, days, months, weekdays."""

import re
from datetime import datetime, timedelta

__all__ = ["CRON", "next_match"]

_FIELD = r"[\w*?/,\-#]+"
#: Five or six fields, or a name such as ``@daily``.
CRON = re.compile(
    rf"(?:{_FIELD} +){{4,5}}{_FIELD}|@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)"
)

_NAMED = {
    "@yearly": "0 0 0 1 1 *",
    "@annually": "0 0 0 1 1 *",
    "@monthly": "0 0 0 1 * *",
    "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *",
    "@midnight": "0 0 0 * * *",
    "@hourly": "0 0 * * * *",
}
_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_DAYS = {
    name: str(number)
    for number, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])
}
_BOUNDS = ((0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
#: Leap days on a weekday come back within 40 years.
_HORIZON_DAYS = 366 * 40

Fields = tuple[frozenset[int], ...]


def next_match(text: str, after: datetime) -> datetime | None:
    """Return the first local instant later than `after` that a cron text names.

    Args:
        text: Five or six fields, or a name such as ``@daily``.
        after: Aware; its zone is the one in which the fields are read.

    Returns:
        An aware instant; None if the text is wrong or names no instant within 40 years.
    """
    fields = _fields(text)
    if fields is None:
        return None
    any_day, any_weekday = _is_any(text, 3), _is_any(text, 5)
    start = after.replace(microsecond=0, tzinfo=None) + timedelta(seconds=1)
    day = start.date()
    for _ in range(_HORIZON_DAYS):
        if _day_fits(fields, day.month, day.day, (day.weekday() + 1) % 7, any_day, any_weekday):
            clock = start.time() if day == start.date() else None
            found = _time_in(
                fields,
                clock.hour if clock else 0,
                clock.minute if clock else 0,
                clock.second if clock else 0,
            )
            if found is not None:
                return datetime(day.year, day.month, day.day, *found, tzinfo=after.tzinfo)
        day += timedelta(days=1)
    return None


def _split(text: str) -> list[str]:
    parts = _NAMED.get(text, text).upper().split()
    return ["0", *parts] if len(parts) == 5 else parts


def _is_any(text: str, index: int) -> bool:
    return _split(text)[index] in {"*", "?"}


def _fields(text: str) -> Fields | None:
    parts = _split(text)
    sets = []
    for index, (part, bounds) in enumerate(zip(parts, _BOUNDS, strict=True)):
        names = {4: _MONTHS, 5: _DAYS}.get(index, {})
        for name, number in names.items():
            part = part.replace(name, number)  # noqa: PLW2901 - the same field, in numbers
        found = _values(part, *bounds)
        if not found:
            return None
        sets.append(frozenset(value % 7 for value in found) if index == 5 else found)
    return tuple(sets)


def _values(part: str, low: int, high: int) -> frozenset[int]:
    """Return the numbers that one field names; none if it cannot be read."""
    found: set[int] = set()
    for item in part.split(","):
        match = re.fullmatch(r"(?:(\*|\?)|(\d+)(?:-(\d+))?)(?:/(\d+))?", item)
        if match is None or match[4] == "0":
            return frozenset()
        first = low if match[1] else int(match[2])
        last = high if match[1] or (match[4] and not match[3]) else int(match[3] or match[2])
        if not low <= first <= last <= high:
            return frozenset()
        found.update(range(first, last + 1, int(match[4] or 1)))
    return frozenset(found)


def _day_fits(
    fields: Fields, month: int, day: int, weekday: int, any_day: bool, any_weekday: bool
) -> bool:
    if month not in fields[4]:
        return False
    if any_day or any_weekday:
        return day in fields[3] and weekday in fields[5]
    return (
        day in fields[3] or weekday in fields[5]
    )  # as cron has it: either one, when both are given


def _time_in(fields: Fields, hour: int, minute: int, second: int) -> tuple[int, int, int] | None:
    """Return the first time of day at or after the given one."""
    for found_hour in sorted(h for h in fields[2] if h >= hour):
        least_minute = minute if found_hour == hour else 0
        for found_minute in sorted(m for m in fields[1] if m >= least_minute):
            least_second = second if (found_hour, found_minute) == (hour, minute) else 0
            for found_second in sorted(s for s in fields[0] if s >= least_second):
                return found_hour, found_minute, found_second
    return None
