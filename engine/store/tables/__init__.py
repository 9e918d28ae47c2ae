"""Every table, by subject. Only tables: who may write what is said by the modules beside."""

from engine.store.tables.access import account, session, sign_in_attempt
from engine.store.tables.bookkeeping import idempotency, sequence, setting, tick
from engine.store.tables.cases import case_is_active, instance, notice, record
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
from engine.store.tables.documents import document
from engine.store.tables.history import anchor, anchor_leaf, event
from engine.store.tables.schema import metadata
from engine.store.tables.stock import (
    stock_batch,
    stock_card,
    stock_hold,
    stock_item,
    stock_layer,
    stock_movement,
)
from engine.store.tables.waits import (
    incident,
    job,
    job_is_waiting,
    message,
    message_is_waiting,
    subscription,
    task_candidate,
    task_is_open,
    user_task,
)

__all__ = [
    "absence",
    "account",
    "anchor",
    "anchor_leaf",
    "attachment",
    "calendar",
    "case_is_active",
    "definition",
    "definition_draft",
    "document",
    "event",
    "holiday",
    "idempotency",
    "incident",
    "instance",
    "job",
    "job_is_waiting",
    "membership",
    "message",
    "message_is_waiting",
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
    "stock_batch",
    "stock_card",
    "stock_hold",
    "stock_item",
    "stock_layer",
    "stock_movement",
    "subject_key",
    "subscription",
    "task_candidate",
    "task_is_open",
    "tick",
    "unit",
    "user_task",
]
