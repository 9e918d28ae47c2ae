"""Put a procedure's files into force."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advance.deploying import deploy
from engine.context import Context, writing
from engine.model.ids import DefinitionId, PersonId


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """What the deployment came to."""

    definition: DefinitionId
    process_id: str
    #: One-based.
    version: int
    #: False when the newest version already had exactly these files.
    changed: bool


def deploy_procedure(
    context: Context, *, actor: PersonId, files: Mapping[str, bytes], approved_by: str = ""
) -> Deployed:
    """Deploy a procedure; new cases get it, running ones stay on theirs.

    Args:
        context: The engine.
        actor: Who deploys; `SYSTEM` for the folder that ships with the installation.
        files: Every file by its path inside the folder, shared parts under ``shared/``.
        approved_by: Another person who approved it.

    Raises:
        ModelError: If a diagram, decision, form or setting cannot be used.
    """
    with writing(context) as work:
        row, changed = deploy(work, files, actor=actor, approved_by=approved_by)
        return Deployed(
            definition=row.id, process_id=row.process_id, version=row.version, changed=changed
        )
