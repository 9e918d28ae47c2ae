"""Arithmetic of sick leave over 20 working days. Pure: dates and Decimals in, values out.

Leave days and leave records are as in the shared calculations: ``{"day": date, "part": Decimal}``,
and ``{"id": ..., "status": ..., "first day": date, "last day": date, "data": {"kind": ...}}``.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

__all__ = [
    "continued_leaves",
    "entitlement_of",
    "first_day_above",
    "half_pay_day",
    "kept_days",
    "months_before",
    "uncertified_days",
    "used_since",
]

#: A leave that was refused or returned does not go on in another one.
_STANDING = ("SUBMITTED", "APPROVED")


def first_day_above(
    days: Sequence[dict[str, object]], windows: Sequence[dict[str, object]]
) -> date | None:
    """Return the first requested day that no longer lies within the limit; null when all do.

    Args:
        days: Leave days of the request, in order.
        windows: What ``window sums`` gave for them.

    Source:
        P6 gap 4, ``csl.split`` = SPLIT_AT_20. Worked example 3: 14 used, 7 requested; 18 February
        is the only day above 20.

    >>> days = [{"day": date(2025, 2, day), "part": Decimal(1)} for day in (10, 11, 12, 13, 14, 17, 18)]
    >>> window = {"first day": date(2024, 4, 1), "last day": date(2025, 3, 31),
    ...           "used": Decimal(14), "limit": Decimal(20)}
    >>> first_day_above(days, [window])
    datetime.date(2025, 2, 18)
    >>> first_day_above(days[:6], [window]) is None
    True
    """
    found = [day for window in windows if (day := _first_above(days, window)) is not None]
    return min(found, default=None)


def kept_days(
    days: Sequence[dict[str, object]], certify_from: date, first: date | None, last: date | None
) -> list[dict[str, object]]:
    """Return the days that stay certified leave: not sent to be certified, or certified.

    Args:
        days: Leave days of the request.
        certify_from: First day that the medical service was asked about.
        first: First day certified; null when none is.
        last: Last day certified; null when none is.

    >>> days = [{"day": date(2025, 2, day), "part": Decimal(1)} for day in (10, 11, 12, 13)]
    >>> [leave["day"].day for leave in kept_days(days, date(2025, 2, 10), date(2025, 2, 11), date(2025, 2, 12))]
    [11, 12]
    >>> [leave["day"].day for leave in kept_days(days, date(2025, 2, 12), None, None)]
    [10, 11]
    """
    return [leave for leave in days if _is_kept(_day(leave), certify_from, first, last)]


def uncertified_days(
    days: Sequence[dict[str, object]], certify_from: date, first: date | None, last: date | None
) -> list[dict[str, object]]:
    """Return the days that the medical service was asked about and did not certify.

    >>> days = [{"day": date(2025, 2, day), "part": Decimal(1)} for day in (10, 11, 12, 13)]
    >>> [leave["day"].day for leave in uncertified_days(days, date(2025, 2, 10), date(2025, 2, 10), date(2025, 2, 12))]
    [13]
    """
    return [leave for leave in days if not _is_kept(_day(leave), certify_from, first, last)]


def continued_leaves(
    records: Sequence[dict[str, object]], first: date, working_days: Sequence[date]
) -> list[object]:
    """Return the ids of certified leaves that a request goes on from, without a day of work between.

    Args:
        records: What is on record about the person's leave.
        first: First day of the request.
        working_days: Working days before it, in order.

    >>> leave = {"id": "A", "status": "APPROVED", "last day": date(2025, 2, 7), "data": {"kind": "CSL"}}
    >>> continued_leaves([leave], date(2025, 2, 10), [date(2025, 2, 6), date(2025, 2, 7)])
    ['A']
    >>> continued_leaves([leave], date(2025, 2, 11), [date(2025, 2, 7), date(2025, 2, 10)])
    []
    """
    before = working_days[-1] if working_days else first
    return [
        record.get("id")
        for record in records
        if record.get("status") in _STANDING
        and isinstance(data := record.get("data"), dict)
        and data.get("kind") == "CSL"
        and isinstance(last := record.get("last day"), date)
        and before <= last < first
    ]


def entitlement_of(
    table: Sequence[dict[str, object]], appointment: str
) -> dict[str, object] | None:
    """Return the row of an appointment in the owner's table; null when none was loaded.

    >>> entitlement_of([], "PERMANENT") is None
    True
    """
    return next((row for row in table if row.get("appointment") == appointment), None)


def months_before(day: date, months: Decimal) -> date:
    """Return the first day of a period of months that ends on a day, months clamped to their last day.

    Source:
        P6-S8, attendance cards of four years: as of 15 May 2025 from 16 May 2021.

    >>> months_before(date(2025, 5, 15), Decimal(48))
    datetime.date(2021, 5, 16)
    >>> months_before(date(2024, 2, 29), Decimal(12))
    datetime.date(2023, 3, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - int(months), 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    length = (following - date(year, month + 1, 1)).days
    before = date(year, month + 1, min(day.day, length))
    return date.fromordinal(before.toordinal() + 1)


def used_since(taken: Sequence[dict[str, object]], first: date, last: date) -> Decimal:
    """Return the working days of leave taken from the first to the last day.

    >>> used_since([{"day": date(2025, 2, 10), "part": Decimal("0.5")}], date(2025, 2, 10), date(2025, 2, 11))
    Decimal('0.5')
    """
    inside = [_part(leave) for leave in taken if first <= _day(leave) <= last]
    return sum(inside, Decimal(0))


def half_pay_day(days: Sequence[dict[str, object]], left_after: Decimal) -> date | None:
    """Return the first day of a leave that is no longer on full pay; null when all are.

    Args:
        days: Leave days of the request, in order.
        left_after: Working days on full pay left after it; below 0 when there were too few.

    >>> days = [{"day": date(2025, 2, day), "part": Decimal(1)} for day in (10, 11, 12)]
    >>> half_pay_day(days, Decimal(-1))
    datetime.date(2025, 2, 12)
    >>> half_pay_day(days, Decimal(0)) is None
    True
    """
    missing = -left_after
    for leave in reversed(days):
        missing -= _part(leave)
        if -left_after > 0 and missing <= 0:
            return _day(leave)
    return _day(days[0]) if days and left_after < 0 else None


def _first_above(days: Sequence[dict[str, object]], window: dict[str, object]) -> date | None:
    begins, ends = window["first day"], window["last day"]
    room = _number(window["limit"]) - _number(window["used"])
    for leave in days:
        day = _day(leave)
        if isinstance(begins, date) and isinstance(ends, date) and begins <= day <= ends:
            room -= _part(leave)
            if room < 0:
                return day
    return None


def _is_kept(day: date, certify_from: date, first: date | None, last: date | None) -> bool:
    if day < certify_from:
        return True
    return first is not None and last is not None and first <= day <= last


def _day(leave: dict[str, object]) -> date:
    day = leave["day"]
    if not isinstance(day, date):
        message = f"{day!r} is not a day of leave."
        raise TypeError(message)
    return day


def _part(leave: dict[str, object]) -> Decimal:
    return _number(leave["part"])


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
