"""Lets what stands still try again: tokens, tasks that nobody could do, work that failed."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from engine import spiff
from engine.advance.model import get_model
from engine.advance.refusals import record
from engine.advance.step import advance
from engine.advance.tasks import find_people
from engine.context import Work
from engine.errors import ConflictError
from engine.model.events import AuditEvent, IncidentsRetried, UserTaskCreated, UserTaskOffered
from engine.store import incidents, jobs, log, user_tasks
from engine.store.instances import InstanceRow
from engine.store.user_tasks import UserTaskRow


def retry(work: Work, instance: InstanceRow, tokens: Sequence[int], *, actor: str) -> InstanceRow:
    """Let the stopped tokens of a case try again; all of them when none is named.

    Raises:
        ConflictError: If nothing stands still.
    """
    open_incidents = incidents.list_of_case(work.transaction, instance.id)
    chosen = {one.token for one in open_incidents if not tokens or one.token in tokens}
    if not chosen:
        message = f"Nothing stands still in the case {instance.business_key}."
        raise ConflictError(message)
    stopped = _stopped_tokens(work, instance) & chosen
    if stopped:
        event = IncidentsRetried(tokens=tuple(sorted(stopped)))
        instance = advance(work, instance, event, actor=actor).instance
    if instance.status != "active":
        return instance
    instance = _offer_again(work, instance, chosen - stopped, actor)
    return _revive(work, instance, chosen - stopped, actor)


def _stopped_tokens(work: Work, instance: InstanceRow) -> set[int]:
    model = get_model(work, instance.definition_id)
    state = spiff.inspect(model.definition, instance.state)
    return {wait.token for wait in state.waits if wait.kind == "incident"}


def _offer_again(
    work: Work, instance: InstanceRow, tokens: Collection[int], actor: str
) -> InstanceRow:
    """Look again for the people of tasks that nobody could do."""
    tasks = [
        task for task in user_tasks.list_open(work.transaction, instance.id) if task.token in tokens
    ]
    if not tasks:
        return instance
    offered = [note for task in tasks if (note := _offer(work, instance, task)) is not None]
    return _settle(work, instance, {note.token for note in offered}, offered, actor)


def _offer(work: Work, instance: InstanceRow, task: UserTaskRow) -> UserTaskOffered | None:
    model = get_model(work, instance.definition_id)
    found = find_people(work, instance, model, _created(work, task))
    if found.problem:
        return None
    new = set(found.candidates) - set(task.candidates)
    user_tasks.add_candidates(work.transaction, [replace(task, candidates=tuple(new))])
    return UserTaskOffered(
        task=task.id,
        token=task.token,
        element=task.element,
        candidates=tuple(
            one.person or f"{one.role} in {one.unit}" for one in found.candidates
        ) or (found.assignee,),
    )  # fmt: skip


def _created(work: Work, task: UserTaskRow) -> UserTaskCreated:
    """Return what the diagram said when the task came up, under its element's present id."""
    kinds = (UserTaskCreated.kind(),)
    events = [one.event for one in log.read(work.transaction, task.instance_id, kinds=kinds)]
    created = next(
        one for one in events if isinstance(one, UserTaskCreated) and one.token == task.token
    )
    return replace(created, element=task.element)


def _revive(work: Work, instance: InstanceRow, tokens: Collection[int], actor: str) -> InstanceRow:
    """Let the worker try again what it could not do."""
    if not jobs.revive(work.transaction, instance.id, tokens, work.now):
        return instance
    return _settle(work, instance, tokens, [], actor)


def _settle(
    work: Work,
    instance: InstanceRow,
    tokens: Collection[int],
    events: Sequence[AuditEvent],
    actor: str,
) -> InstanceRow:
    over = incidents.resolve(work.transaction, instance.id, tokens, at=work.now, by=actor)
    left = replace(instance, incidents=instance.incidents - over)
    return record(work, left, list(events), actor=actor)
