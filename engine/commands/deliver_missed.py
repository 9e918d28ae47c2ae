"""Bring together messages and cases that missed each other, and let old messages go."""

from engine.advance.delivery import begin_next, give_to_waiting
from engine.context import Context, reading, writing
from engine.model.ids import PersonId
from engine.store import subscriptions


def deliver_missed(context: Context, *, actor: PersonId) -> int:
    """Give messages that wait to the cases that wait for them; expire those that waited too long.

    The two miss each other only when both are written at the same moment on PostgreSQL; a message
    that waits to begin a case, when beginning it failed as its turn came.

    Args:
        context: The engine.
        actor: The worker.

    Returns:
        The number of messages given.
    """
    with reading(context) as work:
        missed = subscriptions.list_missed(work.transaction, work.now)
        starts = subscriptions.list_to_begin(work.transaction, work.now)
    given = 0
    for message_id, _name, _key in missed:
        with writing(context) as work:
            row = subscriptions.get_message(work.transaction, message_id)
            if row is not None and give_to_waiting(work, row, actor=actor) is not None:
                given += 1
    for process_id, start_key in starts:
        with writing(context) as work:
            given += begin_next(work, process_id, start_key) is not None
    with writing(context) as work:
        subscriptions.expire_messages(work.transaction, work.now)
    return given
