"""Tell every case something."""

from collections.abc import Mapping

from engine.context import Context
from engine.model.ids import PersonId


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
    """
    raise NotImplementedError
