"""The history of a case in words: who did what, when, and why each path was taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.advance.model import Model, get_model
from engine.context import Context, Work, reading
from engine.errors import NotFoundError
from engine.model.events import (
    ElementActivated,
    ElementCompleted,
    ElementTerminated,
    IncidentRaised,
    IncidentResolved,
    InstanceMigrated,
    InstanceStarted,
    Recorded,
    SequenceFlowTaken,
)
from engine.model.ids import InstanceId, PersonId
from engine.model.views import PersonName
from engine.queries.naming import person_name
from engine.queries.seeing import find_withheld
from engine.queries.seen import find_case, get_instance
from engine.queries.telling import Telling, tell
from engine.store import definitions, log


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a case's history.

    Kinds and their parameters (every value is text in words; one that is empty is left out):

    ``started`` (process, version, subject, unit, on_behalf_of) · ``task-created`` (task, roles,
    assignee, due) · ``task-claimed`` (task, on_behalf_of) · ``task-unclaimed`` (task) ·
    ``task-assigned`` (task, assignee, reason) · ``task-completed`` (task, on_behalf_of) ·
    ``task-canceled`` (task) · ``nobody-there`` (task, message) · ``task-offered`` (task) ·
    ``timer-scheduled`` / ``timer-fired`` (element, due) · ``waiting-for-message`` /
    ``waiting-for-signal`` (element, name, key) · ``message-received`` (element, name) ·
    ``signal-received`` (name) · ``message-thrown`` (element, name, correlation_key) ·
    ``signal-thrown`` (element, name) · ``decided`` (decision, result, rules, reasons) ·
    ``path-taken`` (gateway, flow, target, condition; otherwise when it was the default) ·
    ``error-thrown`` / ``escalation-thrown`` (element, code, caught_by) · ``job-created`` (element,
    type) · ``job-completed`` (element) · ``job-failed`` (element, message) · ``mail-written``
    (element, type, to, subject) · ``mail-sent`` (element, files, number) · ``notice-sent``
    (subject, recipients) · ``document-produced`` (name, title, number) · ``document-voided`` (name,
    reason) · ``record-written`` (type, status, subject) · ``number-drawn``
    (sequence, number) · ``variables-corrected`` (names, reason) · ``incident-raised`` (element,
    message) · ``incident-resolved`` (element) · ``retried`` · ``refused`` (command, target,
    reason) · ``confidential-read`` (fields, attachment, document, purpose) · ``erased`` (subject, reason) ·
    ``cancelled`` (reason) · ``migrated`` (definition_version) · ``completed`` (outcome) ·
    ``terminated``.
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
    context: Context,
    *,
    viewer: PersonId,
    instance: InstanceId,
    language: str = "en",
    newest: int = 0,
) -> tuple[Entry, ...]:
    """Return the history of a case in words, oldest first.

    Args:
        context: The engine.
        viewer: Who asks.
        instance: The case.
        language: Language of the procedure's texts.
        newest: Only so many of its last events; 0 for all.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    with reading(context) as work:
        told = _tell_all(work, viewer, instance, language, newest)
    return tuple(entry for _, entry in told if entry is not None)


def list_replay_events(
    context: Context, *, viewer: PersonId, instance: InstanceId, language: str = "en"
) -> tuple[ReplayEvent, ...]:
    """Return the steps of a case on its diagram, oldest first.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    with reading(context) as work:
        told = _tell_all(work, viewer, instance, language)
    return tuple(_replay_event(recorded, entry) for recorded, entry in told)


def _tell_all(
    work: Work, viewer: PersonId, instance: InstanceId, language: str, newest: int = 0
) -> list[tuple[Recorded, Entry | None]]:
    if find_case(work, instance, viewer) is None:
        message = f"There is no case {instance}."
        raise NotFoundError(message)
    row = get_instance(work, instance)
    runs_on = get_model(work, row.definition_id)
    telling = Telling(
        work=work,
        model=runs_on,
        language=language,
        zone=row.zone,
        withheld=find_withheld(work, runs_on, row, viewer),
    )
    told: list[tuple[Recorded, Entry | None]] = []
    after = max(0, row.event_seq - newest) if newest else 0
    events = log.read(work.transaction, instance, after=after)
    if any(isinstance(recorded.event, InstanceMigrated) for recorded in events):
        telling = replace(telling, newest=telling.model)
    for recorded in events:
        if telling.newest is not None and isinstance(
            recorded.event, InstanceStarted | InstanceMigrated
        ):
            model = _version(work, row.process_id, recorded.event.definition_version)
            telling = replace(telling, model=model or telling.model)
        told.append((recorded, _entry(telling, recorded)))
    return told


def _version(work: Work, process_id: str, version: int) -> Model | None:
    """Return a version that a case ran on, read: its elements are called as they were then."""
    row = definitions.find_version(work.transaction, process_id, version)
    return get_model(work, row.id) if row else None


def _entry(telling: Telling, recorded: Recorded) -> Entry | None:
    told = tell(telling, recorded)
    if told is None:
        return None
    return Entry(
        seq=recorded.seq,
        at=recorded.at,
        actor=person_name(telling.work, recorded.actor),
        kind=told.kind,
        params=told.params,
        element=told.element,
        values=told.values,
    )


def _replay_event(recorded: Recorded, entry: Entry | None) -> ReplayEvent:
    kind, element, flow = "note", entry.element if entry else "", ""
    match recorded.event:
        case SequenceFlowTaken(flow=taken):
            kind, flow = "flow", taken
        case ElementActivated(element=element):
            kind = "entered"
        case ElementCompleted(element=element):
            kind = "left"
        case ElementTerminated(element=element):
            kind = "interrupted"
        case IncidentRaised(element=element):
            kind = "incident"
        case IncidentResolved(element=element):
            kind = "resolved"
        case _:
            pass
    return ReplayEvent(
        seq=recorded.seq, at=recorded.at, kind=kind, element=element, flow=flow, entry=entry
    )
