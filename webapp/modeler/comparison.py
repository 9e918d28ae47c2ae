"""What differs between two versions of a procedure: elements of the diagram, and other files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256

from lxml.etree import tostring

from engine.model.xml import Element, parse_xml

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DRAWING = "{http://www.omg.org/spec/BPMN/20100524/DI}"
#: Children that are elements of their own, compared on their own.
_CONTAINED = {"process", "participant", "lane", "laneSet", "messageFlow", "childLaneSet"}
_ENDINGS = ("Event", "Gateway", "ask", "Activity", "Process", "Flow", "Reference", "transaction")


@dataclass(frozen=True, kw_only=True)
class Part:
    """An element of a diagram that differs."""

    id: str
    #: Its name, else its id.
    name: str


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """A file beside the diagram that differs."""

    path: str
    #: Lines of a unified diff: the sign, then the text.
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What differs."""

    added: tuple[Part, ...]
    removed: tuple[Part, ...]
    changed: tuple[Part, ...]
    #: Same meaning, drawn in another place.
    moved: tuple[Part, ...]
    files: tuple[FileChange, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the two are the same."""
        return not (self.added or self.removed or self.changed or self.moved or self.files)


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes], diagram: str) -> Comparison:
    """Compare the files of two versions.

    Args:
        before: Files by path.
        after: Files by path.
        diagram: Path of the diagram that is compared element by element.

    Raises:
        ModelError: If a diagram cannot be read.
    """
    old = _read_elements(before.get(diagram, b""))
    new = _read_elements(after.get(diagram, b""))
    old_places = _read_places(before.get(diagram, b""))
    new_places = _read_places(after.get(diagram, b""))
    both = [id_ for id_ in new if id_ in old]
    changed = [id_ for id_ in both if new[id_][1] != old[id_][1]]
    moved = [
        id_ for id_ in both if id_ not in changed and new_places.get(id_) != old_places.get(id_)
    ]
    return Comparison(
        added=_parts(new, [id_ for id_ in new if id_ not in old]),
        removed=_parts(old, [id_ for id_ in old if id_ not in new]),
        changed=_parts(new, changed),
        moved=_parts(new, moved),
        files=tuple(_compare_files(before, after, diagram)),
    )


def _parts(elements: Mapping[str, tuple[str, str]], ids: list[str]) -> tuple[Part, ...]:
    return tuple(Part(id=id_, name=elements[id_][0] or id_) for id_ in ids)


def _read_elements(xml: bytes) -> dict[str, tuple[str, str]]:
    """Return name and digest of each element by id."""
    if not xml:
        return {}
    return {
        element.get("id", ""): (element.get("name") or "", _digest(element))
        for element in parse_xml(xml).iter(f"{_BPMN}*")
        if element.get("id") and _stands_alone(element)
    }


def _stands_alone(element: Element) -> bool:
    local = element.tag.removeprefix(_BPMN)
    return local in _CONTAINED or local.endswith(_ENDINGS)


def _digest(element: Element) -> str:
    """Return a digest of an element without the elements inside it that stand alone."""
    found = sha256(repr((element.tag, sorted(element.attrib.items()))).encode())
    for child in element:
        local = child.tag.removeprefix(_BPMN)
        if child.get("id") and _stands_alone(child):
            continue
        if local in {"incoming", "outgoing", "flowNodeRef"}:
            continue  # repeats what the flows and lanes say
        found.update(tostring(child, method="c14n", strip_text=True))  # type: ignore[call-overload]  # the stubs lag behind lxml
    return found.hexdigest()


def _read_places(xml: bytes) -> dict[str, str]:
    """Return where each element is drawn, as text to compare."""
    if not xml:
        return {}
    return {
        shape.get("bpmnElement", ""): "".join(
            repr(sorted(part.attrib.items())) for part in shape.iterdescendants()
        )
        for shape in parse_xml(xml).iter(f"{_DRAWING}BPMNShape", f"{_DRAWING}BPMNEdge")
    }


def _compare_files(
    before: Mapping[str, bytes], after: Mapping[str, bytes], diagram: str
) -> Iterator[FileChange]:
    for path in sorted({*before, *after} - {diagram}):
        if before.get(path) != after.get(path):
            yield FileChange(path=path, lines=tuple(_diff(before, after, path)))


def _diff(
    before: Mapping[str, bytes], after: Mapping[str, bytes], path: str
) -> Iterator[tuple[str, str]]:
    old, new = (
        files.get(path, b"").decode(errors="replace").splitlines() for files in (before, after)
    )
    for number, line in enumerate(unified_diff(old, new, lineterm="", n=2)):
        if number > 1:  # the first two name the files
            yield line[:1], line[1:]
