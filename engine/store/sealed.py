"""Confidential values: sealed under the key of the person whom they concern."""

import json
from collections.abc import Mapping
from datetime import datetime

import rfc8785
from sqlalchemy import insert, select

from engine import feel
from engine.errors import IntegrityError, NotFoundError
from engine.store.database import Transaction
from engine.store.ids import new_id
from engine.store.keyring import Box, Keyring, get_key, make_key
from engine.store.tables import sealed_value


def seal(
    transaction: Transaction, keyring: Keyring, *, subject: str, value: object, now: datetime
) -> dict[str, object]:
    """Keep a value under the person's key, and return what stands for it in variables and history.

    Returns:
        A context: ``sealed`` (id), ``count`` (how many: of a list its length, else 1) and
        ``digest`` (of the ciphertext).

    Raises:
        RefusedError: If the person's key was destroyed.
    """
    sealed_id = new_id(now)
    key = make_key(transaction, keyring, subject, now)
    box = key.lock(rfc8785.dumps(feel.to_json(value)), sealed_id)
    transaction.execute(
        insert(sealed_value).values(
            id=sealed_id,
            subject=subject,
            sealed_at=now,
            nonce=box.nonce,
            ciphertext=box.ciphertext,
        )
    )
    count = len(value) if isinstance(value, list) else 1
    return {"sealed": sealed_id, "count": count, "digest": box.digest}


def open_sealed(
    transaction: Transaction, keyring: Keyring, reference: Mapping[str, object]
) -> object:
    """Return the value that a reference stands for.

    Raises:
        NotFoundError: If there is no such value.
        RefusedError: If the person's key was destroyed.
        IntegrityError: If it is not the value that the reference was made for.
    """
    sealed_id = str(reference.get("sealed", ""))
    statement = select(sealed_value.c.subject, sealed_value.c.nonce, sealed_value.c.ciphertext)
    row = transaction.execute(statement.where(sealed_value.c.id == sealed_id)).one_or_none()
    if row is None:
        message = f"There is no sealed value {sealed_id}."
        raise NotFoundError(message)
    subject, nonce, ciphertext = row
    box = Box(nonce=nonce, ciphertext=ciphertext)
    if box.digest != reference.get("digest"):
        message = f"The sealed value {sealed_id} is not the one that the history speaks of."
        raise IntegrityError(message)
    return feel.from_json(json.loads(get_key(transaction, keyring, subject).unlock(box, sealed_id)))
