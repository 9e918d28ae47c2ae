"""Where the first token of a case goes."""

from datetime import datetime
from typing import TYPE_CHECKING

from engine import feel
from engine.clock import ManualClock
from engine.errors import NotFoundError, RefusedError
from engine.spiff.times import Cycle, first_due, next_due, read_cycle

if TYPE_CHECKING:
    from engine.spiff.case import Case
    from engine.spiff.definition import Definition, StartEvent
    from engine.spiff.environment import Environment
    from engine.spiff.specs.node import Node

__all__ = ["begins_by_clock", "first_start", "next_start", "start_tokens"]


def start_tokens(case: "Case", start_event: str) -> None:
    """Begin a case at a start event, or in the plain way.

    Raises:
        NotFoundError: If the process has no such start event.
        RefusedError: If there is no plain start, or more than one.
    """
    if start_event and start_event not in {start.id for start in case.definition.start_events}:
        message = f"{case.definition.process_id} has no start event {start_event}."
        raise NotFoundError(message)
    chosen = start_event or _only_start(case)
    if chosen:
        spec = case.spec.task_specs[chosen]
        is_start = spec.element is not None and spec.element.type == "startEvent"
        memory = {} if is_start else {"fired": 1}
        case.begin([spec], beside=_others_behind_gateway(case, chosen), **memory)
    else:
        case.begin(case.spec.plain_starts)


def _others_behind_gateway(case: "Case", chosen: str) -> "list[Node]":
    """Return the events that a parallel event gateway still waits for when one began the case."""
    return [
        case.spec.task_specs[flow.target]
        for node in case.spec.task_specs.values()
        if node.element is not None and node.element.triggered and node.element.waits_for_all
        and chosen in {flow.target for flow in node.flows}
        for flow in node.flows
        if flow.target != chosen
    ]  # fmt: skip


def _only_start(case: "Case") -> str:
    """Return the one event that a case can begin with; empty when it can begin plainly.

    Raises:
        RefusedError: If there are several.
    """
    others = list(dict.fromkeys(start.id for start in case.definition.start_events))
    if case.spec.plain_starts or not others:
        return ""
    if len(others) == 1:
        return others[0]
    message = f"{case.definition.process_id} begins with an event; name one of {', '.join(others)}."
    raise RefusedError(message)


def begins_by_clock(definition: "Definition", start_event: str) -> bool:
    """Tell whether a case begins at a timer start event, named or the only way to begin."""
    if not start_event and definition.main.plain_starts:
        return False
    timers = {start.id for start in definition.start_events if start.event.kind == "timer"}
    return start_event in timers if start_event else bool(timers)


def first_start(start: "StartEvent", env: "Environment") -> tuple[datetime, Cycle]:
    """Return when a timer start event first begins a case, and what is left of its cycle.

    Args:
        start: One whose event is a timer.
        env: The present instant, and the zone that days are counted in.

    Returns:
        The instant, aware, in UTC; and the cycle, with nothing left after a date or a duration.

    Raises:
        ExpressionError: If its time cannot be worked out.
    """
    event, label = start.event, start.name or start.id
    value: object = event.expression
    if event.expression.startswith("="):
        value = feel.evaluate(
            event.expression, {}, functions=env.functions, clock=ManualClock(env.now), zone=env.zone
        )
    if event.timer == "timeCycle":
        return read_cycle(env, value, label)
    return first_due(env, event.timer, value, label), (0, "")


def next_start(
    start: "StartEvent", env: "Environment", due: datetime, cycle: Cycle
) -> tuple[datetime, Cycle] | None:
    """Return when a timer start event begins the next case; None when its cycle is over.

    Raises:
        ExpressionError: If the next instant cannot be counted.
    """
    return next_due(env, due, cycle, start.name or start.id)
