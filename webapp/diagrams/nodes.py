"""Draw what a flow can reach: events, gateways, activities, data."""

from collections.abc import Callable

from engine.model.xml import Element
from webapp.diagrams.icons import DATA_ARROW, EVENTS, GATEWAYS, MARKERS, TASKS, draw_icon
from webapp.diagrams.lettering import text_block, wrap
from webapp.diagrams.picture import BPMN, SUB_PROCESSES, Box, Shape, local_name

Draw = Callable[[Shape], str]
_DEFINITION = "EventDefinition"


def draw_node(shape: Shape) -> str:
    """Return the SVG of a shape; an unknown kind is a plain box with its name."""
    return _drawer(shape.kind)(shape)


def _drawer(kind: str) -> Draw:
    if kind.endswith("Event"):
        return _event
    if kind.endswith("Gateway"):
        return _gateway
    return _OTHERS.get(kind, _activity)


# ------------------------------------------------------------------------------------- events


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


def _event(shape: Shape) -> str:
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


# ----------------------------------------------------------------------------------- gateways


def _gateway(shape: Shape) -> str:
    box = shape.box
    corners = f"M{box.cx:g} {box.y:g}L{box.right:g} {box.cy:g}L{box.cx:g} {box.bottom:g}L{box.x:g} {box.cy:g}z"
    diamond = f'<path d="{corners}" stroke-width="1.5"/>'
    return diamond + _gateway_sign(shape) + outside_label(shape)


def _gateway_sign(shape: Shape) -> str:
    if shape.kind == "eventBasedGateway":
        return _event_gateway_sign(shape)
    if shape.kind not in GATEWAYS or (
        shape.kind == "exclusiveGateway" and not shape.marker_visible
    ):
        return ""
    size, box = shape.box.width * 0.44, shape.box
    return draw_icon(GATEWAYS[shape.kind], box.cx - size / 2, box.cy - size / 2, size, line=3.2)


def _event_gateway_sign(shape: Shape) -> str:
    box, radius = shape.box, shape.box.width * 0.27
    starts = shape.element.get("instantiate") == "true"
    ring = f'<circle cx="{box.cx:g}" cy="{box.cy:g}" r="{{:g}}" fill="none" stroke-width="1"/>'
    rings = ring.format(radius) + ("" if starts else ring.format(radius - 2.5))
    parallel = shape.element.get("eventGatewayType") == "Parallel"
    sign = EVENTS["parallelMultiple" if parallel else "multiple"]
    size = radius * 1.2
    return rings + draw_icon(sign, box.cx - size / 2, box.cy - size / 2, size)


# --------------------------------------------------------------------------------- activities


def _activity(shape: Shape) -> str:
    frame = _frame(shape)
    if shape.kind in SUB_PROCESSES and shape.expanded:
        return frame + _markers(shape) + _top_label(shape)
    corner = ""
    if shape.kind in TASKS:
        corner = draw_icon(TASKS[shape.kind], shape.box.x + 5, shape.box.y + 5, 17)
    return frame + corner + _markers(shape) + _inside_label(shape, corner=bool(corner))


def _frame(shape: Shape) -> str:
    width = 4.0 if shape.kind == "callActivity" else 1.5
    dash = ' stroke-dasharray="2 3"' if shape.element.get("triggeredByEvent") == "true" else ""
    outer = _rounded(shape.box, 0, width, dash)
    return outer + (_rounded(shape.box, 3, width, dash) if shape.kind == "transaction" else "")


def _rounded(box: Box, inset: float, width: float, dash: str = "") -> str:
    return (
        f'<rect x="{box.x + inset:g}" y="{box.y + inset:g}" width="{box.width - 2 * inset:g}" '
        f'height="{box.height - 2 * inset:g}" rx="{10 - inset:g}" stroke-width="{width:g}"{dash}/>'
    )


def _markers(shape: Shape) -> str:
    signs = _marker_signs(shape)
    left = shape.box.cx - len(signs) * 9
    return "".join(
        draw_icon(MARKERS[sign], left + number * 18 + 2, shape.box.bottom - 18, 14)
        for number, sign in enumerate(signs)
    )


def _marker_signs(shape: Shape) -> list[str]:
    element, signs = shape.element, []
    if element.find(f"{BPMN}standardLoopCharacteristics") is not None:
        signs.append("loop")
    several = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if several is not None:
        signs.append("sequential" if several.get("isSequential") == "true" else "parallel")
    if element.get("isForCompensation") == "true":
        signs.append("compensation")
    if shape.kind in SUB_PROCESSES and not shape.expanded:
        signs.append("collapsed")
    if shape.kind == "adHocSubProcess":
        signs.append("adHoc")
    return signs


# --------------------------------------------------------------------------------------- data


def _data(shape: Shape) -> str:
    box, fold = shape.box, min(12.0, shape.box.width / 3)
    page = (
        f"M{box.x:g} {box.y:g}H{box.right - fold:g}L{box.right:g} {box.y + fold:g}"
        f"V{box.bottom:g}H{box.x:g}zM{box.right - fold:g} {box.y:g}v{fold:g}h{fold:g}"
    )
    drawing = f'<path d="{page}" stroke-width="1.5" stroke-linejoin="round"/>'
    if shape.kind in {"dataInput", "dataOutput"}:
        full = shape.kind == "dataOutput"
        drawing += draw_icon(DATA_ARROW, box.x + 3, box.y + 3, 14, full=full)
    if shape.element.get("isCollection") == "true":
        drawing += draw_icon(MARKERS["parallel"], box.cx - 6, box.bottom - 14, 12)
    return drawing + outside_label(shape)


def _data_object(shape: Shape) -> str:
    target = shape.element.get("dataObjectRef", "")
    found = shape.element.getroottree().getroot().iterfind(f".//{BPMN}dataObject[@isCollection]")
    if any(data.get("id") == target and data.get("isCollection") == "true" for data in found):
        several = draw_icon(MARKERS["parallel"], shape.box.cx - 6, shape.box.bottom - 14, 12)
        return _data(shape) + several
    return _data(shape)


def _data_store(shape: Shape) -> str:
    box, rise = shape.box, shape.box.height / 6
    half = f"{box.width / 2:g} {rise:g} 0 0"
    top = box.y + rise
    drum = (
        f"M{box.x:g} {top:g}a{half} 1 {box.width:g} 0v{box.height - 2 * rise:g}"
        f"a{half} 1 {-box.width:g} 0z"
    )
    rims = "".join(
        f"M{box.x:g} {top + gap:g}a{half} 0 {box.width:g} 0" for gap in (0, rise * 0.8, rise * 1.6)
    )
    return f'<path d="{drum}{rims}" stroke-width="1.5"/>' + outside_label(shape)


def _annotation(shape: Shape) -> str:
    box = shape.box
    bracket = f"M{box.x + 10:g} {box.y:g}H{box.x:g}V{box.bottom:g}h10"
    lines = wrap(shape.name, box.width - 12, limit=max(1, int(box.height // 14)))
    text = text_block(lines, box.x + 6, box.y + 11, more=' text-anchor="start"')
    return f'<path d="{bracket}" fill="none" stroke-width="1.5"/>{text}'


def _group(shape: Shape) -> str:
    dashes = ' stroke-dasharray="10 6 2 6" fill="none"'
    return _rounded(shape.box, 0, 1.5, dashes) + _top_label(shape)


# ------------------------------------------------------------------------------------- labels


def outside_label(shape: Shape) -> str:
    """Return the name below a shape, or where the file puts it."""
    if shape.label is None:
        lines = wrap(shape.name, 100, size=11, limit=5)
        return text_block(lines, shape.box.cx, shape.box.bottom + 11, size=11, css="dg-label")
    lines = wrap(shape.name, max(shape.label.width, 84), size=11, limit=6)
    return text_block(lines, shape.label.cx, shape.label.y + 7, size=11, css="dg-label")


def _inside_label(shape: Shape, *, corner: bool) -> str:
    box = shape.box
    lines = wrap(shape.name, box.width - 12, limit=max(1, int((box.height - 10) // 14)))
    below_icon = 5 if corner and len(lines) > 2 else 0
    return text_block(lines, box.cx, box.cy - (len(lines) - 1) * 7.2 + below_icon)


def _top_label(shape: Shape) -> str:
    lines = wrap(shape.name, shape.box.width - 16, limit=2)
    return text_block(lines, shape.box.cx, shape.box.y + 14)


_OTHERS: dict[str, Draw] = {
    "dataObjectReference": _data_object,
    "dataObject": _data,
    "dataInput": _data,
    "dataOutput": _data,
    "dataStoreReference": _data_store,
    "textAnnotation": _annotation,
    "group": _group,
}
