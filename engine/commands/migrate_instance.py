"""Move a running case to another version of its procedure."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advance.administration import require_administrator
from engine.advance.moving import Move, get_version, move_case
from engine.advance.refusals import recording_refusals
from engine.context import Context, writing_case
from engine.errors import ConflictError
from engine.model.ids import DefinitionId, InstanceId, PersonId


@dataclass(frozen=True, kw_only=True)
class Migrated:
    """A case on its new version."""

    instance: InstanceId
    business_key: str
    definition: DefinitionId
    version: int
    #: Incidents that are open now, older ones included.
    incidents: int


def migrate_instance(
    context: Context,
    *,
    actor: PersonId,
    instance: InstanceId,
    version: int,
    mapping: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> Migrated:
    """Move a running case to another version of its procedure, as an administrator; all or nothing.

    Args:
        context: The engine.
        actor: An administrator.
        instance: The case.
        version: Number of the version that it is to run on; an older one will do.
        mapping: Ids of elements, flows and called processes that are called otherwise there.
        variables: New values of the case's variables, as FEEL expressions over those that it has.

    Raises:
        NotFoundError: If there is no such case or version.
        NotAllowedError: If the actor is no administrator.
        ConflictError: If the case has ended, or runs on that version already.
        ModelError: If the case cannot move; one problem a reason.
        ExpressionError: If the value of a variable cannot be worked out.
    """
    with (
        recording_refusals(context, actor=actor, command="migrate_instance", instance=instance),
        writing_case(context, instance=instance) as (work, row),
    ):
        require_administrator(work, actor)
        target, model = get_version(work, row.process_id, version)
        if row.status != "active":
            message = f"The case {row.business_key} has ended; it stays on the version it ran on."
            raise ConflictError(message)
        if row.definition_id == target.id:
            message = f"The case {row.business_key} runs on version {version} already."
            raise ConflictError(message)
        move = Move(target=target, model=model, mapping=mapping or {}, variables=variables or {})
        moved = move_case(work, row, move, actor=actor)
        return Migrated(
            instance=row.id,
            business_key=row.business_key,
            definition=target.id,
            version=version,
            incidents=moved.incidents,
        )
