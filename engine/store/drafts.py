"""Drafts of procedures: who saves over somebody else's work is told so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select, update

from engine.errors import ConflictError, NotFoundError
from engine.model.ids import DraftId
from engine.store.database import Transaction
from engine.store.ids import new_id
from engine.store.packing import pack, unpack
from engine.store.tables import definition_draft

#: What a draft can become, by what it is.
STEPS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"submitted", "withdrawn"}),
    "submitted": frozenset({"draft", "approved", "rejected", "withdrawn"}),
    "rejected": frozenset({"draft", "withdrawn"}),
    "approved": frozenset(),
    "withdrawn": frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A procedure on its way to a new version, without its files."""

    id: DraftId
    process_id: str
    #: Version that the work began from; empty for a new procedure.
    base_definition: str
    #: Counts the savings and decisions; a change names the one it was made on.
    revision: int
    #: Who began it.
    author: str
    #: Everybody who saved it, in order of their first time; none of them may approve it.
    editors: tuple[str, ...]
    #: One of `STEPS`.
    status: str
    comment: str
    created_at: datetime
    updated_at: datetime
    #: Who decided last; empty while nobody has.
    reviewed_by: str
    reviewed_at: datetime | None
    review_comment: str
    #: What the approved draft became; empty before.
    definition: str


_COLUMNS = (
    definition_draft.c.id,
    definition_draft.c.process_id,
    func.coalesce(definition_draft.c.base_definition, "").label("base_definition"),
    definition_draft.c.revision,
    definition_draft.c.author,
    definition_draft.c.editors,
    definition_draft.c.status,
    definition_draft.c.comment,
    definition_draft.c.created_at,
    definition_draft.c.updated_at,
    definition_draft.c.reviewed_by,
    definition_draft.c.reviewed_at,
    definition_draft.c.review_comment,
    func.coalesce(definition_draft.c.definition, "").label("definition"),
)


def create_draft(
    transaction: Transaction,
    *,
    process_id: str,
    base_definition: str,
    author: str,
    files: Mapping[str, bytes],
    now: datetime,
) -> DraftRow:
    """Begin a draft at revision 1; ``base_definition`` is empty for a new procedure."""
    draft_id = new_id(now)
    transaction.execute(
        insert(definition_draft).values(
            id=draft_id,
            process_id=process_id,
            base_definition=base_definition or None,
            revision=1,
            author=author,
            editors=[author],
            status="draft",
            comment="",
            created_at=now,
            updated_at=now,
            reviewed_by="",
            review_comment="",
            files=pack(files),
        )
    )
    return get_draft(transaction, draft_id)


def get_draft(transaction: Transaction, draft_id: str) -> DraftRow:
    """Return a draft.

    Raises:
        NotFoundError: If there is none of that id.
    """
    statement = select(*_COLUMNS).where(definition_draft.c.id == draft_id)
    row = transaction.execute(statement).mappings().one_or_none()
    if row is None:
        raise NotFoundError(_missing(draft_id))
    return _draft(row)


def get_draft_files(transaction: Transaction, draft_id: str) -> dict[str, bytes]:
    """Return the files of a draft, by their path inside the procedure's folder.

    Raises:
        NotFoundError: If there is no such draft.
    """
    statement = select(definition_draft.c.files).where(definition_draft.c.id == draft_id)
    packed = transaction.execute(statement).scalar_one_or_none()
    if packed is None:
        raise NotFoundError(_missing(draft_id))
    return unpack(packed)


def list_drafts(transaction: Transaction, *, process_id: str = "") -> tuple[DraftRow, ...]:
    """List the drafts that are neither approved nor withdrawn, the last changed first."""
    statement = select(*_COLUMNS).where(
        definition_draft.c.status.in_([one for one, steps in STEPS.items() if steps])
    )
    if process_id:
        statement = statement.where(definition_draft.c.process_id == process_id)
    ordered = statement.order_by(definition_draft.c.updated_at.desc(), definition_draft.c.id)
    return tuple(_draft(row) for row in transaction.execute(ordered).mappings())


def save_draft_files(
    transaction: Transaction,
    draft_id: str,
    *,
    revision: int,
    editor: str,
    files: Mapping[str, bytes],
    now: datetime,
) -> DraftRow:
    """Save all files of a draft over the revision that was worked on; it is a draft again after.

    Raises:
        NotFoundError: If there is no such draft.
        ConflictError: If somebody saved it since, or it is approved or withdrawn.
    """
    # Read before the write: the revision makes sure that nobody was added in between.
    editors = dict.fromkeys([*get_draft(transaction, draft_id).editors, editor])
    values = {"files": pack(files), "editors": list(editors), "updated_at": now}
    return _change(transaction, draft_id, revision, "draft", values)


def submit_draft(
    transaction: Transaction, draft_id: str, *, revision: int, comment: str, now: datetime
) -> DraftRow:
    """Hand a draft in for review.

    Raises:
        NotFoundError: If there is no such draft.
        ConflictError: If somebody changed it since, or it cannot be submitted any more.
    """
    return _change(
        transaction, draft_id, revision, "submitted", {"comment": comment, "updated_at": now}
    )


def decide_draft(
    transaction: Transaction,
    draft_id: str,
    *,
    revision: int,
    reviewed_by: str,
    comment: str,
    definition_id: str,
    now: datetime,
) -> DraftRow:
    """Approve a submitted draft (naming the definition it became) or reject it (naming none).

    Raises:
        NotFoundError: If there is no such draft.
        ConflictError: If somebody changed it since, or it is not submitted.
    """
    values = {
        "reviewed_by": reviewed_by,
        "reviewed_at": now,
        "review_comment": comment,
        "definition": definition_id or None,
        "updated_at": now,
    }
    status = "approved" if definition_id else "rejected"
    return _change(transaction, draft_id, revision, status, values)


def withdraw_draft(
    transaction: Transaction, draft_id: str, *, revision: int, now: datetime
) -> DraftRow:
    """Give a draft up.

    Raises:
        NotFoundError: If there is no such draft.
        ConflictError: If somebody changed it since, or it is approved already.
    """
    return _change(transaction, draft_id, revision, "withdrawn", {"updated_at": now})


def _change(
    transaction: Transaction,
    draft_id: str,
    revision: int,
    status: str,
    values: Mapping[str, object],
) -> DraftRow:
    before = [one for one, steps in STEPS.items() if status in steps]
    if status == "draft":
        before.append("draft")
    statement = (
        update(definition_draft)
        .where(
            definition_draft.c.id == draft_id,
            definition_draft.c.revision == revision,
            definition_draft.c.status.in_(before),
        )
        .values(**values, status=status, revision=revision + 1)
    )
    if transaction.execute(statement).rowcount == 1:
        return get_draft(transaction, draft_id)
    now = get_draft(transaction, draft_id)
    if now.revision != revision:
        message = (
            f"The draft was changed since you opened it (it is at revision {now.revision}, yours is "
            f"{revision}; saved by {', '.join(now.editors)}). Open it again and make your change there."
        )
    else:
        message = f"The draft is {now.status}; it cannot become {status}. Begin a new draft."
    raise ConflictError(message)


def _draft(row: RowMapping) -> DraftRow:
    return DraftRow(**{**row, "editors": tuple(row["editors"])})


def _missing(draft_id: str) -> str:
    return f"There is no draft {draft_id}."
