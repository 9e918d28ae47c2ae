"""Draw events."""

from engine.model.xml import Element
from webapp.diagrams.icons import EVENTS, draw_icon
from webapp.diagrams.labels import outside_label
from webapp.diagrams.picture import BPMN, Shape, local_name

_DEFINITION = "EventDefinition"


def event_sign(element: Element) -> str:
    """Return the key of an event's sign in `EVENTS`; empty for a plain event."""
    kinds = [
        local_name(child).removesuffix(_DEFINITION)
        for child in element
        if child.tag.endswith(_DEFINITION) or child.tag == f"{BPMN}eventDefinitionRef"
    ]
    if len(kinds) > 1:
        return "parallelMultiple" if element.get("parallelMultiple") == "true" else "multiple"
    return kinds[0] if kinds and kinds[0] in EVENTS else ""


def interrupts(element: Element) -> bool:
    """Tell whether a boundary or start event stops what it is attached to."""
    attribute = "cancelActivity" if element.tag == f"{BPMN}boundaryEvent" else "isInterrupting"
    return element.get(attribute) != "false"


def draw_event(shape: Shape) -> str:
    """Return the SVG of a start, intermediate, boundary or end event."""
    box, radius = shape.box, shape.box.width / 2
    width = 3.5 if shape.kind == "endEvent" else 1.5
    dash = "" if interrupts(shape.element) else ' stroke-dasharray="5 3.5"'
    circle = f'<circle cx="{box.cx:g}" cy="{box.cy:g}" r="{{:g}}" stroke-width="{width}"{dash}/>'
    rings = circle.format(radius)
    if shape.kind.startswith(("intermediate", "boundary")):
        rings += circle.format(radius - 3)
    return rings + _event_icon(shape) + outside_label(shape)


def _event_icon(shape: Shape) -> str:
    sign = event_sign(shape.element)
    if not sign:
        return ""
    size, box = shape.box.width * 0.5, shape.box
    throws = shape.kind in {"endEvent", "intermediateThrowEvent"}
    return draw_icon(EVENTS[sign], box.cx - size / 2, box.cy - size / 2, size, full=throws)
