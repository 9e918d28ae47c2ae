"""Dates and moments in years that Python's own do not reach: -999,999,999 to 999,999,999.

The Gregorian calendar repeats every 400 years, weekdays included. A far date is therefore a near
one, in the years 2000 to 2399, and the number of such cycles that lie between the two.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

_CYCLE: Final = 400
_CYCLE_DAYS: Final = 146_097
_FIRST: Final = 2000
_LAST_YEAR: Final = 999_999_999


@dataclass(frozen=True, kw_only=True)
class FarDate:
    """A date before the year 1 or after 9999."""

    #: The same day of a year from 2000 to 2399.
    near: date
    #: How many times 400 years lie between.
    cycles: int

    @property
    def year(self) -> int:
        """The year; negative before the year 0."""
        return self.near.year + _CYCLE * self.cycles

    @property
    def month(self) -> int:
        """The month, from 1."""
        return self.near.month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.near.day

    def isoweekday(self) -> int:
        """Return the day of the week; Monday is 1."""
        return self.near.isoweekday()


@dataclass(frozen=True, kw_only=True)
class FarMoment(FarDate):
    """A moment before the year 1 or after 9999."""

    near: datetime

    @property
    def hour(self) -> int:
        """The hour, from 0."""
        return self.near.hour

    @property
    def minute(self) -> int:
        """The minute, from 0."""
        return self.near.minute

    @property
    def second(self) -> int:
        """The second, from 0."""
        return self.near.second

    @property
    def microsecond(self) -> int:
        """The fraction of the second."""
        return self.near.microsecond

    @property
    def tzinfo(self) -> tzinfo | None:
        """The zone; None for a local moment."""
        return self.near.tzinfo

    def timetz(self) -> time:
        """Return the time of day, with its zone."""
        return self.near.timetz()

    def utcoffset(self) -> timedelta | None:
        """Return the offset from UTC; None for a local moment."""
        return self.near.utcoffset()


Day = date | FarDate
Moment = datetime | FarMoment


def make_date(year: int, month: int, day: int) -> Day:
    """Return a date of any year.

    Raises:
        ValueError: If there is no such day.
    """
    cycles, rest = divmod(year - _FIRST, _CYCLE)
    return place_day(date(_FIRST + rest, month, day), cycles)


def spread(value: Day | Moment) -> tuple[date, int]:
    """Return a date or moment as its near one and the cycles between."""
    if isinstance(value, FarDate):
        return value.near, value.cycles
    cycles = (value.year - _FIRST) // _CYCLE
    return value.replace(year=value.year - _CYCLE * cycles), cycles


def place(near: date, cycles: int) -> Day | Moment:
    """Return the date or moment some cycles from a near one, as Python's own where it reaches.

    Raises:
        ValueError: If the year is out of bounds.
    """
    if isinstance(near, datetime):
        return place_moment(near, cycles)
    return place_day(near, cycles)


def place_day(near: date, cycles: int) -> Day:
    """Return the date some cycles from a near one.

    Raises:
        ValueError: If the year is out of bounds.
    """
    year, more = _year(near, cycles)
    if 1 <= year <= 9999:
        return near.replace(year=year)
    return FarDate(near=near.replace(year=near.year - _CYCLE * more), cycles=cycles + more)


def place_moment(near: datetime, cycles: int) -> Moment:
    """Return the moment some cycles from a near one.

    Raises:
        ValueError: If the year is out of bounds.
    """
    year, more = _year(near, cycles)
    if 1 <= year <= 9999:
        return near.replace(year=year)
    return FarMoment(near=near.replace(year=near.year - _CYCLE * more), cycles=cycles + more)


def _year(near: date, cycles: int) -> tuple[int, int]:
    """Return the real year, and the cycles by which the near one left 2000 to 2399.

    Raises:
        ValueError: If the year is out of bounds.
    """
    year = near.year + _CYCLE * cycles
    if abs(year) > _LAST_YEAR:
        raise ValueError(f"The year {year} is out of bounds.")
    return year, (near.year - _FIRST) // _CYCLE


def at_time(day: Day, clock: time) -> Moment:
    """Return a moment of a day."""
    near, cycles = spread(day)
    return place_moment(datetime.combine(near, clock), cycles)


def next_day(day: Day) -> Day:
    """Return the day after.

    Raises:
        ValueError: If its year is out of bounds.
    """
    near, cycles = spread(day)
    return place_day(near + timedelta(days=1), cycles)


def day_of(moment: Moment) -> Day:
    """Return the day of a moment."""
    near, cycles = spread(moment)
    return place_day(date(near.year, near.month, near.day), cycles)


def order_key(value: Day | Moment) -> tuple[int, date]:
    """Return what orders dates, or moments in UTC, of any year."""
    near, cycles = spread(value)
    if isinstance(near, datetime) and near.tzinfo is not None:
        near = near.astimezone(UTC)
        more = (near.year - _FIRST) // _CYCLE
        near, cycles = near.replace(year=near.year - _CYCLE * more), cycles + more
    return cycles, near


def days_between(later: int, earlier: int) -> timedelta:
    """Return the time that some cycles take."""
    return timedelta(days=_CYCLE_DAYS * (later - earlier))


def whole_cycles(days: int) -> tuple[int, int]:
    """Return days as cycles and the days that are left."""
    return divmod(days, _CYCLE_DAYS)
