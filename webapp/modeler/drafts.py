"""The draft that a page is about."""

from collections.abc import Mapping

from engine.model.ids import DraftId
from engine.queries import definitions
from engine.queries.definitions import DraftView
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


def get_draft(draft: str) -> DraftView:
    """Return a draft as the viewer sees it, in their language.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the viewer may not see drafts.
    """
    return definitions.get_draft(
        get_context(), viewer=get_viewer().id, draft=DraftId(draft), language=get_language()
    )


def get_files(draft: str) -> Mapping[str, bytes]:
    """Return the files of a draft by path.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the viewer may not see drafts.
    """
    return definitions.get_files(get_context(), viewer=get_viewer().id, draft=DraftId(draft))
