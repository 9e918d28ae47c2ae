"""What comes next for the person who has just acted."""

from collections.abc import Iterable

from engine.context import Work
from engine.model.access import find_ground
from engine.model.ids import SYSTEM, TaskId
from engine.store.instances import InstanceRow
from engine.store.user_tasks import UserTaskRow


def find_next_task(
    work: Work, instance: InstanceRow, tasks: Iterable[UserTaskRow], person: str
) -> TaskId | None:
    """Return the first of the new tasks that the person may go on with, or null."""
    day = work.day(instance.zone)
    for task in tasks:
        if person == SYSTEM or find_ground(
            work.roster, day, person, assignee=task.assignee, candidates=task.candidates
        ):
            return task.id
    return None
