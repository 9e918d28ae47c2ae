"""End a case by hand."""

from engine.context import Context
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
    raise NotImplementedError
