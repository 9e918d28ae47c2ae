"""Approve or reject a draft."""

from engine.context import Context
from engine.model.ids import DefinitionId, DraftId, PersonId


def review_definition_draft(
    context: Context, *, actor: PersonId, draft: DraftId, approve: bool, comment: str = ""
) -> DefinitionId | None:
    """Approve a draft, which puts it into force, or send it back.

    Returns:
        The new version; null when it was sent back.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the actor is its author, or no process owner.
        ConflictError: If it was not handed in, or another version came into force meanwhile.
        ModelError: If its files cannot be used.
    """
    raise NotImplementedError
