"""Deployed definitions and drafts of new ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.advance.model import get_model
from engine.context import Context, Work, reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.access import is_administrator, is_auditor, is_process_owner
from engine.model.ids import DefinitionId, DraftId, PersonId
from engine.model.procedure import SETTINGS, read_procedure
from engine.model.views import PersonName
from engine.queries.naming import person_name
from engine.store import case_search, definitions, drafts
from engine.store.definitions import DefinitionRow
from engine.store.drafts import DraftRow


@dataclass(frozen=True, kw_only=True)
class DefinitionView:
    """One version of a procedure, as it was deployed."""

    definition: DefinitionId
    process_id: str
    title: str
    version: int
    #: SHA-256 over its files, hex.
    checksum: str
    deployed_at: datetime
    deployed_by: PersonName
    #: Null when it came from the folder and needed nobody's approval.
    approved_by: PersonName | None
    #: True for the version that new cases get.
    latest: bool
    #: Cases that are under way on this version.
    running: int
    #: Paths of its files.
    files: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """A changed version that is not in force yet."""

    draft: DraftId
    process_id: str
    title: str
    #: The version that it was made from.
    base_version: int
    #: Grows by one with every save; a save names the revision that it was made from.
    revision: int
    #: ``draft``, ``submitted``, ``approved``, ``rejected`` or ``withdrawn``.
    status: str
    author: PersonName
    reviewed_by: PersonName | None
    comment: str
    updated_at: datetime
    #: The viewer may approve or reject it: another person than its author, with the right.
    may_review: bool
    may_edit: bool


def list_definitions(
    context: Context, *, viewer: PersonId, process_id: str = "", language: str = "en"
) -> tuple[DefinitionView, ...]:
    """List deployed versions, by title, newest first.

    Raises:
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        latest = definitions.list_latest(work.transaction)
        rows = [
            row
            for newest in latest
            if process_id in {"", newest.process_id}
            for row in definitions.list_versions(work.transaction, newest.process_id)
        ]
        newest_ids = {row.id for row in latest}
        running = case_search.count_running(work.transaction)
        views = [_view(work, row, newest_ids, running, language) for row in rows]
        return tuple(sorted(views, key=lambda view: (view.title.casefold(), -view.version)))


def get_definition(
    context: Context, *, viewer: PersonId, definition: DefinitionId, language: str = "en"
) -> DefinitionView:
    """Return one deployed version.

    Raises:
        NotFoundError: If there is no such version.
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        row = definitions.get_definition(work.transaction, definition)
        newest = definitions.find_latest(work.transaction, row.process_id)
        running = case_search.count_running(work.transaction)
        return _view(work, row, {newest.id if newest else row.id}, running, language)


def list_drafts(
    context: Context, *, viewer: PersonId, process_id: str = "", language: str = "en"
) -> tuple[DraftView, ...]:
    """List drafts, last saved first.

    Raises:
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        rows = drafts.list_drafts(work.transaction, process_id=process_id)
        return tuple(_draft_view(work, row, viewer, language) for row in rows)


def get_draft(
    context: Context, *, viewer: PersonId, draft: DraftId, language: str = "en"
) -> DraftView:
    """Return one draft.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        row = drafts.get_draft(work.transaction, draft)
        return _draft_view(work, row, viewer, language)


def get_files(
    context: Context,
    *,
    viewer: PersonId,
    definition: DefinitionId | None = None,
    draft: DraftId | None = None,
) -> Mapping[str, bytes]:
    """Return the files of a version or a draft, by path.

    Raises:
        NotFoundError: If there is no such version or draft.
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        return _files(work, definition, draft)


def get_xml(
    context: Context,
    *,
    viewer: PersonId,
    definition: DefinitionId | None = None,
    draft: DraftId | None = None,
    file: str = "",
) -> bytes:
    """Return a diagram: of a version (whoever may see one of its cases may see it) or of a draft.

    Args:
        context: The engine.
        viewer: Who asks.
        definition: The version.
        draft: Or the draft.
        file: Path of the diagram; the procedure's own when empty.

    Raises:
        NotFoundError: If there is no such version, draft or file.
    """
    with reading(context) as work:
        if draft is not None:
            require_reader(work, viewer)
        files = _files(work, definition, draft)
        path = file or find_main_diagram(files)
        if path not in files or not path.endswith(".bpmn"):
            message = f"There is no diagram {path}."
            raise NotFoundError(message)
        return files[path]


def require_reader(work: Work, viewer: PersonId) -> None:
    """Refuse people who may not see versions and drafts.

    Raises:
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    rights = (is_process_owner, is_auditor, is_administrator)
    if not any(right(work.roster, viewer, work.today) for right in rights):
        message = "Only process owners, auditors and administrators may see this."
        raise NotAllowedError(message)


def _files(
    work: Work, definition: DefinitionId | None, draft: DraftId | None
) -> Mapping[str, bytes]:
    if draft is not None:
        return drafts.get_draft_files(work.transaction, draft)
    if definition is None:
        message = "Name a version or a draft."
        raise NotFoundError(message)
    return get_model(work, definition).files


def find_main_diagram(files: Mapping[str, bytes]) -> str:
    """Return the path of a procedure's own diagram among its files."""
    named = f"{read_procedure(files).id}.bpmn" if SETTINGS in files else ""
    own = sorted(path for path in files if path.endswith(".bpmn") and "/" not in path)
    return named if named in files else next(iter(own), named)


def _view(
    work: Work,
    row: DefinitionRow,
    newest: set[DefinitionId],
    running: Mapping[str, int],
    language: str,
) -> DefinitionView:
    model = get_model(work, row.id)
    return DefinitionView(
        definition=row.id,
        process_id=row.process_id,
        title=model.procedure.translate(row.title, language),
        version=row.version,
        checksum=row.checksum,
        deployed_at=row.deployed_at,
        deployed_by=person_name(work, row.deployed_by),
        approved_by=person_name(work, row.approved_by) if row.approved_by else None,
        latest=row.id in newest,
        running=running.get(row.id, 0),
        files=tuple(sorted(model.files)),
    )


def _draft_view(work: Work, row: DraftRow, viewer: PersonId, language: str) -> DraftView:
    base = definitions.get_definition(work.transaction, row.base_definition)
    title = get_model(work, base.id).procedure.translate(base.title, language)
    owns = is_process_owner(work.roster, viewer, work.today)
    return DraftView(
        draft=row.id,
        process_id=row.process_id,
        title=title,
        base_version=base.version,
        revision=row.revision,
        status=row.status,
        author=person_name(work, row.author),
        reviewed_by=person_name(work, row.reviewed_by) if row.reviewed_by else None,
        comment=row.review_comment or row.comment,
        updated_at=row.updated_at,
        may_review=owns and row.status == "submitted" and viewer not in {row.author, *row.editors},
        may_edit=owns and row.status in {"draft", "rejected"},
    )
