"""Keeps the tables of what a case waits for in step with its transitions.

The transitions of one step are gathered first, so that what came and went within the step never
touches a table, and each table gets at most one statement of a kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from engine import feel
from engine.context import Work
from engine.errors import ConflictError
from engine.model.events import (
    ElementTerminated,
    IncidentRaised,
    IncidentResolved,
    JobCreated,
    MessageThrown,
    SignalThrown,
    SubscriptionOpened,
    TimerScheduled,
    Transition,
    UserTaskCanceled,
    UserTaskCreated,
    WaitEnded,
)
from engine.model.ids import IncidentId, JobId
from engine.store import incidents, jobs, subscriptions, user_tasks
from engine.store.ids import new_id
from engine.store.incidents import IncidentRow
from engine.store.instances import InstanceRow
from engine.store.jobs import JobRow
from engine.store.subscriptions import SubscriptionRow
from engine.store.user_tasks import Closing, UserTaskRow

Wait = TimerScheduled | SubscriptionOpened | JobCreated
Thrown = MessageThrown | SignalThrown


@dataclass(kw_only=True)
class Changes:
    """What a step came to, by token."""

    #: Tokens that were interrupted: an incident of theirs is over.
    terminated: set[int] = field(default_factory=set)
    created: dict[int, UserTaskCreated] = field(default_factory=dict)
    canceled: set[int] = field(default_factory=set)
    waits: dict[int, Wait] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    raised: dict[int, IncidentRaised] = field(default_factory=dict)
    resolved: set[int] = field(default_factory=set)
    thrown: list[Thrown] = field(default_factory=list)


def gather(transitions: Iterable[Transition]) -> Changes:
    """Gather the transitions of one step."""
    changes = Changes()
    for transition in transitions:
        match transition:
            case UserTaskCreated() | UserTaskCanceled():
                _gather_task(changes, transition)
            case TimerScheduled() | SubscriptionOpened() | JobCreated() | WaitEnded():
                _gather_wait(changes, transition)
            case IncidentRaised() | IncidentResolved() | ElementTerminated():
                _gather_incident(changes, transition)
            case MessageThrown() | SignalThrown():
                changes.thrown.append(transition)
            case _:
                pass
    return changes


def _gather_task(changes: Changes, transition: UserTaskCreated | UserTaskCanceled) -> None:
    if isinstance(transition, UserTaskCreated):
        changes.created[transition.token] = transition
    elif changes.created.pop(transition.token, None) is None:
        changes.canceled.add(transition.token)


def _gather_wait(changes: Changes, transition: Wait | WaitEnded) -> None:
    if not isinstance(transition, WaitEnded):
        changes.waits[transition.token] = transition
    elif changes.waits.pop(transition.token, None) is None:
        changes.ended.add(transition.token)


def _gather_incident(
    changes: Changes, transition: IncidentRaised | IncidentResolved | ElementTerminated
) -> None:
    if isinstance(transition, IncidentRaised):
        changes.raised[transition.token] = transition
    elif changes.raised.pop(transition.token, None) is None:
        over = changes.resolved if isinstance(transition, IncidentResolved) else changes.terminated
        over.add(transition.token)


def write_waits(work: Work, instance: InstanceRow, changes: Changes) -> None:
    """Write timers, connector jobs, subscriptions and what is thrown to other cases."""
    transaction = work.transaction
    jobs.cancel_tokens(transaction, instance.id, changes.ended)
    subscriptions.remove(transaction, instance.id, changes.ended)
    new_jobs = [
        _job_row(work, instance, wait)
        for wait in changes.waits.values()
        if not isinstance(wait, SubscriptionOpened)
    ]
    thrown = [
        _thrown_row(work, instance, thrown, number)
        for number, thrown in enumerate(changes.thrown, start=1)
    ]
    jobs.add_all(transaction, new_jobs + thrown)
    opened = [wait for wait in changes.waits.values() if isinstance(wait, SubscriptionOpened)]
    subscriptions.add_all(
        transaction, [SubscriptionRow(instance_id=instance.id, **vars(wait)) for wait in opened]
    )


def _job_row(work: Work, instance: InstanceRow, wait: TimerScheduled | JobCreated) -> JobRow:
    # A token waits again under the same number after an incident: the log's end tells them apart.
    row = JobRow(
        id=JobId(new_id(work.now)),
        instance_id=instance.id,
        token=wait.token,
        element=wait.element,
        kind="timer",
        due_at=work.now,
        key=f"{instance.id} {wait.token} {instance.event_seq}",
    )
    if isinstance(wait, TimerScheduled):
        return replace(row, due_at=wait.due)
    return replace(
        row,
        kind="connector",
        type=wait.type,
        retries=max(1, wait.retries),
        payload={"headers": dict(wait.headers), "variables": feel.to_json(dict(wait.variables))},
    )


def _thrown_row(work: Work, instance: InstanceRow, thrown: Thrown, number: int) -> JobRow:
    payload: dict[str, object] = {
        "name": thrown.name,
        "variables": feel.to_json(dict(thrown.variables)),
    }
    is_message = isinstance(thrown, MessageThrown)
    if isinstance(thrown, MessageThrown):
        payload["correlation_key"] = thrown.correlation_key
    return JobRow(
        id=JobId(new_id(work.now)),
        instance_id=instance.id,
        element=thrown.element,
        kind="message" if is_message else "broadcast",
        due_at=work.now,
        retries=_DELIVERIES,
        key=f"{instance.id} thrown {instance.event_seq} {number}",
        payload=payload,
    )


#: Attempts to deliver to another case before an administrator must look.
_DELIVERIES = 10
#: How long a message thrown by a case waits for another case to ask for it.
THROWN_LIFETIME = timedelta(days=30)


def call_next(work: Work, instance: InstanceRow) -> None:
    """When a case with a start key has ended, let the next message begin one."""
    if instance.status == "active" or instance.start_key is None:
        return
    row = JobRow(
        id=JobId(new_id(work.now)),
        instance_id=None,
        kind="next",
        due_at=work.now,
        retries=_DELIVERIES,
        key=f"{instance.id} next",
        payload={"process": instance.process_id, "key": instance.start_key},
    )
    jobs.add_all(work.transaction, [row])


def close_tasks(
    work: Work,
    open_tasks: Mapping[int, UserTaskRow],
    changes: Changes,
    completed: Closing | None,
) -> None:
    """Close the tasks that were finished or withdrawn.

    Raises:
        ConflictError: If one of them is no longer open.
    """
    closings = [
        Closing(id=open_tasks[token].id, status="canceled", at=work.now)
        for token in sorted(changes.canceled)
        if token in open_tasks and (completed is None or open_tasks[token].id != completed.id)
    ]
    if completed is not None:
        closings.append(completed)
    if user_tasks.close_all(work.transaction, closings) != len(closings):
        message = "The task is no longer open; nothing was changed. Look at the case again."
        raise ConflictError(message)


def write_incidents(
    work: Work, instance: InstanceRow, raised: Iterable[IncidentRaised], resolved: set[int], by: str
) -> int:
    """Write new incidents and close those that are over; returns by how many the open ones grow."""
    closed = (
        incidents.resolve(work.transaction, instance.id, resolved, at=work.now, by=by)
        if resolved
        else 0
    )
    rows = [
        IncidentRow(
            id=IncidentId(new_id(work.now)),
            instance_id=instance.id,
            token=one.token,
            element=one.element,
            message=one.message,
            raised_at=work.now,
        )
        for one in raised
    ]
    incidents.add_all(work.transaction, rows)
    return len(rows) - closed
