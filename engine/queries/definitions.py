"""Deployed definitions and drafts of new ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.errors import Problem
from engine.model.ids import DefinitionId, DraftId, PersonId
from engine.model.views import PersonName


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
    #: ``editing``, ``submitted``, ``approved`` or ``rejected``.
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
    raise NotImplementedError


def get_definition(
    context: Context, *, viewer: PersonId, definition: DefinitionId, language: str = "en"
) -> DefinitionView:
    """Return one deployed version.

    Raises:
        NotFoundError: If there is no such version.
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    raise NotImplementedError


def list_drafts(
    context: Context, *, viewer: PersonId, process_id: str = "", language: str = "en"
) -> tuple[DraftView, ...]:
    """List drafts, last saved first.

    Raises:
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    raise NotImplementedError


def get_draft(
    context: Context, *, viewer: PersonId, draft: DraftId, language: str = "en"
) -> DraftView:
    """Return one draft.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the viewer is neither process owner, auditor nor administrator.
    """
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError


def find_problems(
    context: Context, *, viewer: PersonId, files: Mapping[str, bytes]
) -> list[Problem]:
    """Return what is wrong with the files of a procedure: the checks that deployment makes.

    Raises:
        NotAllowedError: If the viewer is neither process owner nor administrator.
    """
    raise NotImplementedError
