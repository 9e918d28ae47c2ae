"""Keep a changed procedure that is not in force yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advance.administration import require_process_owner
from engine.context import Context, writing
from engine.errors import NotFoundError
from engine.model.ids import DraftId, PersonId
from engine.store import definitions, drafts


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The draft as it now stands."""

    draft: DraftId
    revision: int


def save_definition_draft(
    context: Context,
    *,
    actor: PersonId,
    process_id: str,
    files: Mapping[str, bytes],
    draft: str = "",
    revision: int = 0,
) -> Saved:
    """Save changed files of a procedure as a draft; what is wrong with them does not matter yet.

    Args:
        context: The engine.
        actor: A process owner.
        process_id: The procedure.
        files: The changed files only, by path.
        draft: The draft to go on with; a new one from the version in force when empty.
        revision: Revision of the draft that the change was made from.

    Raises:
        NotFoundError: If there is no such procedure or draft.
        NotAllowedError: If the actor is no process owner.
        ConflictError: If somebody saved the draft meanwhile, or it is no longer being edited.
    """
    with writing(context) as work:
        require_process_owner(work, actor)
        if draft:
            whole = {**drafts.get_draft_files(work.transaction, draft), **files}
            row = drafts.save_draft_files(
                work.transaction,
                draft,
                revision=revision,
                editor=actor,
                files=whole,
                now=work.now,
            )
            return Saved(draft=row.id, revision=row.revision)
        base = definitions.find_latest(work.transaction, process_id)
        if base is None:
            message = f"No procedure {process_id} is in force to change."
            raise NotFoundError(message)
        row = drafts.create_draft(
            work.transaction,
            process_id=process_id,
            base_definition=base.id,
            author=actor,
            files={**definitions.get_files(work.transaction, base.id), **files},
            now=work.now,
        )
        return Saved(draft=row.id, revision=row.revision)
