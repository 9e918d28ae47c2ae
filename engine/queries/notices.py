"""The notices that a person received."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context, reading
from engine.errors import NotFoundError
from engine.model.ids import InstanceId, PersonId
from engine.model.views import Page
from engine.store import notices
from engine.store.notices import NoticeOfCase


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
    with reading(context) as work:
        rows, total = notices.list_page(
            work.transaction, person, unread=unread, page=page, per_page=per_page
        )
    return Page(rows=[_view(row) for row in rows], total=total, page=page, per_page=per_page)


def get_notice(context: Context, *, person: PersonId, notice: str) -> NoticeView:
    """Return a notice of this person.

    Raises:
        NotFoundError: If they received no such notice.
    """
    with reading(context) as work:
        row = notices.find(work.transaction, notice)
    if row is None or row.recipient != person:
        message = f"You received no notice {notice}."
        raise NotFoundError(message)
    return _view(row)


def count_unread(context: Context, *, person: PersonId) -> int:
    """Count the notices that a person has not opened."""
    with reading(context) as work:
        return notices.count_unread(work.transaction, person)


def _view(row: NoticeOfCase) -> NoticeView:
    return NoticeView(
        id=row.id,
        instance=InstanceId(row.instance_id),
        business_key=row.business_key,
        subject=row.subject,
        body=row.body,
        sent_at=row.sent_at,
        read_at=row.read_at,
    )
