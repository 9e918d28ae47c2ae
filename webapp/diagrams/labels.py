"""Place the name of a shape: below it, inside it, or at its upper edge."""

from webapp.diagrams.lettering import text_block, wrap
from webapp.diagrams.picture import Shape


def outside_label(shape: Shape) -> str:
    """Return the name below a shape, or where the file puts it."""
    if shape.label is None:
        lines = wrap(shape.name, 100, size=11, limit=5)
        return text_block(lines, shape.box.cx, shape.box.bottom + 11, size=11, css="dg-label")
    lines = wrap(shape.name, max(shape.label.width, 84), size=11, limit=6)
    return text_block(lines, shape.label.cx, shape.label.y + 7, size=11, css="dg-label")


def inside_label(shape: Shape, *, corner: bool) -> str:
    """Return the name in the middle of a shape, a little lower where an icon takes a corner."""
    box = shape.box
    lines = wrap(shape.name, box.width - 12, limit=max(1, int((box.height - 10) // 14)))
    below_icon = 5 if corner and len(lines) > 2 else 0
    return text_block(lines, box.cx, box.cy - (len(lines) - 1) * 7.2 + below_icon)


def top_label(shape: Shape) -> str:
    """Return the name at the upper edge of a shape that holds others."""
    lines = wrap(shape.name, shape.box.width - 16, limit=2)
    return text_block(lines, shape.box.cx, shape.box.y + 14)
