"""Change variables of a running case."""

from collections.abc import Mapping

from engine.advance.administration import require_administrator, require_reason
from engine.advance.refusals import recording_refusals
from engine.advance.step import advance
from engine.context import Context, writing_case
from engine.errors import ConflictError
from engine.model.events import VariablesCorrected
from engine.model.ids import InstanceId, PersonId


def correct_variables(
    context: Context,
    *,
    actor: PersonId,
    instance: InstanceId,
    variables: Mapping[str, object],
    reason: str,
    scope: int = 0,
) -> None:
    """Change variables of a running case, as an administrator.

    Args:
        context: The engine.
        actor: An administrator.
        instance: The case.
        variables: New FEEL values by name.
        reason: Why; goes into the record.
        scope: Token that owns the scope; 0 for the case itself.

    Raises:
        NotFoundError: If there is no such case.
        NotAllowedError: If the actor is no administrator.
        RefusedError: If no reason is given.
        ConflictError: If the case has ended.
    """
    with (
        recording_refusals(context, actor=actor, command="correct_variables", instance=instance),
        writing_case(context, instance=instance) as (work, row),
    ):
        require_administrator(work, actor)
        require_reason(reason)
        if row.status != "active":
            message = f"The case {row.business_key} has ended; its variables stay as they are."
            raise ConflictError(message)
        event = VariablesCorrected(scope=scope, variables=dict(variables), reason=reason)
        advance(work, row, event, actor=actor)
