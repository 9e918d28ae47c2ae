"""Hand a draft in for review."""

from engine.advance.administration import require_process_owner
from engine.advance.model import read_model
from engine.context import Context, writing
from engine.model.ids import DraftId, PersonId
from engine.store import drafts


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
    with writing(context) as work:
        require_process_owner(work, actor)
        row = drafts.get_draft(work.transaction, draft)
        read_model(drafts.get_draft_files(work.transaction, draft))
        drafts.submit_draft(
            work.transaction, draft, revision=row.revision, comment=comment, now=work.now
        )
