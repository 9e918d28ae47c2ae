"""Draw flows and associations; arrow heads are polygons, so that no id is needed."""

from math import atan2, cos, hypot, sin
from xml.sax.saxutils import quoteattr

from webapp.diagrams.labels import placed_label
from webapp.diagrams.lettering import text_block, wrap
from webapp.diagrams.picture import BPMN, Box, Line, Picture

Point = tuple[float, float]

_INK, _TAKEN = "#1f2933", "#0b4f9c"
_DASHES = {"messageFlow": ' stroke-dasharray="9 6"', "sequenceFlow": ""}
_DOTS = ' stroke-dasharray="1.5 4" stroke-linecap="round"'


def draw_line(line: Line, picture: Picture, *, taken: bool) -> str:
    """Return the SVG of a flow or association without its label."""
    colour, width = (_TAKEN, 3) if taken else (_INK, 1.5)
    dash = _DASHES.get(line.kind, _DOTS)
    points = " ".join(f"{x:g},{y:g}" for x, y in line.points)
    css = "dg-flow is-taken" if taken else "dg-flow"
    return (
        f'<g class="{css}" data-element={quoteattr(line.id)} fill="{colour}" stroke="{colour}" '
        f'stroke-width="{width}" stroke-linejoin="round">'
        f'<polyline points="{points}" fill="none"{dash}/>{_ends(line, picture)}</g>'
    )


def draw_line_label(line: Line) -> str:
    """Return the name of a flow, where the file puts it or at its longest stretch."""
    if line.label is not None:
        level, beyond = _lies_on(line, line.label), _lies_beyond(line, line.label)
        return placed_label(line.name, line.label, upwards=level, sideways=beyond)
    (x1, y1), (x2, y2) = max(_stretches(line), key=lambda pair: _length(*pair))
    lines = wrap(line.name, 100, size=11, limit=4)
    above = (y1 + y2) / 2 - 8 - (len(lines) - 1) * 13
    return text_block(lines, (x1 + x2) / 2, above, size=11, css="dg-label")


def _lies_on(line: Line, label: Box) -> bool:
    """Tell whether a level stretch of the flow passes closely below its label."""
    return any(
        y1 == y2 and -4 <= y1 - label.bottom <= 12 and min(x1, x2) < label.cx < max(x1, x2)
        for (x1, y1), (x2, y2) in _stretches(line)
    )


def _lies_beyond(line: Line, label: Box) -> int:
    """Tell whether a label stands to the right (1) or left (-1) of what its flow passes there.

    Above a level stretch it is where the flow comes from that must stay free.
    """
    for (x1, y1), (x2, y2) in _stretches(line):
        if x1 == x2 and min(y1, y2) < label.cy < max(y1, y2):
            if -16 <= x1 - label.x <= 2:
                return 1
            if -2 <= x1 - label.right <= 16:
                return -1
    (start, _), (after, _) = line.points[:2]
    return (start < after) - (start > after) if _lies_on(line, label) else 0


def _ends(line: Line, picture: Picture) -> str:
    if line.kind == "sequenceFlow":
        return _head(line.points[-2], line.points[-1]) + _flow_start(line, picture)
    if line.kind == "messageFlow":
        x, y = line.points[0]
        ring = f'<circle class="dg-paper" cx="{x:g}" cy="{y:g}" r="4" fill="#ffffff"/>'
        return ring + _head(line.points[-2], line.points[-1], paper=True)
    return _association_ends(line)


def _association_ends(line: Line) -> str:
    direction = line.element.get("associationDirection", "None")
    if line.kind.startswith("data"):
        direction = "One"
    end = _open_head(line.points[-2], line.points[-1]) if direction != "None" else ""
    start = _open_head(line.points[1], line.points[0]) if direction == "Both" else ""
    return start + end


def _flow_start(line: Line, picture: Picture) -> str:
    source = picture.elements.get(line.element.get("sourceRef", ""))
    if source is None:
        return ""
    if source.get("default") == line.id:
        return _slash(*line.points[:2])
    conditional = line.element.find(f"{BPMN}conditionExpression") is not None
    return _diamond(*line.points[:2]) if conditional and not source.tag.endswith("Gateway") else ""


def _head(before: Point, tip: Point, *, paper: bool = False) -> str:
    left, right = _turned(before, tip, 0.42, 11), _turned(before, tip, -0.42, 11)
    look = ' class="dg-paper" fill="#ffffff"' if paper else ' stroke-width="1"'
    return f'<polygon points="{_xy(tip)} {_xy(left)} {_xy(right)}"{look}/>'


def _open_head(before: Point, tip: Point) -> str:
    left, right = _turned(before, tip, 0.5, 9), _turned(before, tip, -0.5, 9)
    return f'<polyline points="{_xy(left)} {_xy(tip)} {_xy(right)}" fill="none"/>'


def _slash(start: Point, after: Point) -> str:
    """Mark the default flow."""
    x, y = _along(start, after, 12)
    angle = atan2(after[1] - start[1], after[0] - start[0]) - 1.1
    dx, dy = cos(angle) * 6, sin(angle) * 6
    return f'<path d="M{x - dx:.5g} {y - dy:.5g}L{x + dx:.5g} {y + dy:.5g}"/>'


def _diamond(start: Point, after: Point) -> str:
    """Mark a condition on a flow that leaves no gateway."""
    sides = (_turned(after, start, 0.45, 8), _turned(after, start, -0.45, 8))
    far = _along(start, after, 15)
    points = " ".join(map(_xy, (start, sides[0], far, sides[1])))
    return f'<polygon class="dg-paper" fill="#ffffff" points="{points}"/>'


def _turned(before: Point, tip: Point, turn: float, length: float) -> Point:
    """Return the point at a distance behind the tip, turned off the line."""
    angle = atan2(tip[1] - before[1], tip[0] - before[0]) + turn
    return tip[0] - length * cos(angle), tip[1] - length * sin(angle)


def _along(start: Point, after: Point, distance: float) -> Point:
    share = distance / (_length(start, after) or 1)
    return start[0] + (after[0] - start[0]) * share, start[1] + (after[1] - start[1]) * share


def _stretches(line: Line) -> list[tuple[Point, Point]]:
    return list(zip(line.points, line.points[1:], strict=False))


def _length(start: Point, end: Point) -> float:
    return hypot(end[0] - start[0], end[1] - start[1])


def _xy(point: Point) -> str:
    return f"{point[0]:.6g},{point[1]:.6g}"
