"""Draw tasks and sub-processes."""

from webapp.diagrams.icons import MARKERS, TASKS, draw_icon
from webapp.diagrams.labels import inside_label, top_label
from webapp.diagrams.picture import BPMN, SUB_PROCESSES, Box, Shape


def draw_activity(shape: Shape) -> str:
    """Return the SVG of a task, a called procedure or a sub-process, with its markers."""
    frame = _frame(shape)
    if shape.kind in SUB_PROCESSES and shape.expanded:
        return frame + _markers(shape) + top_label(shape)
    corner = ""
    if shape.kind in TASKS:
        corner = draw_icon(TASKS[shape.kind], shape.box.x + 5, shape.box.y + 5, 17)
    return frame + corner + _markers(shape) + inside_label(shape, corner=bool(corner))


def _frame(shape: Shape) -> str:
    width = 4.0 if shape.kind == "callActivity" else 1.5
    dash = ' stroke-dasharray="2 3"' if shape.element.get("triggeredByEvent") == "true" else ""
    outer = draw_rounded(shape.box, 0, width, dash)
    return outer + (draw_rounded(shape.box, 3, width, dash) if shape.kind == "transaction" else "")


def draw_rounded(box: Box, inset: float, width: float, dash: str = "") -> str:
    """Return a box with round corners, a distance inside another."""
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
