"""Half-years, quarters and reminders of the inventory calendar. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

__all__ = [
    "count_due",
    "frequency_of",
    "half_year_of",
    "month_day",
    "month_end",
    "next_reminder",
]

JUNE = 6
#: Months of the year that end a period of counting.
MONTHS = {"SEMI_ANNUAL": 6, "QUARTERLY": 3, "MONTHLY": 1}


def frequency_of(offices: Sequence[dict[str, object]], unit: str, usual: str) -> str:
    """Return how often an office counts.

    Args:
        offices: Offices that count more often: rows of ``unit`` and ``frequency``.
        unit: The office.
        usual: ``SEMI_ANNUAL``, ``QUARTERLY`` or ``MONTHLY``, for all others.

    >>> frequency_of([{"unit": "kenya", "frequency": "MONTHLY"}], "kenya", "SEMI_ANNUAL")
    'MONTHLY'
    >>> frequency_of([], "kenya", "SEMI_ANNUAL")
    'SEMI_ANNUAL'
    """
    own = [str(row.get("frequency")) for row in offices if row.get("unit") == unit]
    return own[0] if own else usual


def count_due(frequency: str, day: date) -> bool:
    """Tell whether a count falls at the end of a day's month.

    Source:
        P10-S13: at least for the second and the fourth quarter.

    >>> [count_due("SEMI_ANNUAL", date(2025, month, 1)) for month in (3, 6, 9, 12)]
    [False, True, False, True]
    >>> count_due("QUARTERLY", date(2025, 3, 1)), count_due("MONTHLY", date(2025, 2, 1))
    (True, True)
    """
    return day.month % MONTHS[frequency] == 0


def half_year_of(last: date) -> dict[str, object]:
    """Return the half-year in which a count falls, up to the day of the count.

    Args:
        last: Last day that is counted.

    Returns:
        ``first`` day of the half-year, ``last``, ``year``, ``quarter`` (Q1 to Q4), ``ends`` (true
        when the day ends a quarter) and ``label``.

    Source:
        P10-S13, P10-S19: counts for the second and fourth quarter; adjustments in their quarter.

    >>> half_year_of(date(2025, 6, 30))["label"], half_year_of(date(2025, 6, 30))["first"]
    ('Q2 2025', datetime.date(2025, 1, 1))
    >>> half = half_year_of(date(2025, 9, 15))
    >>> half["quarter"], half["ends"], half["first"]
    ('Q3', False, datetime.date(2025, 7, 1))
    """
    quarter = f"Q{(last.month + 2) // 3}"
    return {
        "first": date(last.year, 1 if last.month <= JUNE else JUNE + 1, 1),
        "last": last,
        "year": Decimal(last.year),
        "quarter": quarter,
        "ends": last == month_end(last) and last.month % 3 == 0,
        "label": f"{quarter} {last.year}",
    }


def month_end(day: date) -> date:
    """Return the last day of a month.

    >>> month_end(date(2028, 2, 1)), month_end(date(2025, 12, 31))
    (datetime.date(2028, 2, 29), datetime.date(2025, 12, 31))
    """
    later = day.replace(day=1) + timedelta(days=31)
    return later.replace(day=1) - timedelta(days=1)


def month_day(year: Decimal, day: str) -> date:
    """Return a day of a year.

    Args:
        year: The year.
        day: Month and day, such as ``07-15``.

    Source:
        P10-S15, P10-S26, P10-S28. Period dates of the second quarter of 2025:

    >>> month_day(Decimal(2025), "07-15"), month_day(Decimal(2025), "07-20")
    (datetime.date(2025, 7, 15), datetime.date(2025, 7, 20))
    """
    month, _, number = day.partition("-")
    return date(int(year), int(month), int(number))


def next_reminder(limit: date, offsets: Sequence[Decimal], after: date) -> date:
    """Return the next day on which somebody is reminded of a limit: daily once it has passed.

    Args:
        limit: Last day.
        offsets: Days before it.
        after: The day of the last reminder, or the day before the first may go out.

    Source:
        P10-S15: the limit; reminders 30, 14, 7 and 2 days before, then daily, are proposed.

    >>> days, found = [Decimal(n) for n in (30, 14, 7, 2)], date(2025, 6, 1)
    >>> for _ in range(6):
    ...     found = next_reminder(date(2025, 7, 15), days, found)
    ...     print(found)
    2025-06-15
    2025-07-01
    2025-07-08
    2025-07-13
    2025-07-16
    2025-07-17
    """
    before = [limit - timedelta(days=int(days)) for days in offsets]
    daily = max(after, limit) + timedelta(days=1)
    return min([day for day in before if day > after], default=daily)
