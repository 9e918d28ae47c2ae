"""One input, and everything that follows from it, in the transaction that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from engine import feel, spiff
from engine.advance.completers import find_finishing
from engine.advance.decisions import decide
from engine.advance.house import LOCAL_TYPES, House
from engine.advance.model import get_model
from engine.advance.sync import (
    Changes,
    call_next,
    close_tasks,
    gather,
    write_incidents,
    write_waits,
)
from engine.advance.tasks import create_tasks
from engine.advance.world import Witness, evaluation_context, unheard
from engine.context import Work
from engine.errors import DocketError
from engine.model.events import (
    IncidentRaised,
    Input,
    InstanceCompleted,
    MessageReceived,
    SubscriptionOpened,
    Transition,
    UserTaskCompleted,
    UserTaskUnassignable,
)
from engine.model.ids import SYSTEM
from engine.store import incidents, instances, log, subscriptions, user_tasks
from engine.store.instances import InstanceRow
from engine.store.log import Head
from engine.store.user_tasks import Closing, UserTaskRow

#: Messages that wait already and are taken one after the other within one step.
_MAX_DELIVERIES = 100
_TITLE_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Advanced:
    """Where a case stands after a step."""

    instance: InstanceRow
    #: Tasks that came up and are open.
    tasks: tuple[UserTaskRow, ...]


def advance(
    work: Work, instance: InstanceRow, event: Input, *, actor: str, closing: Closing | None = None
) -> Advanced:
    """Give an input to a case whose row is locked, and write all that follows.

    Messages that wait already for what the case now listens to are taken at once.

    Args:
        work: The open transaction.
        instance: The case, as it was locked.
        event: What was done.
        actor: Who did it.
        closing: The task that the input finishes.

    Raises:
        ConflictError: If what the input is about is no longer waited for.
        ExpressionError: If what follows a submission cannot be worked out.
        RefusedError: If the case has ended.
    """
    done = _step(work, instance, event, actor=actor, closing=closing)
    tasks = {task.token: task for task in done.tasks}
    for _ in range(_MAX_DELIVERIES):
        taken = _take_waiting(work, done)
        if taken is None:
            break
        done = _step(work, done.instance, taken, actor=SYSTEM)
        tasks |= {task.token: task for task in done.tasks}
    return Advanced(instance=done.instance, tasks=tuple(tasks.values()))


@dataclass(frozen=True, kw_only=True)
class _Stepped(Advanced):
    #: Subscriptions for messages opened in this step.
    listening: tuple[SubscriptionOpened, ...]


def _step(
    work: Work, instance: InstanceRow, event: Input, *, actor: str, closing: Closing | None = None
) -> _Stepped:
    model = get_model(work, instance.definition_id)
    finishing = find_finishing(instance.id, event, closing)
    witness = Witness(work=work, model=model, zone=instance.zone, finishing=finishing)
    house = House(witness=witness, instance=instance)
    outcome = spiff.run(
        model.definition, instance.state or None, event, environment_of(witness, house)
    )
    changes = gather(outcome.transitions)
    title = instance.title or title_of(witness, outcome.variables)
    titled = replace(instance, title=title) if title != instance.title else instance
    _close_tasks(work, titled, changes, closing)
    tasks, problems = create_tasks(work, titled, model, changes)
    write_waits(work, titled, changes)
    house.finish()
    ended = _ending(outcome, work)
    grown = _write_incidents(work, titled, changes, problems, event, actor, over=bool(ended))
    events = [
        replace(event, observations=witness.observations) if witness.answers else event,
        *outcome.transitions,
        *house.notes,
        *problems,
    ]
    head = log.append(
        work.transaction,
        instance_id=instance.id,
        head=Head(seq=instance.event_seq, hash=instance.head),
        events=events,
        actor=actor,
        at=work.now,
    )
    saved = instances.save(
        work.transaction,
        replace(
            titled,
            **ended,
            state=outcome.state,
            updated_at=work.now,
            event_seq=head.seq,
            head=head.hash,
            incidents=grown,
        ),
    )
    call_next(work, saved)
    listening = tuple(
        wait
        for wait in changes.waits.values()
        if isinstance(wait, SubscriptionOpened) and wait.type == "message"
    )
    return _Stepped(instance=saved, tasks=tuple(tasks), listening=listening)


def environment_of(witness: Witness, house: House | None) -> spiff.Environment:
    """Return the world around a run; without a house no local service can be called."""
    context = evaluation_context(witness)
    return spiff.Environment(
        now=witness.work.now,
        zone=ZoneInfo(witness.zone),
        functions=witness.model.functions,
        observe=witness.observe,
        decide=lambda decision, scope: decide(witness.model.decisions, decision, scope, context),
        local=house.call if house else None,
        local_types=LOCAL_TYPES,
    )


def title_of(witness: Witness, variables: Mapping[str, object]) -> str:
    """Return what tells a case apart, or an empty text while that cannot be said."""
    summary = witness.model.procedure.summary
    if not summary:
        return ""
    context = evaluation_context(unheard(witness))
    try:
        value = feel.evaluate(summary, variables, context=context)
    except DocketError:
        return ""  # the variables that it speaks of are not there yet
    return str(value)[:_TITLE_LENGTH] if value is not None else ""


def _close_tasks(
    work: Work, instance: InstanceRow, changes: Changes, closing: Closing | None
) -> None:
    known = user_tasks.list_open(work.transaction, instance.id) if changes.canceled else ()
    close_tasks(work, {task.token: task for task in known}, changes, closing)


def _ending(outcome: spiff.Outcome, work: Work) -> dict[str, Any]:
    """Return what a case that has ended gets; nothing while it goes on."""
    if not outcome.completed:
        return {}
    completed = _find_completion(outcome.transitions)
    return {
        "status": "completed" if completed else "terminated",
        "ended_at": work.now,
        "end_event": " ".join(completed.end_events) if completed else "",
    }


def _find_completion(transitions: Sequence[Transition]) -> InstanceCompleted | None:
    found = [event for event in transitions if isinstance(event, InstanceCompleted)]
    return found[-1] if found else None


def _write_incidents(
    work: Work,
    instance: InstanceRow,
    changes: Changes,
    problems: Sequence[UserTaskUnassignable],
    event: Input,
    actor: str,
    *,
    over: bool,
) -> int:
    """Write what stands still and what no longer does; return how many incidents are open."""
    if over:
        if instance.incidents:
            incidents.resolve(work.transaction, instance.id, None, at=work.now, by=actor)
        return 0
    resolved = set(changes.resolved)
    if instance.incidents:
        resolved |= changes.terminated | changes.canceled
        resolved |= {event.token} if isinstance(event, UserTaskCompleted) else set()
    raised = [
        *changes.raised.values(),
        *(
            IncidentRaised(element=one.element, token=one.token, message=one.message)
            for one in problems
        ),
    ]
    return instance.incidents + write_incidents(work, instance, raised, resolved, actor)


def _take_waiting(work: Work, done: _Stepped) -> MessageReceived | None:
    """Take the oldest message that waits for what the case has just begun to listen to."""
    if not done.listening or done.instance.status != "active":
        return None
    by_name = {(wait.name, wait.correlation_key): wait for wait in done.listening}
    waiting = subscriptions.list_waiting_messages(work.transaction, by_name.keys(), work.now)
    for message in waiting:
        if subscriptions.take_message(work.transaction, message.id):
            wait = by_name[message.name, message.correlation_key]
            return MessageReceived(
                token=wait.token,
                element=wait.element,
                name=wait.name,
                variables=as_variables(message.variables),
            )
    return None


def as_variables(json: object) -> dict[str, object]:
    """Return stored variables as FEEL values."""
    value = feel.from_json(json)
    return value if isinstance(value, dict) else {}
