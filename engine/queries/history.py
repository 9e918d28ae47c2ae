"""The history of a case in words: who did what, when, and why each path was taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.ids import InstanceId, PersonId
from engine.model.views import PersonName


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a case's history.

    Kinds and their parameters (every value is text in words):

    ``started`` (process, version, on_behalf_of?, unit) · ``task-created`` (task, roles, assignee?,
    due?) · ``task-claimed`` (task, on_behalf_of?) · ``task-unclaimed`` (task) · ``task-assigned``
    (task, assignee, reason) · ``task-completed`` (task, on_behalf_of?) · ``task-canceled`` (task)
    · ``nobody-there`` (task, message) · ``timer-scheduled`` (element, due) · ``timer-fired``
    (element, due) · ``waiting-for-message`` / ``waiting-for-signal`` (element, name, key) ·
    ``message-received`` / ``signal-received`` (name) · ``message-thrown`` / ``signal-thrown``
    (name, key) · ``decided`` (decision, result, rules, reasons) · ``path-taken`` (gateway, flow,
    target, condition) · ``error-thrown`` / ``escalation-thrown`` (element, code, caught_by) ·
    ``job-created`` / ``job-completed`` / ``job-failed`` (element, type, message?) · ``notice-sent``
    (subject, recipients) · ``record-written`` (type, status, subject) · ``number-drawn`` (sequence,
    number) · ``variables-corrected`` (names, reason) · ``incident-raised`` / ``incident-resolved``
    (element, message?) · ``retried`` · ``refused`` (command, target, reason) · ``confidential-read``
    (fields, purpose) · ``erased`` (subject, reason) · ``cancelled`` (reason) · ``migrated``
    (version) · ``completed`` (outcome) · ``terminated``.
    """

    #: Number of the event in the log of the case.
    seq: int
    at: datetime
    actor: PersonName
    kind: str
    params: Mapping[str, str]
    #: Element of the diagram that it is about; empty for the case.
    element: str
    #: Values that were submitted or written, as text; confidential ones are left out.
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ReplayEvent:
    """One step of the auditor's slider on the diagram."""

    seq: int
    at: datetime
    #: ``entered``, ``left``, ``interrupted``, ``flow``, ``incident``, ``resolved`` or ``note``.
    kind: str
    #: Element of the diagram; empty for a flow or the case.
    element: str
    #: Sequence flow of the diagram, for ``flow``.
    flow: str
    #: The entry that stands beside it; null when a step has none of its own.
    entry: Entry | None


def list_entries(
    context: Context, *, viewer: PersonId, instance: InstanceId, language: str = "en"
) -> tuple[Entry, ...]:
    """Return the history of a case in words, oldest first.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    raise NotImplementedError


def list_replay_events(
    context: Context, *, viewer: PersonId, instance: InstanceId, language: str = "en"
) -> tuple[ReplayEvent, ...]:
    """Return the steps of a case on its diagram, oldest first.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    raise NotImplementedError
