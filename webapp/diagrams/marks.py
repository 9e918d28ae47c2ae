"""Which elements of a picture are marked, and how that looks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.model.xml import Element
from webapp.diagrams.icons import BADGES
from webapp.diagrams.picture import Box, Picture

#: Mark to the colours of (outline, paper); text on the paper has a contrast of 7 to 1 or more.
COLOURS = {
    "problem": ("#a4161a", "#fdecea"),
    "current": ("#0b4f9c", "#dcebfb"),
    "done": ("#1d6b31", "#e8f5ea"),
}


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The marked elements of one picture, by id."""

    #: Where the case is now.
    current: frozenset[str] = frozenset()
    #: What was finished.
    done: frozenset[str] = frozenset()
    #: What needs attention.
    problem: frozenset[str] = frozenset()
    #: Flows that were taken.
    flows: frozenset[str] = frozenset()

    def of(self, element: str) -> list[str]:
        """Return the marks of an element, the one that decides its colour first."""
        found = [mark for mark in COLOURS if element in getattr(self, mark)]
        return [mark for mark in found if mark != "done" or "current" not in found]


def marks_for(
    picture: Picture,
    *,
    current: Collection[str],
    done: Collection[str],
    problems: Collection[str],
    flows: Collection[str],
) -> Marks:
    """Place marks on what is drawn.

    An element inside a closed sub-process marks the sub-process. Ids that the file does not have,
    such as those of a called procedure, mark nothing.
    """
    drawn = {shape.id for shape in picture.shapes}

    def seen(ids: Collection[str]) -> frozenset[str]:
        return frozenset(filter(None, (_drawn_part(id_, drawn, picture.elements) for id_ in ids)))

    return Marks(
        current=seen(current),
        done=frozenset(done) & drawn,
        problem=seen(problems),
        flows=frozenset(flows),
    )


def _drawn_part(id_: str, drawn: set[str], elements: Mapping[str, Element]) -> str:
    element = elements.get(id_)
    while element is not None:
        if element.get("id", "") in drawn:
            return element.get("id", "")
        element = element.getparent()
    return ""


def paint(marks: list[str], *, area: bool = False) -> str:
    """Return the class and the colours of a shape with these marks; an area lies behind all."""
    if not marks:
        return f'class="dg-{"area" if area else "node"}" fill="#ffffff" stroke="#1f2933"'
    line, paper = COLOURS[marks[0]]
    names = " ".join(f"is-{mark}" for mark in marks)
    return f'class="dg-node {names}" fill="{paper}" stroke="{line}"'


def highlight(marks: list[str], box: Box) -> str:
    """Return what lies over a marked shape: a ring, and badges on its upper left corner."""
    rings = "".join(_ring(mark, box) for mark in marks if mark in _RINGS)
    signs = (
        _badge(mark, box.x - 12 + number * 20, box.y - 13) for number, mark in enumerate(marks)
    )
    return rings + "".join(signs)


#: Mark to the distance of its ring and its dashes: both rings may surround one shape.
_RINGS = {"current": (5, ""), "problem": (9, ' stroke-dasharray="6 4"')}


def _ring(mark: str, box: Box) -> str:
    gap, dash = _RINGS[mark]
    return (
        f'<rect class="dg-ring is-{mark}" x="{box.x - gap:g}" y="{box.y - gap:g}" '
        f'width="{box.width + 2 * gap:g}" height="{box.height + 2 * gap:g}" rx="{10 + gap}" '
        f'fill="none" stroke="{COLOURS[mark][0]}" stroke-width="3"{dash}/>'
    )


def _badge(mark: str, x: float, y: float) -> str:
    colour = COLOURS[mark][0]
    return (
        f'<g class="dg-badge is-{mark}" transform="translate({x:g} {y:g}) scale(.8)">'
        f'<circle cx="12" cy="12" r="12" fill="{colour}" stroke="#ffffff" stroke-width="2"/>'
        f'<path d="{BADGES[mark]}" fill="#ffffff" stroke="none"/></g>'
    )
