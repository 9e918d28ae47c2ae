"""Messages and signals: from whoever sends them to the cases that wait for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine import feel, spiff
from engine.advance.begin import Beginning, begin_case
from engine.advance.gathering import GATHERING, gather, gathering_key, take_all
from engine.advance.model import Model, get_latest, list_latest
from engine.advance.start_keys import find_key, is_awaited, is_free
from engine.advance.step import advance
from engine.context import WORLD, Work
from engine.errors import ConflictError
from engine.model.events import MessageReceived
from engine.model.ids import SYSTEM, InstanceId, JobId
from engine.store import instances, jobs, subscriptions
from engine.store.definitions import DefinitionRow
from engine.store.ids import new_id
from engine.store.instances import InstanceRow
from engine.store.jobs import JobRow
from engine.store.subscriptions import MessageRow, SubscriptionRow

#: Subscriptions looked at when others take them away meanwhile.
_MAX_TRIES = 20


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message on its way."""

    name: str
    correlation_key: str
    variables: Mapping[str, object]
    #: How long it waits for a case to ask for it.
    time_to_live: timedelta
    #: A message with the same key counts once; empty: every one counts.
    key: str = ""
    actor: str = SYSTEM


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What became of a message."""

    id: str
    #: The case that took it or that it began; null while it waits, or when nobody wanted it.
    instance: InstanceId | None


def lock_case(work: Work, instance_id: str) -> InstanceRow:
    """Lock another case within the work that is open.

    Raises:
        NotFoundError: If there is no such case.
    """
    row, _ = instances.lock(work.transaction, instance_id=instance_id, switch=WORLD)
    return row


def deliver(work: Work, message: Message) -> Delivered:
    """Give a message to the one case that waits for it, or begin a case, or let it wait.

    Raises:
        ConflictError: If a message with the same key was published at the same moment.
        ExpressionError: If the case that takes it cannot go on with it, or its start key is wrong.
    """
    taken_by = _give(work, message)
    place = None if taken_by else _find_start(work, message)
    gathers = place is not None and bool(place.start.together)
    if place is not None and not gathers and _may_begin(work, place):
        taken_by = _begin(work, place, message.variables, message.actor)
    lifetime = max(message.time_to_live, GATHERING) if gathers else message.time_to_live
    status = "taken" if taken_by else "waiting" if lifetime else "expired"
    row = MessageRow(
        id=new_id(work.now),
        name=message.name,
        correlation_key=message.correlation_key,
        variables=feel.to_json(dict(message.variables)),
        published_at=work.now,
        expires_at=work.now + lifetime,
        status=status,
        key=message.key or None,
        begins=place.row.process_id if place and not taken_by else None,
        start_key=place.key if place and not taken_by else None,
    )
    subscriptions.add_message(work.transaction, row)
    if place is not None and gathers:
        taken_by = begin_next(work, place.row.process_id, place.key)
    return Delivered(id=row.id, instance=taken_by)


def give_to_waiting(work: Work, row: MessageRow, *, actor: str) -> InstanceId | None:
    """Give a message that waits to a case that has begun to wait for it since.

    Nothing is taken when that case has gone on meanwhile.

    Raises:
        ConflictError: If another case took it at the same moment.
    """
    message = Message(
        name=row.name,
        correlation_key=row.correlation_key,
        variables=_variables(row.variables),
        time_to_live=timedelta(0),
        actor=actor,
    )
    given = _give(work, message) if row.status == "waiting" else None
    if given is not None and not subscriptions.take_message(work.transaction, row.id):
        text = f"The message {row.name} was taken by another case at the same moment."
        raise ConflictError(text)
    return given


def _variables(json: object) -> Mapping[str, object]:
    value = feel.from_json(json)
    return value if isinstance(value, dict) else {}


def _give(work: Work, message: Message) -> InstanceId | None:
    found = _lock_waiting(work, message)
    if found is None:
        return None
    instance, wait = found
    event = MessageReceived(
        token=wait.token, element=wait.element, name=wait.name, variables=message.variables
    )
    advance(work, instance, event, actor=message.actor)
    return instance.id


def _lock_waiting(work: Work, message: Message) -> tuple[InstanceRow, SubscriptionRow] | None:
    """Lock the case that waits for a message; it may have been changed while we waited for it."""
    for _ in range(_MAX_TRIES):
        wait = subscriptions.find_for_message(
            work.transaction, message.name, message.correlation_key
        )
        if wait is None:
            return None
        instance = lock_case(work, wait.instance_id)
        if wait in subscriptions.list_of_case(work.transaction, instance.id):
            return instance, wait
    return None


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A start event that a message fits."""

    row: DefinitionRow
    model: Model
    start: spiff.StartEvent
    #: What only one active case may have; empty: there may be any number.
    key: str


def _find_start(work: Work, message: Message) -> _Place | None:
    for row, model in list_latest(work):
        for start in list_starts(model, "message", message.name):
            key = find_key(work, model, start, message.variables, message.correlation_key)
            if start.together:
                key = gathering_key(start, key or message.correlation_key)
            return _Place(row=row, model=model, start=start, key=key)
    return None


def _may_begin(work: Work, place: _Place) -> bool:
    """Tell whether the key is free and nobody is before us."""
    process = place.row.process_id
    return not place.key or (
        is_free(work, process, place.key) and not is_awaited(work, process, place.key)
    )


def _begin(work: Work, place: _Place, variables: Mapping[str, object], actor: str) -> InstanceId:
    return begin_by_event(
        work, place.row, place.model, place.start.id, variables, actor, key=place.key
    ).id


def begin_next(work: Work, process_id: str, key: str) -> InstanceId | None:
    """Begin a case by the oldest message that waits for a start key; null when none may.

    Raises:
        NotFoundError: If the procedure is not in force.
    """
    if not is_free(work, process_id, key):
        return None
    row, model = get_latest(work, process_id)
    waiting = subscriptions.list_to_begin_with(work.transaction, process_id, key, work.now)
    for found in waiting:
        start = next(list_starts(model, "message", found.name), None)
        if start is None:
            return None  # the newest version begins otherwise
        messages = gather(start, waiting) if start.together else [found]
        if messages and take_all(work, messages):
            asked = start.event.key or not start.together
            place = _Place(row=row, model=model, start=start, key=key if asked else "")
            variables = {
                name: value
                for message in messages
                for name, value in _variables(message.variables).items()
            }
            return _begin(work, place, variables, SYSTEM)
    return None


def list_starts(model: Model, kind: str, name: str) -> Iterator[spiff.StartEvent]:
    """List the start events of a process that a message or signal begins."""
    if model.procedure.startable:
        for start in model.definition.start_events:
            if start.event.kind == kind and start.event.literal_name == name:
                yield start


def begin_by_event(
    work: Work,
    row: DefinitionRow,
    model: Model,
    start_event: str,
    variables: Mapping[str, object],
    actor: str,
    *,
    key: str = "",
) -> InstanceRow:
    """Begin a case by an event; it concerns the person whom the variable ``subject`` names."""
    subject = variables.get("subject")
    beginning = Beginning(
        initiator=actor,
        subject=subject if isinstance(subject, str) and subject in work.roster.people else actor,
        start_event=start_event,
        start_key=key,
        variables=variables,
    )
    return begin_case(work, row, model, beginning).instance


def write_signal_jobs(
    work: Work, name: str, variables: Mapping[str, object], *, key: str, origin: str = ""
) -> int:
    """Write a job for every case that waits for a signal, and for every process that it starts.

    Args:
        work: The open transaction.
        name: Name of the signal.
        variables: What it carries.
        key: Names this broadcast; the same broadcast writes its jobs once.
        origin: The case that broadcast it, which has had it already.

    Returns:
        The number of jobs.
    """
    payload = {"name": name, "variables": feel.to_json(dict(variables))}
    rows = [
        _signal_job(work, f"{key} {case}", payload, kind="signal", instance=case)
        for case in subscriptions.list_cases_for_signal(work.transaction, name)
        if case != origin
    ]
    rows += [
        _signal_job(
            work,
            f"{key} {row.process_id} {start.id}",
            {**payload, "definition": row.id, "start_event": start.id},
            kind="start",
            instance=None,
        )
        for row, model in list_latest(work)
        for start in list_starts(model, "signal", name)
    ]
    jobs.add_all(work.transaction, rows)
    return len(rows)


def _signal_job(
    work: Work, key: str, payload: Mapping[str, object], *, kind: str, instance: str | None
) -> JobRow:
    return JobRow(
        id=JobId(new_id(work.now)),
        instance_id=instance,
        kind=kind,
        due_at=work.now,
        retries=10,
        key=key,
        payload=dict(payload),
    )
