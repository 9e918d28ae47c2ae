"""Tell every case something."""

from collections.abc import Mapping

from engine.advance.administration import require_administrator
from engine.advance.delivery import write_signal_jobs
from engine.context import Context, writing
from engine.model.ids import PersonId
from engine.store.ids import new_id


def broadcast_signal(
    context: Context,
    *,
    actor: PersonId,
    name: str,
    variables: Mapping[str, object] | None = None,
) -> int:
    """Give a signal to every case that waits for it and begin those that it starts.

    Each case gets it by a job in a transaction of its own.

    Returns:
        The number of deliveries.

    Raises:
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
    """
    with writing(context) as work:
        require_administrator(work, actor)
        key = f"signal {actor} {new_id(work.now)}"
        return write_signal_jobs(work, name, variables or {}, key=key)
