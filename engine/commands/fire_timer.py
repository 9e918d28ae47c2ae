"""Let a timer run out."""

from engine.advance.step import advance
from engine.context import Context, writing_case
from engine.model.events import TimerFired
from engine.model.ids import JobId, PersonId
from engine.store import jobs


def fire_timer(context: Context, *, actor: PersonId, job: JobId) -> bool:
    """Fire a timer that is due, once.

    Returns:
        False when it is not due, already fired or no longer waited for.

    Raises:
        NotFoundError: If there is no such job.
        BusyError: If somebody else is working on the case right now.
    """
    with writing_case(context, job=job, wait=False) as (work, instance):
        row = jobs.get(work.transaction, job)
        if row.kind != "timer" or row.status != "waiting" or row.due_at > work.now:
            return False
        jobs.finish(work.transaction, job, "done")
        event = TimerFired(token=row.token, element=row.element, due=row.planned_at)
        advance(work, instance, event, actor=actor)
        return True
