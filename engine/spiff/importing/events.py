"""What an event of a diagram waits for or throws."""

from collections.abc import Mapping

from engine.model.xml import Element as Xml
from engine.spiff.definition import EventKind, EventSpec
from engine.spiff.importing.names import children, extension, is_true, local_name, text_of

__all__ = ["definitions_of", "read_event"]

_KINDS: dict[str, EventKind] = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "conditionalEventDefinition": "conditional",
    "linkEventDefinition": "link",
    "compensateEventDefinition": "compensation",
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
}
_REFERENCES = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
}


def definitions_of(node: Xml) -> list[Xml]:
    """Return the event definitions of an event."""
    return [child for child in children(node) if local_name(child) in _KINDS]


def read_event(node: Xml, shared: Mapping[str, Xml]) -> EventSpec:
    """Return what an event, or a task for messages, waits for or throws."""
    found = definitions_of(node)
    if not found:
        return _of_task(node, shared)
    parts = tuple(_read(node, definition, shared) for definition in found)
    if len(parts) == 1:
        return parts[0]
    return EventSpec(
        kind="multiple",
        interrupting=_interrupting(node),
        parts=parts,
        parallel=is_true(node, "parallelMultiple", default=False),
    )


def _read(node: Xml, definition: Xml, shared: Mapping[str, Xml]) -> EventSpec:
    kind = _KINDS[local_name(definition)]
    return EventSpec(
        kind=kind,
        name=_name(kind, definition, shared) or _own_code(kind, node, definition, shared),
        expression=_expression(kind, definition),
        timer=_timer(definition) if kind == "timer" else "",
        key=_key(shared.get(definition.get("messageRef") or "")) if kind == "message" else "",
        interrupting=_interrupting(node),
    )


def _of_task(node: Xml, shared: Mapping[str, Xml]) -> EventSpec:
    reference = node.get("messageRef")
    if reference is None:
        return EventSpec(interrupting=_interrupting(node))
    message = shared.get(reference)
    name = message.get("name") if message is not None else None
    return EventSpec(kind="message", name=name or "", key=_key(message))


def _interrupting(node: Xml) -> bool:
    attribute = "cancelActivity" if local_name(node) == "boundaryEvent" else "isInterrupting"
    return is_true(node, attribute, default=True)


def _name(kind: EventKind, definition: Xml, shared: Mapping[str, Xml]) -> str:
    if kind == "link":
        return definition.get("name") or ""
    if kind == "compensation":
        return definition.get("activityRef") or ""
    reference = _REFERENCES.get(kind)
    target = shared.get(definition.get(reference) or "") if reference else None
    if target is None:
        return ""
    attribute = {"error": "errorCode", "escalation": "escalationCode"}.get(kind, "name")
    return target.get(attribute) or ""


def _own_code(kind: EventKind, node: Xml, definition: Xml, shared: Mapping[str, Xml]) -> str:
    """Return what stands for the code of an error or escalation that is thrown and has none: its id."""
    throws = local_name(node) in {"endEvent", "intermediateThrowEvent"}
    reference = definition.get(_REFERENCES[kind]) if kind in {"error", "escalation"} else None
    return reference if throws and reference and reference in shared else ""


def _expression(kind: EventKind, definition: Xml) -> str:
    if kind == "conditional":
        return text_of(next(children(definition, "condition"), None))
    if kind == "timer":
        return text_of(next(children(definition, "timeDate", "timeDuration", "timeCycle"), None))
    return ""


def _timer(definition: Xml) -> str:
    found = next(children(definition, "timeDate", "timeDuration", "timeCycle"), None)
    return local_name(found) if found is not None else ""


def _key(message: Xml | None) -> str:
    subscription = extension(message, "subscription") if message is not None else None
    return (subscription.get("correlationKey") or "").strip() if subscription is not None else ""
