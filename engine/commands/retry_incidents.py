"""Let stopped tokens try again."""

from collections.abc import Sequence

from engine.advance.administration import require_administrator
from engine.advance.refusals import recording_refusals
from engine.advance.repair import retry
from engine.context import Context, writing_case
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
    with (
        recording_refusals(context, actor=actor, command="retry_incidents", instance=instance),
        writing_case(context, instance=instance) as (work, row),
    ):
        require_administrator(work, actor)
        return retry(work, row, tokens, actor=actor).incidents
