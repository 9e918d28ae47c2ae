"""Limits of a policy turned into days: ``CD:20``, ``WD:1``, ``MONTHS:3``, ``YEARS:2``.

The event's day is day 0, so a limit of 20 calendar days from 3 February ends on 23 February.
Received by the end of the last day, in the office's time zone, is on time.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from engine.errors import ExpressionError
from engine.model.calendar import add_working_days, roll
from engine.model.directory import Calendar

_LIMIT = re.compile(r"(?P<unit>CD|WD|MONTHS|YEARS):(?P<count>-?\d{1,5})")


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month when it is shorter.

    >>> add_months(date(2024, 11, 30), 3)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def work_out_deadline(
    event: date,
    limit: str,
    calendar: Calendar,
    rolling: str = "NONE",
    *,
    count_event_day: bool = False,
) -> date:
    """Return the last day on which something is on time.

    Args:
        event: The day from which is counted.
        limit: ``CD`` calendar days, ``WD`` working days, ``MONTHS`` or ``YEARS``, and how many.
        calendar: Of the duty station.
        rolling: ``NONE``, ``NEXT`` or ``PREVIOUS``: where a limit on a day not worked goes.
        count_event_day: True when the event's day is day 1; days only.

    Raises:
        ExpressionError: If the limit is not written as above.
    """
    found = _LIMIT.fullmatch(limit)
    if found is None:
        message = f"“{limit}” is not a limit. Write CD:20, WD:1, MONTHS:3 or YEARS:2."
        raise ExpressionError(message)
    count = int(found["count"])
    days = count - 1 if count_event_day and count > 0 else count
    match found["unit"]:
        case "CD":
            last = event + timedelta(days=days)
        case "WD":
            last = add_working_days(event, days, calendar)
        case "MONTHS":
            last = add_months(event, count)
        case _:
            last = add_months(event, 12 * count)
    return roll(last, rolling, calendar)


def share_of_period(first: date, last: date, percent: int) -> date:
    """Return the day on which a share of a period has passed, rounded up to a whole day."""
    return first + timedelta(days=-((first - last).days * percent // 100))
