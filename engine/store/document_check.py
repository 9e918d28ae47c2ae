"""Checks that every document is still the one that the history says was produced."""

import json
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select

from engine.store.database import Transaction
from engine.store.tables import attachment, event

#: Kind of the event that a document leaves in the history.
_KIND = "DocumentProduced"


def check_documents(
    transaction: Transaction, instance_id: str = ""
) -> Iterator[tuple[str, int, str]]:
    """Name the documents that are gone or altered, of every case or of one.

    Yields:
        The case, the number of the event, and a sentence.
    """
    produced = select(event.c.instance_id, event.c.seq, event.c.body).where(event.c.kind == _KIND)
    if instance_id:
        produced = produced.where(event.c.instance_id == instance_id)
    for case, seq, body in transaction.execute(produced).all():
        said = json.loads(body)
        stored = _find_digest(transaction, said["document"], case)
        if stored is None:
            yield case, seq, f"The document {said['name']} was removed."
        elif stored != said["digest"]:
            yield case, seq, f"The document {said['name']} was altered."


def _find_digest(transaction: Transaction, document: str, case: str) -> str | None:
    """Return the digest of what is stored, worked out anew."""
    statement = select(attachment.c.nonce, attachment.c.ciphertext).where(
        attachment.c.id == document, attachment.c.instance_id == case
    )
    row = transaction.execute(statement).one_or_none()
    return None if row is None else sha256(row.nonce + row.ciphertext).hexdigest()
