"""Read the diagram interchange of a BPMN file: what is drawn, and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Never, cast

from engine.errors import ModelError, Problem
from engine.model.xml import Element, parse_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"

#: Kinds of element that hold others when drawn open.
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle; y grows downwards, all in pixels."""

    #: Left edge.
    x: float
    #: Upper edge.
    y: float
    width: float
    height: float

    @property
    def cx(self) -> float:
        """Middle, from the left."""
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        """Middle, from above."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """Something with an area: a task, an event, a lane."""

    id: str
    #: Name of the BPMN element, such as ``userTask``.
    kind: str
    #: As the reader sees it; may be empty.
    name: str
    box: Box
    #: Where the name stands when it stands outside; null when the file does not say.
    label: Box | None
    #: The semantic element.
    element: Element
    #: Whether a sub-process shows its inside.
    expanded: bool
    #: Whether a pool or lane runs from left to right.
    horizontal: bool
    #: Whether an exclusive gateway shows its cross.
    marker_visible: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Something with a direction: a flow or an association."""

    id: str
    #: Name of the BPMN element, such as ``sequenceFlow``.
    kind: str
    name: str
    #: Two or more.
    points: tuple[tuple[float, float], ...]
    label: Box | None
    element: Element


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """One drawing: the first diagram of a file."""

    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    #: Every element with an id, drawn or not.
    elements: Mapping[str, Element]


def local_name(element: Element) -> str:
    """Return the tag without its namespace."""
    return element.tag.rpartition("}")[2]


def read_picture(xml: bytes, names: Mapping[str, str]) -> Picture:
    """Read what a BPMN file says about its drawing.

    Args:
        xml: The whole file.
        names: Element id to the name in the reader's language; the file's own name otherwise.

    Returns:
        The shapes and lines of the first diagram that name an element of the file.

    Raises:
        ModelError: If the file cannot be read, has no diagram, or a coordinate is not a number.
    """
    root = parse_xml(xml)
    plane = root.find(f"{BPMNDI}BPMNDiagram/{BPMNDI}BPMNPlane")
    elements = elements_by_id(root)
    if plane is None:
        _refuse("The file has no diagram to draw.", root, "no-diagram")
    shapes = tuple(_shapes(plane, elements, names))
    if not shapes:
        _refuse("The diagram of the file is empty.", plane, "no-diagram")
    return Picture(shapes=shapes, lines=tuple(_lines(plane, elements, names)), elements=elements)


def elements_by_id(root: Element) -> dict[str, Element]:
    """Return the semantic elements of a file by id."""
    found: dict[str, Element] = {}
    for child in root:
        if not child.tag.startswith(BPMNDI):
            found.update((element.get("id", ""), element) for element in child.iter(f"{BPMN}*"))
    found.pop("", None)
    return found


def text_of(element: Element, names: Mapping[str, str]) -> str:
    """Return the name or the text that an element shows."""
    own = element.get("name") or element.findtext(f"{BPMN}text") or ""
    return " ".join(names.get(element.get("id", ""), own).split())


def _shapes(
    plane: Element, elements: Mapping[str, Element], names: Mapping[str, str]
) -> Iterator[Shape]:
    for drawn in plane.iterchildren(f"{BPMNDI}BPMNShape"):
        element = _meant(drawn, elements)
        bounds = drawn.find(f"{DC}Bounds")
        if element is not None and bounds is not None:
            yield _shape(drawn, element, bounds, names)


def _shape(drawn: Element, element: Element, bounds: Element, names: Mapping[str, str]) -> Shape:
    return Shape(
        id=element.get("id", ""),
        kind=local_name(element),
        name=text_of(element, names),
        box=_box(bounds),
        label=_label(drawn),
        element=element,
        expanded=drawn.get("isExpanded") == "true",
        horizontal=drawn.get("isHorizontal") != "false",
        marker_visible=drawn.get("isMarkerVisible") == "true",
    )


def _lines(
    plane: Element, elements: Mapping[str, Element], names: Mapping[str, str]
) -> Iterator[Line]:
    for drawn in plane.iterchildren(f"{BPMNDI}BPMNEdge"):
        element = _meant(drawn, elements)
        points = tuple(_point(waypoint) for waypoint in drawn.iterchildren(f"{DI}waypoint"))
        if element is not None and len(points) > 1:
            yield Line(
                id=element.get("id", ""),
                kind=local_name(element),
                name=text_of(element, names),
                points=points,
                label=_label(drawn),
                element=element,
            )


def _meant(drawn: Element, elements: Mapping[str, Element]) -> Element | None:
    reference = drawn.get("bpmnElement", "")
    return elements.get(reference, elements.get(reference.rpartition(":")[2]))


def _label(drawn: Element) -> Box | None:
    bounds = drawn.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")
    return None if bounds is None else _box(bounds)


def _box(bounds: Element) -> Box:
    return Box(
        x=_number(bounds, "x"),
        y=_number(bounds, "y"),
        width=_number(bounds, "width"),
        height=_number(bounds, "height"),
    )


def _point(waypoint: Element) -> tuple[float, float]:
    return _number(waypoint, "x"), _number(waypoint, "y")


def _number(element: Element, attribute: str) -> float:
    try:
        number = float(element.get(attribute, ""))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        message = f"The drawing has a position ({attribute}) that is not a number."
        _refuse(message, element, "diagram-number")
    return number


def _refuse(message: str, element: Element, rule: str) -> Never:
    remedy = "Open the diagram in the modeler, move the element a little, and save."
    raise ModelError([Problem(message=message, remedy=remedy, line=_line_of(element), rule=rule)])


def _line_of(element: Element) -> int:
    return cast("int | None", element.sourceline) or 0  # the stubs leave its type open
