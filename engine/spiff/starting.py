"""Where the first token of a case goes."""

from typing import TYPE_CHECKING

from engine.errors import NotFoundError, RefusedError

if TYPE_CHECKING:
    from engine.spiff.case import Case
    from engine.spiff.specs.node import Node

__all__ = ["start_tokens"]


def start_tokens(case: "Case", start_event: str) -> None:
    """Begin a case at a start event, or in the plain way.

    Raises:
        NotFoundError: If the process has no such start event.
        RefusedError: If there is no plain start, or more than one.
    """
    if start_event and start_event not in {start.id for start in case.definition.start_events}:
        message = f"{case.definition.process_id} has no start event {start_event}."
        raise NotFoundError(message)
    specs = [case.spec.task_specs[start_event]] if start_event else _plain(case)
    memory = {"fired": 1} if start_event and _is_waiting(specs[0]) else {}
    case.begin(specs, **memory)


def _is_waiting(spec: "Node") -> bool:
    """Whether it is an event behind a gateway, or a task, that starts a case."""
    return spec.element is not None and spec.element.type != "startEvent"


def _plain(case: "Case") -> "list[Node]":
    starts = case.spec.plain_starts
    if starts:
        return starts
    others = case.definition.start_events
    if len(others) == 1:
        return [case.spec.task_specs[others[0].id]]
    ids = ", ".join(start.id for start in others)
    message = f"{case.definition.process_id} begins with an event; name one of {ids}."
    raise RefusedError(message)
