"""Working days and time zones of the people of the demo organisation."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.model.calendar import add_working_days
from engine.model.directory import Calendar, Directory


@dataclass(frozen=True, kw_only=True)
class Office:
    """Where a person works."""

    calendar: Calendar
    zone: ZoneInfo

    def first_day(self, today: date, ago: int) -> date:
        """Return the working day some calendar days before today, or the next one."""
        return add_working_days(today - timedelta(days=ago + 1), 1, self.calendar)

    def day(self, first: date, number: int) -> date:
        """Return the n-th working day after a day; the day itself for 0."""
        return add_working_days(first, number, self.calendar) if number else first

    def morning(self, day: date, minutes: int) -> datetime:
        """Return an instant of a morning, some minutes after eight."""
        at = datetime.combine(day, time(8), self.zone) + timedelta(minutes=minutes)
        return at.astimezone(UTC)


def find_offices(people: Directory) -> dict[str, Office]:
    """Return the office of each person."""
    units = {unit.id: unit for unit in people.units}
    calendars = {calendar.id: calendar for calendar in people.calendars}
    return {
        person.id: Office(
            calendar=calendars[units[person.unit].calendar], zone=ZoneInfo(units[person.unit].zone)
        )
        for person in people.people
    }
