"""What cases wait for: people, instants, connectors, messages and administrators."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Named,
    Table,
    TypedColumns,
    literal_column,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext

from engine.store.tables.schema import metadata
from engine.store.types import FAR_FUTURE, Json, Moment


def _due_order(context: DefaultExecutionContext) -> datetime:
    due = context.get_current_parameters().get("due_at")  # type: ignore[no-untyped-call]  # SQLAlchemy left it so
    return due if isinstance(due, datetime) else FAR_FUTURE


class _Wait(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    instance_id: Named[str] = Column(ForeignKey("instance.id"), index=True)
    #: Number of the token that waits.
    token: Named[int]
    element: Named[str]


class _UserTask(_Wait):
    name: Named[str]
    #: created, assigned, completed or canceled.
    status: Named[str]
    assignee: Named[str | None]
    unit: Named[str]
    form: Named[str]
    due_at: Named[datetime | None] = Column(Moment)
    #: The due date, or the far future: what lists are sorted by.
    due_order: Named[datetime] = Column(Moment, nullable=False, default=_due_order)
    follow_up_at: Named[datetime | None] = Column(Moment)
    created_at: Named[datetime] = Column(Moment, nullable=False)
    completed_at: Named[datetime | None] = Column(Moment)
    completed_by: Named[str | None]
    on_behalf_of: Named[str | None]
    # Copied from the case, so that a list reads one table.
    process_id: Named[str]
    business_key: Named[str]
    subject: Named[str]
    title: Named[str]
    #: Answers saved but not submitted: a JSON object of raw answers.
    draft: Named[object | None] = Column(Json)


class _TaskCandidate(TypedColumns):
    task_id: Named[str] = Column(ForeignKey("user_task.id"), primary_key=True)
    #: A role in a unit (in any unit when that is empty), or else a person; the others are empty.
    role: Named[str] = Column(primary_key=True)
    unit: Named[str] = Column(primary_key=True)
    person: Named[str] = Column(primary_key=True)
    #: As in the task.
    due_order: Named[datetime] = Column(Moment, nullable=False)


class _Job(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    #: Null for work that belongs to no case.
    instance_id: Named[str | None] = Column(ForeignKey("instance.id"), index=True)
    token: Named[int]
    element: Named[str]
    #: timer, connector or mail.
    kind: Named[str]
    #: Type of the service for connectors.
    type: Named[str]
    due_at: Named[datetime] = Column(Moment, nullable=False)
    #: waiting, done, canceled or failed.
    status: Named[str]
    attempts: Named[int]
    #: Attempts left before it fails for good.
    retries: Named[int]
    #: The same work is written once only.
    key: Named[str] = Column(unique=True)
    payload: Named[object] = Column(Json, nullable=False)
    last_error: Named[str]


class _Subscription(TypedColumns):
    instance_id: Named[str] = Column(ForeignKey("instance.id"), primary_key=True)
    token: Named[int] = Column(primary_key=True)
    element: Named[str]
    #: message or signal.
    type: Named[str]
    name: Named[str]
    #: Empty for signals.
    correlation_key: Named[str]


class _Message(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    name: Named[str]
    correlation_key: Named[str]
    #: FEEL context in JSON.
    variables: Named[object] = Column(Json, nullable=False)
    published_at: Named[datetime] = Column(Moment, nullable=False)
    expires_at: Named[datetime] = Column(Moment, nullable=False)
    #: waiting, taken or expired.
    status: Named[str]
    #: Chosen by the sender, so that a message counts once; null when not given.
    key: Named[str | None] = Column(unique=True)
    #: Procedure of which it will begin a case, and what only one active case of it may have; null
    #: for a message that waits for a case to ask for it.
    begins: Named[str | None]
    start_key: Named[str | None]


class _Incident(_Wait):
    message: Named[str]
    raised_at: Named[datetime] = Column(Moment, nullable=False)
    resolved_at: Named[datetime | None] = Column(Moment)
    resolved_by: Named[str | None]


user_task = Table("user_task", metadata, _UserTask)
task_candidate = Table(
    "task_candidate",
    metadata,
    _TaskCandidate,
    CheckConstraint("(person = '') = (role <> '')", name="role_or_person"),
)
job = Table("job", metadata, _Job)
subscription = Table("subscription", metadata, _Subscription)
message = Table("message", metadata, _Message)
incident = Table("incident", metadata, _Incident)

#: Conditions of the partial indexes below, with the values written out: SQLite recognises the index
#: by them, and would not by parameters.
task_is_open = user_task.c.status.in_([literal_column("'created'"), literal_column("'assigned'")])
job_is_waiting = job.c.status == literal_column("'waiting'")
message_is_waiting = message.c.status == literal_column("'waiting'")

_OPEN = text("status IN ('created', 'assigned')")
_WAITING = text("status = 'waiting'")
_WAITING_TO_BEGIN = text("status = 'waiting' AND begins IS NOT NULL")
_UNRESOLVED = text("resolved_at IS NULL")

Index(
    "ix_user_task_open_assignee",
    user_task.c.assignee,
    user_task.c.due_order,
    user_task.c.id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index(
    "ix_user_task_open_due",
    user_task.c.due_order,
    user_task.c.id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index(
    "ix_user_task_open_created",
    user_task.c.created_at,
    user_task.c.id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index("ix_user_task_assignee_case", user_task.c.assignee, user_task.c.instance_id)
Index("ix_user_task_completed_by_case", user_task.c.completed_by, user_task.c.instance_id)
Index(
    "ix_task_candidate_role_unit",
    task_candidate.c.role,
    task_candidate.c.unit,
    task_candidate.c.due_order,
    task_candidate.c.task_id,
)
Index(
    "ix_task_candidate_person",
    task_candidate.c.person,
    task_candidate.c.due_order,
    task_candidate.c.task_id,
)
Index(
    "ix_job_waiting_due",
    job.c.due_at,
    job.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index(
    "ix_subscription_name_key",
    subscription.c.type,
    subscription.c.name,
    subscription.c.correlation_key,
)
Index(
    "ix_message_waiting",
    message.c.name,
    message.c.correlation_key,
    message.c.id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index(
    "ix_message_expires_at", message.c.expires_at, sqlite_where=_WAITING, postgresql_where=_WAITING
)
Index(
    "ix_message_begins",
    message.c.begins,
    message.c.start_key,
    message.c.id,
    sqlite_where=_WAITING_TO_BEGIN,
    postgresql_where=_WAITING_TO_BEGIN,
)
Index(
    "ix_incident_open",
    incident.c.raised_at,
    sqlite_where=_UNRESOLVED,
    postgresql_where=_UNRESOLVED,
)
