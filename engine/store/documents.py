"""The register of documents: what was produced, under which number, and what was declared void."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from engine.errors import NotFoundError
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.tables import attachment, document


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A document as the register knows it. Nothing in it is confidential."""

    #: Also the id of the file.
    id: str
    instance_id: str
    #: Element that produced it.
    element: str
    template: str
    #: Office that issued it.
    unit: str
    #: Kind of document that is numbered together; empty when it has no number.
    type: str
    #: Such as ``JAM0005``; empty when documents of its kind have none.
    number: str
    title: str
    #: File name.
    name: str
    media_type: str
    #: SHA-256 of the content, hex; empty for a confidential document.
    content: str
    #: Confidential variables that it shows.
    confidential: tuple[str, ...]
    produced_at: datetime
    #: When it was declared void; it keeps its number.
    voided_at: datetime | None = None
    void_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptDocument(DocumentRow):
    """A document and what is known of its file."""

    #: Length of the content in bytes.
    size: int
    #: Of the ciphertext.
    digest: str


_COLUMNS = [*(column.name for column in document.c), "size", "digest"]
_DOCUMENTS = (
    select(document, attachment.c.size, attachment.c.digest)
    .join(attachment, attachment.c.id == document.c.id)
    .order_by(document.c.id)
)
_OF_CASE = Prepared(_DOCUMENTS.where(document.c.instance_id == bindparam("case")))
_BY_ID = Prepared(_DOCUMENTS.where(document.c.id == bindparam("document")))


def add(transaction: Transaction, row: DocumentRow) -> None:
    """Enter a document whose file is stored already."""
    values = {**vars(row), "confidential": list(row.confidential)}
    transaction.execute(insert(document).values(**values))


def void(transaction: Transaction, document_id: str, *, at: datetime, reason: str) -> bool:
    """Declare a document void; tell whether it was not so already."""
    statement = (
        update(document)
        .where(document.c.id == document_id, document.c.voided_at.is_(None))
        .values(voided_at=at, void_reason=reason)
    )
    return transaction.execute(statement).rowcount == 1


def get(transaction: Transaction, document_id: str) -> KeptDocument:
    """Return a document.

    Raises:
        NotFoundError: If there is none of that id.
    """
    found = find(transaction, document_id)
    if found is None:
        message = f"There is no document {document_id}."
        raise NotFoundError(message)
    return found


def find(transaction: Transaction, document_id: str) -> KeptDocument | None:
    """Return a document, or null when a file is none, or there is no such file."""
    row = _BY_ID.row(transaction, document=document_id)
    return None if row is None else _row(row)


def list_of_case(transaction: Transaction, instance_id: str) -> tuple[KeptDocument, ...]:
    """List the documents that a case produced, oldest first."""
    return tuple(_row(row) for row in _OF_CASE.rows(transaction, case=instance_id))


def _row(row: Sequence[Any]) -> KeptDocument:
    values = dict(zip(_COLUMNS, row, strict=True))
    return KeptDocument(**{**values, "confidential": tuple(values["confidential"])})
