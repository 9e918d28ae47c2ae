"""Letters and notices to people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.tables import instance, notice


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice as it is stored."""

    id: str
    instance_id: str
    recipient: str
    template: str
    subject: str
    #: Markdown.
    body: str
    sent_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeOfCase(NoticeRow):
    """A notice with the number of its case."""

    business_key: str


def add_all(transaction: Transaction, rows: Sequence[NoticeRow]) -> None:
    """Write new notices."""
    if rows:
        transaction.execute(insert(notice), [vars(row) for row in rows])


_UNREAD = Prepared(
    select(func.count())
    .select_from(notice)
    .where(notice.c.recipient == bindparam("recipient"), notice.c.read_at.is_(None))
)
_JOINED = select(notice, instance.c.business_key).join(
    instance, instance.c.id == notice.c.instance_id
)


def list_page(
    transaction: Transaction, recipient: str, *, unread: bool, page: int, per_page: int
) -> tuple[list[NoticeOfCase], int]:
    """List a person's notices, newest first, and count them all."""
    conditions = [notice.c.recipient == recipient]
    if unread:
        conditions.append(notice.c.read_at.is_(None))
    total = transaction.scalar(select(func.count()).select_from(notice).where(*conditions)) or 0
    query = (
        _JOINED.where(*conditions)
        .order_by(notice.c.sent_at.desc(), notice.c.id.desc())
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    return [NoticeOfCase(**row._asdict()) for row in transaction.execute(query)], total


def find(transaction: Transaction, notice_id: str) -> NoticeOfCase | None:
    """Return a notice, or null."""
    row = transaction.execute(_JOINED.where(notice.c.id == notice_id)).one_or_none()
    return None if row is None else NoticeOfCase(**row._asdict())


def list_of_case(transaction: Transaction, instance_id: str) -> list[NoticeRow]:
    """List the notices that a case sent, oldest first."""
    query = (
        select(notice)
        .where(notice.c.instance_id == instance_id)
        .order_by(notice.c.sent_at, notice.c.id)
    )
    return [NoticeRow(**row._asdict()) for row in transaction.execute(query)]


def count_unread(transaction: Transaction, recipient: str) -> int:
    """Count the notices that a person has not opened."""
    row = _UNREAD.row(transaction, recipient=recipient)
    return int(row[0]) if row else 0


def mark_read(transaction: Transaction, notice_id: str, at: datetime) -> None:
    """Note when a notice was first opened."""
    transaction.execute(
        update(notice)
        .where(notice.c.id == notice_id, notice.c.read_at.is_(None))
        .values(read_at=at)
    )
