"""The tasks that a step brings up: who may take them, and who may not."""

from collections.abc import Sequence

from engine.advance.candidates import Assignment, Need, assign
from engine.advance.model import Model
from engine.advance.sync import Changes
from engine.context import Work
from engine.model.access import Doer
from engine.model.events import InstanceStarted, UserTaskCreated, UserTaskUnassignable
from engine.model.ids import TaskId
from engine.store import log, user_tasks
from engine.store.ids import new_id
from engine.store.instances import InstanceRow
from engine.store.user_tasks import UserTaskRow


def create_tasks(
    work: Work, instance: InstanceRow, model: Model, changes: Changes
) -> tuple[list[UserTaskRow], list[UserTaskUnassignable]]:
    """Write the tasks that came up, and say which of them nobody can do."""
    rows: list[UserTaskRow] = []
    problems: list[UserTaskUnassignable] = []
    for created in changes.created.values():
        found = find_people(work, instance, model, created)
        row = _task_row(work, instance, created, found)
        rows.append(row)
        if found.problem:
            problems.append(
                UserTaskUnassignable(
                    task=row.id, token=row.token, element=row.element, message=found.problem
                )
            )
    user_tasks.add_all(work.transaction, rows)
    return rows, problems


def find_people(
    work: Work, instance: InstanceRow, model: Model, created: UserTaskCreated
) -> Assignment:
    """Find who has or may take a task of a case."""
    element = model.definition.elements.get(created.element)
    excluding = excluded_elements(model, created.element)
    return assign(
        work.roster,
        Need(
            task=created,
            lane=element.lane if element else "",
            unit=instance.unit,
            initiator=instance.initiator,
            doers=list_doers(work, instance, model, excluding),
            excluding=excluding,
        ),
        work.day(instance.zone),
    )


def excluded_elements(model: Model, element_id: str) -> tuple[str, ...]:
    """Return the elements whose doers may not do a task (four eyes)."""
    element = model.definition.elements.get(element_id)
    text = element.properties.get("fourEyes", "") if element else ""
    return tuple(text.replace(",", " ").split())


def list_doers(
    work: Work, instance: InstanceRow, model: Model, elements: Sequence[str]
) -> list[Doer]:
    """List who did some elements of a case; whoever began it did its start events."""
    if not elements:
        return []
    starts = {start.id for start in model.definition.start_events}
    began = [
        Doer(element=element, person=instance.initiator, on_behalf_of=_represented(work, instance))
        for element in elements
        if element in starts
    ]
    return began + user_tasks.list_doers(work.transaction, instance.id, elements)


def _represented(work: Work, instance: InstanceRow) -> str:
    kinds = (InstanceStarted.kind(),)
    found = log.read(work.transaction, instance.id, kinds=kinds, limit=1)
    started = found[0].event if found else None
    return started.on_behalf_of if isinstance(started, InstanceStarted) else ""


def _task_row(
    work: Work, instance: InstanceRow, created: UserTaskCreated, found: Assignment
) -> UserTaskRow:
    return UserTaskRow(
        id=TaskId(new_id(work.now)),
        instance_id=instance.id,
        token=created.token,
        element=created.element,
        name=created.name or created.element,
        status="assigned" if found.assignee else "created",
        assignee=found.assignee,
        unit=instance.unit,
        form=created.form,
        due_at=created.due,
        follow_up_at=created.follow_up,
        created_at=work.now,
        process_id=instance.process_id,
        business_key=instance.business_key,
        subject=instance.subject,
        title=instance.title,
        candidates=found.candidates,
    )
