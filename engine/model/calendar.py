"""Working-day arithmetic. Days are plain dates of the duty station; nothing here asks the time."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from engine.errors import LimitError
from engine.model.directory import Calendar

#: A span longer than this is a mistake, not a leave.
MAX_DAYS = 36_600


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Tell whether a day is worked: neither weekend nor holiday."""
    return day.isoweekday() not in calendar.weekend and day not in calendar.holidays


def list_days(first: date, last: date) -> Iterator[date]:
    """List every day from the first to the last, both included.

    Raises:
        LimitError: If the span is longer than a century.
    """
    span = (last - first).days
    if span > MAX_DAYS:
        message = f"{first} to {last} is more than {MAX_DAYS} days."
        raise LimitError(message)
    return (first + timedelta(days=offset) for offset in range(span + 1))


def count_working_days(first: date, last: date, calendar: Calendar) -> int:
    """Count the working days from the first day to the last, both included; 0 when last < first."""
    return sum(is_working_day(day, calendar) for day in list_days(first, last))


def add_working_days(start: date, days: int, calendar: Calendar) -> date:
    """Return the n-th working day after a day (before it when negative); the day itself for 0.

    The start day is day 0, worked or not.

    Raises:
        LimitError: If no such day is found within a century.
    """
    step, left, day = (1 if days > 0 else -1), abs(days), start
    for _ in range(MAX_DAYS):
        if left == 0:
            return day
        day += timedelta(days=step)
        left -= is_working_day(day, calendar)
    message = f"No day is {days} working days from {start} in the calendar {calendar.name}."
    raise LimitError(message)


def roll(day: date, rule: str, calendar: Calendar) -> date:
    """Shift a day that is not worked: ``NEXT`` or ``PREVIOUS`` working day, or not at all (``NONE``)."""
    if rule == "NONE" or is_working_day(day, calendar):
        return day
    return add_working_days(day, 1 if rule == "NEXT" else -1, calendar)


def longest_run(days: list[date], calendar: Calendar) -> int:
    """Return the number of working days in the longest absence with no working day between.

    Args:
        days: Working days of absence, in any order.
        calendar: Decides which days between two days of absence would have been worked.
    """
    ordered = sorted(set(days))
    best = run = min(1, len(ordered))
    for before, after in pairwise(ordered):
        gap = count_working_days(before + timedelta(days=1), after - timedelta(days=1), calendar)
        run = run + 1 if gap == 0 else 1
        best = max(best, run)
    return best
