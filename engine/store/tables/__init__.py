"""Every table, by subject. Only tables: who may write what is said by the modules beside."""

from engine.store.tables.access import account, session, sign_in_attempt
from engine.store.tables.bookkeeping import idempotency, sequence, setting, tick
from engine.store.tables.cases import instance, notice, record
from engine.store.tables.confidential import attachment, sealed_value, subject_key
from engine.store.tables.definitions import definition, definition_draft
from engine.store.tables.directory import (
    absence,
    calendar,
    holiday,
    membership,
    person,
    relation,
    role,
    unit,
)
from engine.store.tables.history import anchor, anchor_leaf, event
from engine.store.tables.schema import metadata
from engine.store.tables.waits import (
    incident,
    job,
    message,
    subscription,
    task_candidate,
    user_task,
)

__all__ = [
    "absence",
    "account",
    "anchor",
    "anchor_leaf",
    "attachment",
    "calendar",
    "definition",
    "definition_draft",
    "event",
    "holiday",
    "idempotency",
    "incident",
    "instance",
    "job",
    "membership",
    "message",
    "metadata",
    "notice",
    "person",
    "record",
    "relation",
    "role",
    "sealed_value",
    "sequence",
    "session",
    "setting",
    "sign_in_attempt",
    "subject_key",
    "subscription",
    "task_candidate",
    "tick",
    "unit",
    "user_task",
]
