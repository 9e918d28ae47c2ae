"""Place the name of a shape: below it, inside it, or at its upper edge."""

from webapp.diagrams.lettering import text_block, text_width, wrap
from webapp.diagrams.picture import Box, Shape

_LINE = 13.2


def outside_label(shape: Shape) -> str:
    """Return the name below a shape, or where the file puts it."""
    if shape.label is None:
        lines = wrap(shape.name, 100, size=11, limit=5)
        return text_block(lines, shape.box.cx, shape.box.bottom + 11, size=11, css="dg-label")
    beyond = (shape.label.x >= shape.box.cx) - (shape.label.right <= shape.box.cx)
    above = shape.label.bottom <= shape.box.cy
    return placed_label(shape.name, shape.label, upwards=above, sideways=beyond)


def placed_label(name: str, place: Box, *, upwards: bool, sideways: int = 0) -> str:
    """Return a name where the file puts it, in as many lines as its place is high.

    A name that needs more lines, as a translation may, grows away from what it belongs to.

    Args:
        name: The name, in the reader's language.
        place: Where the file puts the name it was drawn with.
        upwards: Whether what it belongs to lies below, so that the last line keeps its place.
        sideways: 1 if what it belongs to lies to the left, so that the left edge keeps its
            place; -1 if to the right; 0 if the middle does.
    """
    meant = max(1, round(place.height / 14))
    lines = _fitting(name, place.width, meant)
    first = place.y + 7 + (_LINE * (meant - len(lines)) if upwards else 0)
    wider = max(0.0, max((text_width(line) for line in lines), default=0) * 11 - place.width - 6)
    return text_block(lines, place.cx + sideways * wider / 2, first, size=11, css="dg-label")


def _fitting(name: str, width: float, meant: int) -> list[str]:
    """Break a name; the width of a letter is an estimate, so a line may be a little wider."""
    for share in (1, 1.1, 1.2, 1.3):
        lines = wrap(name, max(width * share, 84), size=11, limit=6)
        if len(lines) <= meant:
            return lines
    return wrap(name, max(width, 84), size=11, limit=6)


def inside_label(shape: Shape, *, corner: bool) -> str:
    """Return the name in the middle of a shape, a little lower where an icon takes a corner."""
    box = shape.box
    lines = wrap(shape.name, box.width - 12, limit=max(1, int((box.height - 10) // 14)))
    below_icon = {1: 0, 2: 0, 3: 3}.get(len(lines), 5) if corner else 0  # a border event lies below
    return text_block(lines, box.cx, box.cy - (len(lines) - 1) * 7.2 + below_icon)


def top_label(shape: Shape) -> str:
    """Return the name at the upper edge of a shape that holds others."""
    lines = wrap(shape.name, shape.box.width - 16, limit=2)
    return text_block(lines, shape.box.cx, shape.box.y + 14)
