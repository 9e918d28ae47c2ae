"""Hand a draft in for review."""

from engine.context import Context
from engine.model.ids import DraftId, PersonId


def submit_definition_draft(
    context: Context, *, actor: PersonId, draft: DraftId, comment: str = ""
) -> None:
    """Hand a draft in for review by another person.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the actor is no process owner.
        ConflictError: If it is not being edited.
        ModelError: If its files cannot be used.
    """
    raise NotImplementedError
