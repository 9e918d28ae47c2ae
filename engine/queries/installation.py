"""What kind of database this is, and what it is waiting for."""

from datetime import datetime

from engine.advance.model import list_latest
from engine.context import DEMO, Context, reading
from engine.model.ids import TaskId
from engine.store import jobs, user_tasks
from engine.store.directory import list_people
from engine.store.settings import get_setting


def has_people(context: Context) -> bool:
    """Tell whether a directory was imported."""
    with reading(context) as work:
        return bool(list_people(work.transaction))


def is_demo(context: Context) -> bool:
    """Tell whether the database was made as a demonstration."""
    with reading(context) as work:
        return bool(get_setting(work.transaction, DEMO))


def get_time(context: Context) -> datetime:
    """Return the present instant of the database, aware, in UTC."""
    with reading(context) as work:
        return work.now


def find_next_due(context: Context) -> datetime | None:
    """Return when the next job is due; null when none waits."""
    with reading(context) as work:
        return jobs.find_next_due(work.transaction, context.connectors)


def find_open_task(context: Context, *, instance: str, element: str) -> TaskId | None:
    """Return the oldest open task of an element in a case; null when there is none."""
    with reading(context) as work:
        waiting = user_tasks.list_open(work.transaction, instance)
    return next((task.id for task in waiting if task.element == element), None)


def is_shared(context: Context) -> bool:
    """Tell whether any number of processes may use the database at once."""
    return context.database.dialect == "postgresql"


def read_procedures(context: Context) -> int:
    """Read every procedure in force, so that nobody waits for it later; returns how many."""
    with reading(context) as work:
        return len(list_latest(work))
