"""Move the time of a demo database forward."""

from datetime import datetime

from engine.advance.administration import require_administrator
from engine.context import DEMO, WORLD, Context, change_world, read_world, writing
from engine.errors import RefusedError
from engine.model.ids import PersonId
from engine.store.settings import get_setting


def move_clock(context: Context, *, actor: PersonId, to: datetime) -> None:
    """Move the time of a demo database forward; timers that run out are fired by the worker.

    Raises:
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
        RefusedError: If the database is not marked as a demo, or the instant lies in the past.
    """
    with writing(context) as work:
        require_administrator(work, actor)
        if not get_setting(work.transaction, DEMO):
            message = "The clock of this database cannot be moved: it is not a demo."
            raise RefusedError(message)
        if to <= work.now:
            message = f"The clock stands at {work.now.isoformat()} and only goes forward."
            raise RefusedError(message)
        shift = read_world(get_setting(work.transaction, WORLD)).shift
        change_world(work, shift=shift + (to - work.now))
    context.clock.shift = shift + (to - work.now)
