"""End a case by hand."""

from engine.advance.administration import require_administrator, require_reason
from engine.advance.refusals import recording_refusals
from engine.advance.step import advance
from engine.context import Context, writing_case
from engine.errors import ConflictError
from engine.model.events import InstanceCancelled
from engine.model.ids import InstanceId, PersonId


def cancel_instance(
    context: Context, *, actor: PersonId, instance: InstanceId, reason: str
) -> None:
    """End a running case by hand, as an administrator.

    Raises:
        NotFoundError: If there is no such case.
        NotAllowedError: If the actor is no administrator.
        RefusedError: If no reason is given.
        ConflictError: If the case has ended.
    """
    with (
        recording_refusals(context, actor=actor, command="cancel_instance", instance=instance),
        writing_case(context, instance=instance) as (work, row),
    ):
        require_administrator(work, actor)
        require_reason(reason)
        if row.status != "active":
            message = f"The case {row.business_key} has ended already."
            raise ConflictError(message)
        advance(work, row, InstanceCancelled(reason=reason), actor=actor)
