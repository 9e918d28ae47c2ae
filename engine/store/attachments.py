"""Uploaded files: content and name sealed under the key of the person whom they concern."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from engine.errors import ConflictError, IntegrityError, NotFoundError
from engine.store.database import Transaction
from engine.store.ids import new_id
from engine.store.keyring import Box, Keyring, get_key, make_key
from engine.store.tables import attachment


@dataclass(frozen=True, kw_only=True)
class AttachmentRow:
    """What may be known of a file without opening it."""

    id: str
    #: Empty until the submission that carries it is accepted.
    instance_id: str
    #: Whom it concerns.
    subject: str
    uploaded_by: str
    uploaded_at: datetime
    #: Length of the content in bytes.
    size: int
    #: Of the ciphertext.
    digest: str


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """A file, opened."""

    name: str
    #: Media type, such as ``application/pdf``.
    type: str
    content: bytes


def save_attachment(
    transaction: Transaction,
    keyring: Keyring,
    *,
    subject: str,
    uploaded_by: str,
    file: OpenedFile,
    now: datetime,
    instance_id: str = "",
) -> AttachmentRow:
    """Keep a file under the key of the person whom it concerns.

    Raises:
        RefusedError: If the person's key was destroyed.
    """
    attachment_id = new_id(now)
    key = make_key(transaction, keyring, subject, now)
    content = key.lock(file.content, attachment_id)
    label = key.lock(json.dumps([file.name, file.type]).encode(), f"name of {attachment_id}")
    transaction.execute(
        insert(attachment).values(
            id=attachment_id,
            instance_id=instance_id or None,
            subject=subject,
            uploaded_by=uploaded_by,
            uploaded_at=now,
            name_nonce=label.nonce,
            name_ciphertext=label.ciphertext,
            size=len(file.content),
            digest=content.digest,
            nonce=content.nonce,
            ciphertext=content.ciphertext,
        )
    )
    return get_attachment(transaction, attachment_id)


def get_attachment(transaction: Transaction, attachment_id: str) -> AttachmentRow:
    """Return what may be known of a file without opening it.

    Raises:
        NotFoundError: If there is no such file.
    """
    rows = _select(transaction, attachment.c.id == attachment_id)
    if not rows:
        message = f"There is no file {attachment_id}."
        raise NotFoundError(message)
    return rows[0]


def list_attachments(transaction: Transaction, instance_id: str) -> tuple[AttachmentRow, ...]:
    """List the files of a case, the oldest first."""
    return _select(transaction, attachment.c.instance_id == instance_id)


def bind_attachments(transaction: Transaction, ids: Sequence[str], instance_id: str) -> None:
    """Give uploaded files to the case whose submission carries them.

    Raises:
        ConflictError: If one of them belongs to another case, or does not exist.
    """
    for attachment_id in ids:
        statement = (
            update(attachment)
            .where(
                attachment.c.id == attachment_id,
                attachment.c.instance_id.is_(None) | (attachment.c.instance_id == instance_id),
            )
            .values(instance_id=instance_id)
        )
        if transaction.execute(statement).rowcount != 1:
            message = f"The file {attachment_id} belongs to another case. Upload it again."
            raise ConflictError(message)


def open_attachment(transaction: Transaction, keyring: Keyring, attachment_id: str) -> OpenedFile:
    """Open a file.

    Raises:
        NotFoundError: If there is no such file.
        RefusedError: If the person's key was destroyed.
        IntegrityError: If the stored file is not the one that was uploaded.
    """
    statement = select(
        attachment.c.subject,
        attachment.c.digest,
        attachment.c.nonce,
        attachment.c.ciphertext,
        attachment.c.name_nonce,
        attachment.c.name_ciphertext,
    ).where(attachment.c.id == attachment_id)
    row = transaction.execute(statement).one_or_none()
    if row is None:
        message = f"There is no file {attachment_id}."
        raise NotFoundError(message)
    subject, digest, nonce, ciphertext, name_nonce, name_ciphertext = row
    key = get_key(transaction, keyring, subject)
    box = Box(nonce=nonce, ciphertext=ciphertext)
    if box.digest != digest:
        message = f"The file {attachment_id} is not the one that was uploaded."
        raise IntegrityError(message)
    label = Box(nonce=name_nonce, ciphertext=name_ciphertext)
    name, media_type = json.loads(key.unlock(label, f"name of {attachment_id}"))
    return OpenedFile(name=name, type=media_type, content=key.unlock(box, attachment_id))


def forget_unbound(transaction: Transaction, before: datetime) -> int:
    """Remove files uploaded before an instant that no submission ever carried; return how many."""
    statement = delete(attachment).where(
        attachment.c.instance_id.is_(None), attachment.c.uploaded_at < before
    )
    return transaction.execute(statement).rowcount


def _select(transaction: Transaction, condition: ColumnElement[bool]) -> tuple[AttachmentRow, ...]:
    statement = (
        select(
            attachment.c.id,
            func.coalesce(attachment.c.instance_id, "").label("instance_id"),
            attachment.c.subject,
            attachment.c.uploaded_by,
            attachment.c.uploaded_at,
            attachment.c.size,
            attachment.c.digest,
        )
        .where(condition)
        .order_by(attachment.c.id)
    )
    return tuple(AttachmentRow(**row) for row in transaction.execute(statement).mappings())
