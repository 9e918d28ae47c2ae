"""What a case waits for, one entry for each thing."""

from collections.abc import Iterator

from engine.advance.model import Model
from engine.context import Work
from engine.model.access import Candidate
from engine.model.views import CaseSummary, Translator
from engine.queries.cases_records import Position
from engine.queries.naming import (
    element_name,
    person_name,
    role_title,
    summary,
    translator,
    unit_name,
)
from engine.queries.seen import as_case, once
from engine.store import incidents, jobs, subscriptions, user_tasks
from engine.store.instances import InstanceRow
from engine.store.user_tasks import UserTaskRow


def list_positions(
    work: Work, model: Model, instance: InstanceRow, language: str
) -> tuple[Position, ...]:
    """List what a case waits for: people first, then incidents, then all that comes by itself."""
    if instance.status != "active":
        return ()
    key = ("positions", instance.id, language)
    return once(work, key, lambda: tuple(_positions(work, model, instance, language)))


def summarise(work: Work, model: Model, instance: InstanceRow, language: str) -> CaseSummary:
    """Return a case in one line, with where it stands."""
    places = list_positions(work, model, instance, language)
    return summary(work, as_case(work, instance), [place.element for place in places], language)


def _positions(
    work: Work, model: Model, instance: InstanceRow, language: str
) -> Iterator[Position]:
    for task in user_tasks.list_open(work.transaction, instance.id):
        yield _task(work, model, task, language)
    stopped = incidents.list_of_case(work.transaction, instance.id) if instance.incidents else ()
    for incident in stopped:
        yield Position(
            element=incident.element,
            name=element_name(model, incident.element, language),
            kind="incident",
            since=incident.raised_at,
            message=incident.message,
        )
    for wait in subscriptions.list_of_case(work.transaction, instance.id):
        yield Position(
            element=wait.element, name=element_name(model, wait.element, language), kind=wait.type
        )
    for job in jobs.list_waiting(work.transaction, instance.id):
        if job.kind in {"timer", "connector"}:
            yield Position(
                element=job.element,
                name=element_name(model, job.element, language),
                kind="timer" if job.kind == "timer" else "job",
                due=job.due_at,
            )


def _task(work: Work, model: Model, task: UserTaskRow, language: str) -> Position:
    return Position(
        element=task.element,
        name=element_name(model, task.element, language),
        kind="task",
        since=task.created_at,
        due=task.due_at,
        task=task.id,
        assignee=person_name(work, task.assignee) if task.assignee else None,
        waits_for=tuple(
            dict.fromkeys(
                _in_words(work, one, translator(model, language), language)
                for one in task.candidates
            )
        ),
    )


def _in_words(work: Work, candidate: Candidate, translate: Translator, language: str) -> str:
    if candidate.person:
        return person_name(work, candidate.person).name
    office = unit_name(work, candidate.unit, language)
    return f"{role_title(work, candidate.role, translate)}, {office}"
