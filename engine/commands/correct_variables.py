"""Change variables of a running case."""

from collections.abc import Mapping

from engine.context import Context
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
    raise NotImplementedError
