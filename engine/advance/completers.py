"""Who finished a task of a case: what the function ``completer of`` answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.context import Work
from engine.model.events import Input, UserTaskCompleted
from engine.store import user_tasks
from engine.store.user_tasks import Closing


@dataclass(frozen=True, kw_only=True)
class Finishing:
    """The case that asks, and the task whose end made it go on."""

    instance: str
    #: Element of that task; empty when something else made the case go on.
    element: str = ""
    #: Null likewise. Its task is written as finished only after the step.
    closing: Closing | None = None


def find_finishing(instance: str, event: Input, closing: Closing | None) -> Finishing:
    """Return what an input finishes in a case."""
    element = event.element if isinstance(event, UserTaskCompleted) else ""
    return Finishing(instance=instance, element=element, closing=closing)


def find_completer(
    work: Work, finishing: Finishing | None, zone: str, elements: Sequence[str]
) -> dict[str, object] | None:
    """Return who was the last to finish one of some tasks: ``person``, ``represented`` and ``day``.

    Args:
        work: The open transaction.
        finishing: The case, with what it finishes just now; null before there is a case.
        zone: The case's time zone, in which the day is counted.
        elements: Ids of their elements.

    Returns:
        Null while nobody has finished any; ``represented`` is null unless they stood in for somebody.
    """
    if finishing is None:
        return None
    if finishing.closing is not None and finishing.element in elements:
        closing = finishing.closing
        return _completer(closing.completed_by, closing.on_behalf_of, closing.at, zone)
    found = user_tasks.find_last_completed(work.transaction, finishing.instance, elements)
    if found is None or found.completed_at is None:
        return None
    return _completer(found.completed_by, found.on_behalf_of, found.completed_at, zone)


def _completer(person: str, represented: str, at: datetime, zone: str) -> dict[str, object]:
    return {
        "person": person,
        "represented": represented or None,
        "day": at.astimezone(ZoneInfo(zone)).date(),
    }
