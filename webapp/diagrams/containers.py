"""Draw pools and lanes."""

from webapp.diagrams.lettering import text_block, wrap
from webapp.diagrams.picture import Box, Shape

#: Width of the strip that carries the name.
BAND = 30


def draw_pool(shape: Shape) -> str:
    """Return the SVG of a pool; one without a process is a closed box with its name inside."""
    box = shape.box
    frame = _rect(box)
    if not shape.element.get("processRef"):
        lines = wrap(shape.name, box.width - 20, limit=2)
        return frame + text_block(lines, box.cx, box.cy - (len(lines) - 1) * 7.2)
    rule = f"M{box.x + BAND:g} {box.y:g}v{box.height:g}"
    if not shape.horizontal:
        rule = f"M{box.x:g} {box.y + BAND:g}h{box.width:g}"
    return f'{frame}<path d="{rule}" stroke-width="1.5"/>' + _band_label(shape)


def draw_lane(shape: Shape) -> str:
    """Return the SVG of a lane."""
    return _rect(shape.box) + _band_label(shape)


def _rect(box: Box) -> str:
    size = f'width="{box.width:g}" height="{box.height:g}"'
    return f'<rect x="{box.x:g}" y="{box.y:g}" {size} stroke-width="1.5"/>'


def _band_label(shape: Shape) -> str:
    box = shape.box
    room = (box.height if shape.horizontal else box.width) - 10
    lines = wrap(shape.name, room, limit=2)
    start = BAND / 2 - (len(lines) - 1) * 7.2
    if not shape.horizontal:
        return text_block(lines, box.cx, box.y + start)
    turn = f' transform="translate({box.x + start:g} {box.cy:g}) rotate(-90)"'
    return text_block(lines, 0, 0, more=turn)
