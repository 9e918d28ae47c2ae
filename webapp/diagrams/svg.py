"""Draw a BPMN file as SVG."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from math import ceil
from xml.sax.saxutils import escape, quoteattr

from webapp.diagrams.containers import draw_lane, draw_pool
from webapp.diagrams.lines import draw_line, draw_line_label
from webapp.diagrams.marks import Marks, highlight, marks_for, paint
from webapp.diagrams.nodes import draw_node
from webapp.diagrams.picture import SUB_PROCESSES, Box, Picture, Shape, read_picture
from webapp.diagrams.texts import diagram_texts

__all__ = ["render_svg"]

_MARGIN = 20
_ENGLISH = diagram_texts(str)
_POOLS = {"participant": draw_pool, "lane": draw_lane}


def render_svg(
    xml: bytes,
    *,
    current: Collection[str] = (),
    done: Collection[str] = (),
    flows: Collection[str] = (),
    problems: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    title: str = "",
    texts: Mapping[str, str] = _ENGLISH,
) -> str:
    """Draw the first diagram of a BPMN file.

    Args:
        xml: The whole file.
        current: Ids of the elements where the case is.
        done: Ids of the elements that were finished.
        flows: Ids of the sequence flows that were taken.
        problems: Ids of the elements that need attention.
        names: Element id to the name in the reader's language; the file's own name otherwise.
        title: What the picture shows; the word for diagram otherwise.
        texts: Words for kinds of element and marks, as `diagram_texts` gives them.

    Returns:
        One ``svg`` element with a title and a description, sized by its view box alone.

    Raises:
        ModelError: If the file cannot be read or holds no diagram.
    """
    picture = read_picture(xml, names or {})
    marks = marks_for(picture, current=current, done=done, problems=problems, flows=flows)
    heading = title or texts["diagram"]
    return "".join(
        (
            _opening(picture, heading),
            f"<title>{escape(heading)}</title>",
            f"<desc>{escape(_description(picture, marks, texts))}</desc>",
            *_layers(picture, marks, texts),
            "</svg>",
        )
    )


def _opening(picture: Picture, heading: str) -> str:
    box = _extent(picture)
    view = f"{box.x:g} {box.y:g} {box.width:g} {box.height:g}"
    place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
    size = min(2 * ceil(box.width / 400), 16)  # diagram.css has a least width for each
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="dg dg-w{size}" role="img" '
        f'aria-label={quoteattr(heading)} viewBox="{view}" text-anchor="middle" '
        f"font-family=\"system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif\">"
        f'<rect class="dg-ground" {place} fill="#ffffff"/>'
    )


def _description(picture: Picture, marks: Marks, texts: Mapping[str, str]) -> str:
    sentences = []
    for mark in ("current", "problem"):
        ids: frozenset[str] = getattr(marks, mark)
        named = [
            shape.name or texts.get(shape.kind, "") for shape in picture.shapes if shape.id in ids
        ]
        if named:
            sentences.append(texts[f"{mark}_names"].format(names=", ".join(named)))
    return " ".join(sentences)


def _layers(picture: Picture, marks: Marks, texts: Mapping[str, str]) -> Iterator[str]:
    """Draw from the back to the front: areas, lines, shapes, labels, badges."""
    areas, nodes = _sorted(picture.shapes)
    for shape in areas:
        yield _drawn(shape, marks, texts)
    for line in sorted(picture.lines, key=lambda line: line.id in marks.flows):
        yield draw_line(line, picture, taken=line.id in marks.flows)
    for shape in nodes:
        yield _drawn(shape, marks, texts)
    yield '<g class="dg-labels">'
    yield from (draw_line_label(line) for line in picture.lines if line.name)
    yield "</g>"
    for shape in (*areas, *nodes):
        yield highlight(marks.of(shape.id), shape.box)


def _sorted(shapes: Iterable[Shape]) -> tuple[list[Shape], list[Shape]]:
    """Separate what lies behind the lines (largest first) from what lies before them."""
    areas: list[Shape] = []
    nodes: list[Shape] = []
    for shape in shapes:
        open_part = shape.kind in SUB_PROCESSES and shape.expanded
        (areas if open_part or shape.kind in {*_POOLS, "group"} else nodes).append(shape)
    areas.sort(key=lambda shape: -shape.box.width * shape.box.height)
    nodes.sort(key=lambda shape: shape.kind == "boundaryEvent")
    return areas, nodes


def _drawn(shape: Shape, marks: Marks, texts: Mapping[str, str]) -> str:
    own = marks.of(shape.id)
    drawing = _POOLS.get(shape.kind, draw_node)(shape)
    return (
        f"<g {paint(own, area=shape.kind in _POOLS)} data-element={quoteattr(shape.id)}>"
        f"<title>{escape(_spoken(shape, own, texts))}</title>{drawing}</g>"
    )


def _spoken(shape: Shape, marks: list[str], texts: Mapping[str, str]) -> str:
    kind = texts.get(shape.kind, "")
    head = f"{shape.name} ({kind})" if shape.name and kind else shape.name or kind
    return ", ".join((head, *(texts[mark] for mark in marks)))


def _extent(picture: Picture) -> Box:
    """Return the area that holds everything, labels below shapes included."""
    boxes = [shape.box for shape in picture.shapes]
    boxes += [shape.label for shape in picture.shapes if shape.label]
    boxes += [line.label for line in picture.lines if line.label]
    points = [point for line in picture.lines for point in line.points]
    xs = [x for box in boxes for x in (box.x, box.right)] + [x for x, _ in points]
    ys = [y for box in boxes for y in (box.y, box.bottom)] + [y for _, y in points]
    unplaced = any(shape.name and shape.label is None for shape in picture.shapes)
    below = _MARGIN + (30 if unplaced else 0)
    return Box(
        x=min(xs) - _MARGIN,
        y=min(ys) - _MARGIN,
        width=max(xs) - min(xs) + 2 * _MARGIN,
        height=max(ys) - min(ys) + _MARGIN + below,
    )
