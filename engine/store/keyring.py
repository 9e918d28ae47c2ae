"""Keys: one for each person whom confidential values concern, locked by the master key.

Values and files are AES-256-GCM ciphertext under the key of the person whom they concern, and the
history refers to them by id and digest. Destroying a person's key therefore erases everything
confidential about them and leaves every hash chain valid.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select, update

from engine.errors import DocketError, IntegrityError, NotFoundError, RefusedError
from engine.store.database import Transaction
from engine.store.statements import insert_new
from engine.store.tables import subject_key

#: The shortest secret accepted, in bytes.
MIN_SECRET = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, kw_only=True)
class Box:
    """Something sealed."""

    nonce: bytes
    ciphertext: bytes

    @property
    def digest(self) -> str:
        """SHA-256 over nonce and ciphertext, hex; it tells nothing of the content."""
        return sha256(self.nonce + self.ciphertext).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key for AES-256-GCM."""

    cipher: AESGCM = field(repr=False)

    def lock(self, content: bytes, label: str) -> Box:
        """Seal content under a label that must be given again to open it."""
        nonce = os.urandom(_NONCE_BYTES)
        return Box(nonce=nonce, ciphertext=self.cipher.encrypt(nonce, content, label.encode()))

    def unlock(self, box: Box, label: str) -> bytes:
        """Open what was sealed under the same label.

        Raises:
            IntegrityError: If it was sealed with another key or label, or altered since.
        """
        try:
            return self.cipher.decrypt(box.nonce, box.ciphertext, label.encode())
        except InvalidTag as error:
            message = (
                f"The sealed {label} cannot be opened: it was altered, or sealed under another "
                "secret. Start Docket with the DOCKET_SECRET_KEY that it was installed with."
            )
            raise IntegrityError(message) from error


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """The master key of an installation; it is never stored."""

    master: Key


def open_keyring(secret: bytes) -> Keyring:
    """Derive the master key from the installation's secret.

    Raises:
        DocketError: If the secret is shorter than 32 bytes.
    """
    if len(secret) < MIN_SECRET:
        message = f"The secret key has {len(secret)} bytes. Set DOCKET_SECRET_KEY to at least {MIN_SECRET}."
        raise DocketError(message)
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"docket master key 1")
    return Keyring(master=Key(cipher=AESGCM(derivation.derive(secret))))


def make_key(transaction: Transaction, keyring: Keyring, subject: str, now: datetime) -> Key:
    """Return the key of a person, making it when there is none.

    Raises:
        RefusedError: If the person's key was destroyed.
        IntegrityError: If the key was locked under another secret.
    """
    box = keyring.master.lock(AESGCM.generate_key(256), _label(subject))
    insert_new(
        transaction,
        subject_key,
        {"subject": subject, "wrapped": box.nonce + box.ciphertext, "created_at": now},
    )
    return get_key(transaction, keyring, subject)


def get_key(transaction: Transaction, keyring: Keyring, subject: str) -> Key:
    """Return the key of a person.

    Raises:
        NotFoundError: If nothing confidential was ever kept about the person.
        RefusedError: If the key was destroyed.
        IntegrityError: If the key was locked under another secret.
    """
    statement = select(subject_key.c.wrapped, subject_key.c.erased_at)
    row = transaction.execute(statement.where(subject_key.c.subject == subject)).one_or_none()
    if row is None:
        message = f"Nothing confidential is kept about {subject}."
        raise NotFoundError(message)
    wrapped, erased_at = row
    if erased_at is not None:
        message = f"The confidential values about {subject} were erased on {erased_at.date()}."
        raise RefusedError(message)
    if wrapped is None:
        message = f"The key of {subject} is not in this database. Restore the file of keys."
        raise RefusedError(message)
    return _unwrap(keyring, subject, wrapped)


def erase_key(transaction: Transaction, subject: str, now: datetime) -> bool:
    """Destroy the key of a person for good; tell whether there was one."""
    statement = (
        update(subject_key)
        .where(subject_key.c.subject == subject, subject_key.c.erased_at.is_(None))
        .values(wrapped=None, erased_at=now)
    )
    return transaction.execute(statement).rowcount == 1


def change_secret(transaction: Transaction, old: Keyring, new: Keyring) -> int:
    """Lock every person's key under another master key; return how many.

    Raises:
        IntegrityError: If a key was not locked under the old one.
    """
    statement = select(subject_key.c.subject, subject_key.c.wrapped).with_for_update()
    count = 0
    for row in transaction.execute(statement).all():
        subject, wrapped = row
        if wrapped is None:
            continue
        content = old.master.unlock(_split(wrapped), _label(subject))
        box = new.master.lock(content, _label(subject))
        transaction.execute(
            update(subject_key)
            .where(subject_key.c.subject == subject)
            .values(wrapped=box.nonce + box.ciphertext)
        )
        count += 1
    return count


def _unwrap(keyring: Keyring, subject: str, wrapped: bytes) -> Key:
    content = keyring.master.unlock(_split(wrapped), _label(subject))
    return Key(cipher=AESGCM(content))


def _split(wrapped: bytes) -> Box:
    return Box(nonce=wrapped[:_NONCE_BYTES], ciphertext=wrapped[_NONCE_BYTES:])


def _label(subject: str) -> str:
    return f"key of {subject}"
