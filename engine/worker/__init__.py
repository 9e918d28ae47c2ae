"""Does what is due: timers, connectors, mails, deliveries between cases, anchors of the log.

APScheduler ticks in memory; what is due stands in the database, so that a killed process loses
nothing, and every job runs in a transaction of its own with the case locked, so that it runs once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.context import Context

__all__ = ["Worker", "run_due", "start"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Worker:
    """A running worker."""

    def stop(self) -> None:
        """Let the current job finish, then stop."""
        raise NotImplementedError


def start(context: Context, *, every: timedelta = timedelta(seconds=1)) -> Worker:
    """Start working in threads of this process."""
    raise NotImplementedError


def run_due(context: Context, *, until: datetime | None = None) -> int:
    """Do everything that is due, here and now, and what becomes due by it.

    Args:
        context: The engine.
        until: Do what is due by then; the present instant when not given.

    Returns:
        The number of jobs done.
    """
    raise NotImplementedError
