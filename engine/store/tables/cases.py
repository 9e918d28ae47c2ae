"""The cases themselves, and what they leave behind about a person."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Named, Table, TypedColumns, literal_column, text

from engine.store.tables.schema import metadata
from engine.store.types import Json, Moment


class _Instance(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    definition_id: Named[str] = Column(ForeignKey("definition.id"), index=True)
    process_id: Named[str]
    #: The number that people quote.
    business_key: Named[str] = Column(unique=True)
    #: active, completed or terminated.
    status: Named[str]
    #: Open incidents.
    incidents: Named[int]
    initiator: Named[str]
    subject: Named[str]
    unit: Named[str]
    zone: Named[str]
    title: Named[str]
    #: Counts the changes of the state; a save names the one it was loaded with.
    version: Named[int]
    #: Number and hash of the last event in its history.
    event_seq: Named[int]
    head: Named[str]
    started_at: Named[datetime] = Column(Moment, nullable=False)
    updated_at: Named[datetime] = Column(Moment, nullable=False)
    ended_at: Named[datetime | None] = Column(Moment)
    #: Ids of the end events reached, separated by spaces; empty while active.
    end_event: Named[str]
    #: What only one active case of the procedure may have; null when it was begun otherwise.
    start_key: Named[str | None]
    #: Variables and tokens; last, so that a listing never reads it.
    state: Named[bytes]


class _Record(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    type: Named[str]
    subject: Named[str]
    #: Case that wrote it last.
    instance_id: Named[str] = Column(ForeignKey("instance.id"), index=True)
    status: Named[str]
    first_day: Named[date | None]
    last_day: Named[date | None]
    #: FEEL context in JSON.
    data: Named[object] = Column(Json, nullable=False)
    created_at: Named[datetime] = Column(Moment, nullable=False)
    updated_at: Named[datetime] = Column(Moment, nullable=False)


class _Notice(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    instance_id: Named[str] = Column(ForeignKey("instance.id"), index=True)
    recipient: Named[str]
    template: Named[str]
    subject: Named[str]
    body: Named[str]
    sent_at: Named[datetime] = Column(Moment, nullable=False)
    read_at: Named[datetime | None] = Column(Moment)


instance = Table("instance", metadata, _Instance)
record = Table("record", metadata, _Record)
notice = Table("notice", metadata, _Notice)

#: Condition of the partial index below, with the value written out: SQLite knows the index by it.
case_is_active = instance.c.status == literal_column("'active'")
_ACTIVE_WITH_KEY = text("status = 'active' AND start_key IS NOT NULL")

Index(
    "uq_instance_start_key",
    instance.c.process_id,
    instance.c.start_key,
    unique=True,
    sqlite_where=_ACTIVE_WITH_KEY,
    postgresql_where=_ACTIVE_WITH_KEY,
)
Index("ix_instance_process_id_id", instance.c.process_id, instance.c.id)
Index("ix_instance_status_id", instance.c.status, instance.c.id)
Index("ix_instance_subject_id", instance.c.subject, instance.c.id)
Index("ix_instance_initiator_id", instance.c.initiator, instance.c.id)
Index("ix_instance_unit_id", instance.c.unit, instance.c.id)
#: Everything that a search looks into: it reads this index alone.
Index(
    "ix_instance_words",
    instance.c.id,
    instance.c.subject,
    instance.c.business_key,
    instance.c.title,
)
Index("ix_record_subject_type", record.c.subject, record.c.type, record.c.first_day)
Index("ix_record_type_first_day", record.c.type, record.c.first_day)
Index("ix_notice_recipient_sent_at", notice.c.recipient, notice.c.sent_at)
Index("ix_notice_recipient_case", notice.c.recipient, notice.c.instance_id)
Index(
    "ix_notice_unread",
    notice.c.recipient,
    sqlite_where=text("read_at IS NULL"),
    postgresql_where=text("read_at IS NULL"),
)
