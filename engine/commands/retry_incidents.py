"""Let stopped tokens try again."""

from collections.abc import Sequence

from engine.context import Context
from engine.model.ids import InstanceId, PersonId


def retry_incidents(
    context: Context, *, actor: PersonId, instance: InstanceId, tokens: Sequence[int] = ()
) -> int:
    """Let the stopped tokens of a case try again, as an administrator; all of them by default.

    Returns:
        The number of incidents that are still open.

    Raises:
        NotFoundError: If there is no such case.
        NotAllowedError: If the actor is no administrator.
        ConflictError: If nothing stands still.
    """
    raise NotImplementedError
