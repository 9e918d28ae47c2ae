"""Functions on dates, times and durations."""

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from engine.feel.compare import equal
from engine.feel.far import Day, FarMoment, Moment, spread
from engine.feel.library.define import builtin
from engine.feel.limits import Meter
from engine.feel.values import Value, YearsMonths, kind

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@builtin("now", "", "date and time")
def now(run: Meter) -> Value:
    """The present moment."""
    return run.now()


@builtin("today", "", "date")
def today(run: Meter) -> Value:
    """The present day."""
    return run.now().date()


@builtin("day of year", "date: date | date and time", "number")
def day_of_year(day: Day | Moment) -> Value:
    """The number of a day in its year."""
    return Decimal(_near(day).timetuple().tm_yday)


@builtin("day of week", "date: date | date and time", "string")
def day_of_week(day: Day | Moment) -> Value:
    """The English name of a day of the week."""
    return _DAYS[day.isoweekday() - 1]


@builtin("month of year", "date: date | date and time", "string")
def month_of_year(day: Day | Moment) -> Value:
    """The English name of a month."""
    return _MONTHS[day.month - 1]


@builtin("week of year", "date: date | date and time", "number")
def week_of_year(day: Day | Moment) -> Value:
    """The number of a week in its year, by ISO 8601."""
    return Decimal(_near(day).isocalendar().week)


@builtin("last day of month", "date: date | date and time", "number")
def last_day_of_month(day: Day | Moment) -> Value:
    """The number of days of a month."""
    return Decimal(monthrange(_near(day).year, day.month)[1])


@builtin("years and months duration", "from: date | date and time, to: date | date and time")
def years_and_months_duration(start: Day | Moment, end: Day | Moment) -> Value:
    """The whole months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    first, last = _within_month(start), _within_month(end)
    if months > 0 and last < first:
        months -= 1
    elif months < 0 and last > first:
        months += 1
    return YearsMonths(months)


def _within_month(day: Day | Moment) -> tuple[int, ...]:
    if isinstance(day, datetime | FarMoment):
        return day.day, day.hour, day.minute, day.second, day.microsecond
    return day.day, 0, 0, 0, 0


def _near(day: Day | Moment) -> date:
    return spread(day)[0]


@builtin("is", "value1: Any?, value2: Any?", "boolean")
def same(run: Meter, one: Value, other: Value) -> Value:
    """Whether two values are the same in type and in every part."""
    if kind(one) != kind(other):
        return False
    zones = getattr(one, "tzinfo", None), getattr(other, "tzinfo", None)
    if str(zones[0]) != str(zones[1]):
        return False
    return equal(one, other, run) is True
