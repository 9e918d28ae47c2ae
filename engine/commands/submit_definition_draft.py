"""Hand a draft in for review."""

from engine.advance.administration import require_process_owner
from engine.advance.bounded import find_bounded
from engine.advance.model import find_problems
from engine.context import Context, reading, writing
from engine.errors import ModelError
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
    with reading(context) as work:
        require_process_owner(work, actor)
        row = drafts.get_draft(work.transaction, draft)
        files = dict(drafts.get_draft_files(work.transaction, draft))
    # Before the transaction: nobody waits for a slow check, and a draft changed meanwhile is refused.
    found = find_bounded(find_problems, context.forms, files)
    faults = [problem for problem in found if problem.severity == "error"]
    if faults:
        raise ModelError(faults)
    with writing(context) as work:
        require_process_owner(work, actor)
        drafts.submit_draft(
            work.transaction, draft, revision=row.revision, comment=comment, now=work.now
        )
