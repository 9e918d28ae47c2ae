"""Versions of procedures, and the drafts on the way to one."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Named, Table, TypedColumns, UniqueConstraint

from engine.store.tables.schema import metadata
from engine.store.types import Json, Moment


class _Definition(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    process_id: Named[str]
    #: One-based within the process id.
    version: Named[int]
    #: SHA-256 over names and contents of the files, hex.
    checksum: Named[str]
    title: Named[str]
    deployed_at: Named[datetime] = Column(Moment, nullable=False)
    deployed_by: Named[str]
    #: Who approved it; empty when it came with the product.
    approved_by: Named[str]
    #: All files, packed.
    files: Named[bytes]


class _Draft(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    process_id: Named[str]
    #: Version that the work began from; null for a new procedure.
    base_definition: Named[str | None] = Column(ForeignKey("definition.id"))
    #: Counts the savings; a save names the one it was made on.
    revision: Named[int]
    #: Who began it.
    author: Named[str]
    #: Everybody who saved it, as a JSON list; none of them may approve it.
    editors: Named[object] = Column(Json, nullable=False)
    #: draft, submitted, approved, rejected or withdrawn.
    status: Named[str]
    comment: Named[str]
    created_at: Named[datetime] = Column(Moment, nullable=False)
    updated_at: Named[datetime] = Column(Moment, nullable=False)
    reviewed_by: Named[str]
    reviewed_at: Named[datetime | None] = Column(Moment)
    review_comment: Named[str]
    #: What the approved draft became.
    definition: Named[str | None] = Column(ForeignKey("definition.id"))
    #: All files, packed.
    files: Named[bytes]


definition = Table("definition", metadata, _Definition, UniqueConstraint("process_id", "version"))
definition_draft = Table("definition_draft", metadata, _Draft)

Index("ix_definition_process_id_checksum", definition.c.process_id, definition.c.checksum)
Index(
    "ix_definition_draft_process_id_status",
    definition_draft.c.process_id,
    definition_draft.c.status,
)
