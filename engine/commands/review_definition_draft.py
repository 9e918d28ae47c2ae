"""Approve or reject a draft."""

from engine.advance.administration import require_process_owner
from engine.advance.deploying import deploy
from engine.context import Context, Work, writing
from engine.errors import ConflictError, NotAllowedError
from engine.model.ids import DefinitionId, DraftId, PersonId
from engine.store import definitions, drafts
from engine.store.drafts import DraftRow


def review_definition_draft(
    context: Context, *, actor: PersonId, draft: DraftId, approve: bool, comment: str = ""
) -> DefinitionId | None:
    """Approve a draft, which puts it into force, or send it back.

    Returns:
        The new version; null when it was sent back.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the actor wrote any of it, or is no process owner.
        ConflictError: If it was not handed in, or another version came into force meanwhile.
        ModelError: If its files cannot be used.
    """
    with writing(context) as work:
        require_process_owner(work, actor)
        row = drafts.get_draft(work.transaction, draft)
        if actor in {row.author, *row.editors}:
            message = "Another person than those who wrote the draft must review it."
            raise NotAllowedError(message)
        definition = _deploy(work, row, actor) if approve else None
        drafts.decide_draft(
            work.transaction,
            draft,
            revision=row.revision,
            reviewed_by=actor,
            comment=comment,
            definition_id=definition or "",
            now=work.now,
        )
        return definition


def _deploy(work: Work, row: DraftRow, actor: PersonId) -> DefinitionId:
    latest = definitions.find_latest(work.transaction, row.process_id)
    if latest is not None and latest.id != row.base_definition:
        message = (
            f"Version {latest.version} came into force since this draft was begun. "
            "Send it back, and make the change on the new version."
        )
        raise ConflictError(message)
    files = drafts.get_draft_files(work.transaction, row.id)
    deployed, _ = deploy(work, files, actor=row.author, approved_by=actor)
    return deployed.id
