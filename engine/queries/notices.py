"""The notices that a person received."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.ids import InstanceId, PersonId
from engine.model.views import Page


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice or letter."""

    id: str
    instance: InstanceId | None
    #: Empty when it belongs to no case.
    business_key: str
    subject: str
    #: Markdown.
    body: str
    sent_at: datetime
    read_at: datetime | None


def list_notices(
    context: Context,
    *,
    person: PersonId,
    unread: bool = False,
    page: int = 1,
    per_page: int = 25,
) -> Page[NoticeView]:
    """List a person's notices, newest first; only those not read yet when ``unread``."""
    raise NotImplementedError


def get_notice(context: Context, *, person: PersonId, notice: str) -> NoticeView:
    """Return a notice of this person.

    Raises:
        NotFoundError: If they received no such notice.
    """
    raise NotImplementedError


def count_unread(context: Context, *, person: PersonId) -> int:
    """Count the notices that a person has not opened."""
    raise NotImplementedError
