"""The register of the documents that cases produced; their content lies with the files."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Named, Table, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Json, Moment


class _Document(TypedColumns):
    id: Named[str] = Column(ForeignKey("attachment.id"), primary_key=True)
    instance_id: Named[str] = Column(ForeignKey("instance.id"), index=True)
    element: Named[str]
    template: Named[str]
    #: Office that issued it.
    unit: Named[str]
    #: Empty when documents of its kind have no numbers.
    type: Named[str]
    number: Named[str]
    title: Named[str]
    #: File name.
    name: Named[str]
    media_type: Named[str]
    #: SHA-256 of the content, hex; empty for a confidential document.
    content: Named[str]
    #: Confidential variables that it shows, as a JSON list.
    confidential: Named[object] = Column(Json, nullable=False)
    produced_at: Named[datetime] = Column(Moment, nullable=False)
    voided_at: Named[datetime | None] = Column(Moment)
    void_reason: Named[str]


document = Table("document", metadata, _Document)

Index("ix_document_unit_type_number", document.c.unit, document.c.type, document.c.number)
