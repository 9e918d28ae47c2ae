"""Checks of events: which kind may stand where, and what it must name."""

from collections.abc import Iterator

from engine.errors import Problem
from engine.spiff.definition import Element, EventSpec
from engine.spiff.importing.model import Model
from engine.spiff.importing.several_rules import check_several
from engine.spiff.importing.structure import problem

__all__ = ["check_events"]

_ALLOWED = {
    "startEvent": frozenset({"none", "message", "timer", "signal"}),
    "endEvent": frozenset(
        {"none", "message", "signal", "error", "escalation", "compensation", "cancel", "terminate"}
    ),
    "intermediateCatchEvent": frozenset({"message", "timer", "signal", "conditional", "link"}),
    "intermediateThrowEvent": frozenset(
        {"none", "message", "signal", "escalation", "compensation", "link"}
    ),
    "boundaryEvent": frozenset(
        {
            "message",
            "timer",
            "signal",
            "error",
            "escalation",
            "conditional",
            "compensation",
            "cancel",
        }
    ),
}
_STARTS_EVENT_SUB_PROCESS = frozenset(
    {"message", "timer", "signal", "error", "escalation", "conditional", "compensation"}
)
_THROWS = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})


def check_events(model: Model) -> Iterator[Problem]:
    """Yield what is wrong with the events of a model."""
    for element in model.elements.values():
        event = element.event
        if event is None:
            continue
        yield from check_several(model, element, event)
        for part in event.each:
            yield from _check_kind(model, element, part)
            yield from _check_name(element, part)
        if element.type == "boundaryEvent":
            yield from _check_border(model, element, event)
    yield from _check_links(model)


def _check_kind(model: Model, element: Element, event: EventSpec) -> Iterator[Problem]:
    allowed = _ALLOWED.get(element.type)
    if allowed is None:
        return
    scope = model.elements.get(element.parent)
    if element.type == "startEvent" and scope is not None:
        allowed = _STARTS_EVENT_SUB_PROCESS if scope.triggered else frozenset({"none"})
        if event.kind == "compensation" and scope.triggered:
            yield from _check_undoing(model, element, scope)
        if event.kind == "error" and not event.interrupting:
            yield problem(
                element,
                "is of the kind error and always interrupts.",
                "Make it interrupting.",
                "must-interrupt",
            )
    if event.kind == "conditional" and element.type == "startEvent" and scope is None:
        yield problem(
            element,
            "would begin a case by a condition, but there are no variables before the case has begun, and nothing says when to look.",
            "Begin it by a message or signal from whoever changes what the condition is about, or by a timer and a gateway with the condition.",
            "event-kind",
        )
    elif event.kind not in allowed:
        kinds = ", ".join(sorted(allowed))
        yield problem(
            element,
            f"cannot be of the kind {event.kind} here.",
            f"Use one of these: {kinds}.",
            "event-kind",
        )
    if (
        event.kind == "cancel"
        and element.type == "endEvent"
        and (scope is None or scope.type != "transaction")
    ):
        yield problem(
            element,
            "cancels, but does not stand in a transaction.",
            "Make the sub-process a transaction.",
            "cancel-outside-transaction",
        )
    if (
        event.kind == "cancel"
        and element.type == "endEvent"
        and scope is not None
        and not _has_cancel(model, scope)
    ):
        yield problem(
            element,
            f"cancels {scope.id}, which has no cancel event on its border.",
            "Add one and lead it somewhere.",
            "cancel-not-caught",
        )


def _check_undoing(model: Model, element: Element, scope: Element) -> Iterator[Problem]:
    """Yield what is wrong with the start of a compensation event sub-process."""
    undone = model.elements.get(scope.parent)
    if undone is None:
        yield problem(
            element,
            "undoes a whole process, but a case that has ended is never undone: only a finished activity of a case that goes on is.",
            "Put the steps and this event sub-process into a sub-process, or give each activity a handler of its own.",
            "compensation-of-nothing",
        )
    elif undone.type not in {"subProcess", "transaction"} or undone.triggered:
        yield problem(
            element,
            f"undoes {undone.id}, which is no sub-process that could be undone when it is finished.",
            "Put it into a plain sub-process or a transaction, or give each activity a handler of its own.",
            "compensation-of-nothing",
        )
    others = [
        other
        for other in model.elements.values()
        if other.type == "startEvent" and other.event is not None
        and other.event.kind == "compensation"
        and other.parent in {inside.id for inside in model.inside[scope.parent]}
    ]  # fmt: skip
    if others[0] is not element:
        yield problem(
            element,
            f"undoes the same as {others[0].id}.",
            "Keep one of them.",
            "compensation-twice",
        )


def _has_cancel(model: Model, scope: Element) -> bool:
    return any(
        element.attached_to == scope.id
        and element.event is not None
        and element.event.kind == "cancel"
        for element in model.inside[scope.parent]
    )


def _check_name(element: Element, event: EventSpec) -> Iterator[Problem]:
    throws = element.type in _THROWS
    if event.kind in {"message", "signal"} and not event.name and element.job is None:
        yield problem(
            element,
            f"names no {event.kind}.",
            f"Choose a {event.kind} that has a name.",
            f"{event.kind}-without-name",
        )
    if throws and event.kind in {"error", "escalation"} and not event.name:
        yield problem(
            element,
            f"throws an {event.kind} without a code.",
            "Choose one that has a code.",
            f"{event.kind}-without-code",
        )
    if event.kind == "timer" and not event.expression:
        yield problem(
            element,
            "has no time.",
            "Give its timer a date, a duration or a cycle.",
            "timer-without-time",
        )
    if event.kind == "conditional" and not event.expression:
        yield problem(element, "has no condition.", "Give it one.", "event-without-condition")


def _check_border(model: Model, element: Element, event: EventSpec) -> Iterator[Problem]:
    host = model.elements.get(element.attached_to)
    if host is None or not host.type.endswith(
        ("Task", "task", "rocess", "Activity", "transaction")
    ):
        yield problem(
            element,
            "stands on no activity.",
            "Attach it to a task or sub-process.",
            "border-of-nothing",
        )
        return
    if host.parent != element.parent:
        yield problem(
            element,
            f"stands on {host.id} but in another process.",
            "Move it beside its activity.",
            "border-elsewhere",
        )
    if host.type == "subProcess" and host.triggered:
        yield problem(
            element,
            f"stands on the event sub-process {host.id}.",
            "Put it inside, or on what surrounds it.",
            "border-of-event-sub-process",
        )
    kinds = {part.kind for part in event.each}
    if not event.interrupting and kinds & {"error", "cancel"}:
        yield problem(
            element,
            f"is of the kind {' and '.join(sorted(kinds))} and always interrupts.",
            "Make it interrupting.",
            "must-interrupt",
        )
    if event.kind == "cancel" and host.type != "transaction":
        yield problem(
            element,
            f"waits for a cancelled transaction, but {host.id} is none.",
            "Make it a transaction.",
            "cancel-outside-transaction",
        )
    if event.kind == "compensation":
        yield from _check_handler(model, element)


def _check_handler(model: Model, element: Element) -> Iterator[Problem]:
    handler = model.elements.get(model.handlers.get(element.id, ""))
    if handler is None:
        yield problem(
            element,
            "has no activity that undoes.",
            "Draw an association to an activity marked for compensation.",
            "compensation-without-handler",
        )
    elif not handler.for_compensation:
        yield problem(
            element,
            f"is undone by {handler.id}, which is not marked for compensation.",
            "Mark it, or draw the association to another activity.",
            "compensation-without-handler",
        )


def _check_links(model: Model) -> Iterator[Problem]:
    arrivals: dict[tuple[str, str], Element] = {}
    for element in _links(model, "intermediateCatchEvent"):
        key = (element.parent, element.event.name if element.event else "")
        if key in arrivals:
            yield problem(
                element,
                f"has the same link name as {arrivals[key].id}.",
                "Give each arrival a name of its own.",
                "link-twice",
            )
        arrivals[key] = element
    for element in _links(model, "intermediateThrowEvent"):
        name = element.event.name if element.event else ""
        if not name or (element.parent, name) not in arrivals:
            yield problem(
                element,
                f"leads to the link {name or 'without a name'}, which arrives nowhere here.",
                "Add an arrival of that name in the same process.",
                "link-to-nowhere",
            )


def _links(model: Model, kind: str) -> list[Element]:
    return [
        element
        for element in model.elements.values()
        if element.type == kind and element.event is not None and element.event.kind == "link"
    ]
