"""Confidential values and files: ciphertext, and the keys that open it."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, LargeBinary, Named, Table, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Moment


class _SubjectKey(TypedColumns):
    subject: Named[str] = Column(primary_key=True)
    #: The person's key under the master key; null once erased.
    wrapped: Named[bytes | None] = Column(LargeBinary)
    created_at: Named[datetime] = Column(Moment, nullable=False)
    erased_at: Named[datetime | None] = Column(Moment)


class _SealedValue(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    subject: Named[str] = Column(ForeignKey("subject_key.subject"), index=True)
    sealed_at: Named[datetime] = Column(Moment, nullable=False)
    nonce: Named[bytes]
    ciphertext: Named[bytes]


class _Attachment(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    #: Null until the submission that carries it is accepted.
    instance_id: Named[str | None] = Column(ForeignKey("instance.id"), index=True)
    subject: Named[str] = Column(ForeignKey("subject_key.subject"), index=True)
    uploaded_by: Named[str]
    uploaded_at: Named[datetime] = Column(Moment, nullable=False)
    #: File name and type, sealed like the content.
    name_nonce: Named[bytes]
    name_ciphertext: Named[bytes]
    #: Length of the content in bytes.
    size: Named[int]
    #: SHA-256 over nonce and ciphertext, hex.
    digest: Named[str]
    nonce: Named[bytes]
    ciphertext: Named[bytes]


subject_key = Table("subject_key", metadata, _SubjectKey)
sealed_value = Table("sealed_value", metadata, _SealedValue)
attachment = Table("attachment", metadata, _Attachment)
