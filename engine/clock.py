"""The one place that asks what time it is. Every time is aware and in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock in the hand of a test or a scenario: it stands still until moved."""

    def __init__(self, start: datetime) -> None:
        """Set the clock.

        Args:
            start: Aware; converted to UTC.

        Raises:
            ValueError: If ``start`` has no time zone.
        """
        self._now = _aware(start)

    def now(self) -> datetime:
        """Return the instant that the clock was last moved to."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Move forward to an instant.

        Raises:
            ValueError: If the instant is earlier than the clock, or has no time zone.
        """
        if _aware(instant) < self._now:
            message = f"The clock stands at {self._now.isoformat()}; it cannot go back to {instant.isoformat()}."
            raise ValueError(message)
        self._now = _aware(instant)

    def move_by(self, span: timedelta) -> None:
        """Move forward by a span of time."""
        self.move_to(self._now + span)


class ShiftedClock:
    """Another clock plus a fixed span: a demo database lives in its own time."""

    def __init__(self, clock: Clock, shift: timedelta) -> None:
        self._clock, self._shift = clock, shift

    def now(self) -> datetime:
        """Return the shifted instant, aware, in UTC."""
        return self._clock.now() + self._shift


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        message = f"{instant.isoformat()} has no time zone."
        raise ValueError(message)
    return instant.astimezone(UTC)
