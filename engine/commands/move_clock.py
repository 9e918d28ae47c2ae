"""Move the time of a demo database forward."""

from datetime import datetime

from engine.context import Context
from engine.model.ids import PersonId


def move_clock(context: Context, *, actor: PersonId, to: datetime) -> None:
    """Move the time of a demo database forward; timers that run out are fired by the worker.

    Raises:
        RefusedError: If the database is not marked as a demo, or the instant lies in the past.
    """
    raise NotImplementedError
