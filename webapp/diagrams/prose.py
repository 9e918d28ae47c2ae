"""Say a diagram in words: the same content for those who do not see the picture."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.model.xml import Element, parse_xml
from webapp.diagrams.events import event_sign, interrupts
from webapp.diagrams.picture import BPMN, SUB_PROCESSES, elements_by_id, local_name, text_of

__all__ = ["Next", "Step", "describe"]

_ACTIVITIES = SUB_PROCESSES | {"callActivity"}


@dataclass(frozen=True, kw_only=True)
class Next:
    """One way on from a step."""

    #: Id of the sequence flow.
    flow: str
    #: Number of the step that follows; 0 when it is not in the file.
    number: int
    #: Id and name of the step that follows.
    element: str
    name: str
    #: When this way is taken: the flow's name, else its expression; empty for always.
    condition: str
    #: Whether it is taken when no other way is.
    default: bool


@dataclass(frozen=True, kw_only=True)
class Step:
    """One element of the flow."""

    #: One-based, in the order in which a reader meets the steps.
    number: int
    element: str
    #: Name of the BPMN element, such as ``userTask``; a key of `texts.diagram_texts`.
    kind: str
    #: What happens in an event: ``timer``, ``message`` ...; empty otherwise.
    event: str
    name: str
    #: Lane, else party; empty when the diagram names none.
    who: str
    #: The element's documentation; may be empty.
    note: str
    #: Number of the sub-process that holds the step; 0 for the procedure itself.
    part_of: int
    #: Number of the step during which an event happens; 0 when it stands alone.
    during: int
    #: Whether an event stops the step that it belongs to.
    interrupts: bool
    #: How often: ``once``, ``parallel`` or ``sequential`` for each of several, ``loop``.
    repeats: str
    #: Where it goes on; none at an end.
    next: tuple[Next, ...]


def describe(xml: bytes, names: Mapping[str, str] | None = None) -> list[Step]:
    """Return the steps of every process of a BPMN file, numbered.

    Args:
        xml: The whole file.
        names: Element or flow id to its name in the reader's language; the file's own otherwise.

    Returns:
        The steps of each process from its starts along the flows; what no flow reaches follows.

    Raises:
        ModelError: If the file cannot be read.
    """
    root = parse_xml(xml)
    elements = elements_by_id(root)
    nodes = [node for process in root.iterchildren(f"{BPMN}process") for node in _walk(process)]
    numbers = {node.get("id", ""): number for number, node in enumerate(nodes, 1)}
    lanes = _lanes(root, names or {})
    flows = _flows_by_source(root)
    steps = (_step(node, numbers, names or {}) for node in nodes)
    return [
        replace(
            step,
            who=_who(elements[step.element], lanes),
            next=_next(flows.get(step.element, ()), elements, numbers, names or {}),
        )
        for step in steps
    ]


# -------------------------------------------------------------------------------------- order


def _walk(scope: Element) -> Iterator[Element]:
    """Yield the nodes of a scope along its flows, inner nodes behind their sub-process."""
    nodes = [child for child in scope if _is_node(child)]
    by_id = {node.get("id", ""): node for node in nodes}
    targets = _targets(scope, nodes)
    seen: set[str] = set()
    for start in sorted(nodes, key=_start_rank):
        yield from _reached(start.get("id", ""), by_id, targets, seen)


def _reached(
    start: str, by_id: Mapping[str, Element], targets: Mapping[str, list[str]], seen: set[str]
) -> Iterator[Element]:
    waiting = deque([start])
    while waiting:
        id_ = waiting.popleft()
        if id_ in seen or id_ not in by_id:
            continue
        seen.add(id_)
        yield by_id[id_]
        if local_name(by_id[id_]) in SUB_PROCESSES:
            yield from _walk(by_id[id_])
        waiting.extend(targets.get(id_, ()))


def _is_node(element: Element) -> bool:
    if not element.tag.startswith(BPMN) or not element.get("id"):
        return False
    kind = local_name(element)
    return kind.endswith(("Event", "Gateway", "ask")) or kind in _ACTIVITIES


def _start_rank(node: Element) -> int:
    """Plain starts first, other starts next, event sub-processes after all that flows reach."""
    if local_name(node) == "startEvent":
        return 1 if event_sign(node) else 0
    if node.get("triggeredByEvent") == "true":
        return 4
    return (
        3 if local_name(node) == "boundaryEvent" or node.find(f"{BPMN}incoming") is not None else 2
    )


def _targets(scope: Element, nodes: Iterable[Element]) -> dict[str, list[str]]:
    targets: dict[str, list[str]] = {}
    for node in nodes:
        if host := node.get("attachedToRef"):
            targets.setdefault(host, []).append(node.get("id", ""))
    for flow in scope.iterchildren(f"{BPMN}sequenceFlow"):
        targets.setdefault(flow.get("sourceRef", ""), []).append(flow.get("targetRef", ""))
    return targets


# ------------------------------------------------------------------------------------- a step


def _step(node: Element, numbers: Mapping[str, int], names: Mapping[str, str]) -> Step:
    parent = node.getparent()
    return Step(
        number=numbers[node.get("id", "")],
        element=node.get("id", ""),
        kind=local_name(node),
        event=event_sign(node),
        name=text_of(node, names),
        who="",
        note=" ".join((node.findtext(f"{BPMN}documentation") or "").split()),
        part_of=0 if parent is None else numbers.get(parent.get("id", ""), 0),
        during=numbers.get(node.get("attachedToRef", ""), 0),
        interrupts=interrupts(node),
        repeats=_repeats(node),
        next=(),
    )


def _repeats(node: Element) -> str:
    if node.find(f"{BPMN}standardLoopCharacteristics") is not None:
        return "loop"
    several = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if several is None:
        return "once"
    return "sequential" if several.get("isSequential") == "true" else "parallel"


def _flows_by_source(root: Element) -> dict[str, list[Element]]:
    flows: dict[str, list[Element]] = {}
    for flow in root.iter(f"{BPMN}sequenceFlow"):
        flows.setdefault(flow.get("sourceRef", ""), []).append(flow)
    return flows


def _next(
    flows: Iterable[Element],
    elements: Mapping[str, Element],
    numbers: Mapping[str, int],
    names: Mapping[str, str],
) -> tuple[Next, ...]:
    return tuple(_way(flow, elements, numbers, names) for flow in flows)


def _way(
    flow: Element,
    elements: Mapping[str, Element],
    numbers: Mapping[str, int],
    names: Mapping[str, str],
) -> Next:
    target = flow.get("targetRef", "")
    expression = " ".join((flow.findtext(f"{BPMN}conditionExpression") or "").split())
    source = elements.get(flow.get("sourceRef", ""))
    return Next(
        flow=flow.get("id", ""),
        number=numbers.get(target, 0),
        element=target,
        name=text_of(elements[target], names) if target in elements else "",
        condition=text_of(flow, names) or expression.removeprefix("=").strip(),
        default=source is not None and source.get("default", "") == flow.get("id", ""),
    )


# ---------------------------------------------------------------------------------------- who


def _lanes(root: Element, names: Mapping[str, str]) -> dict[str, str]:
    """Return the innermost lane of each node, and the party of each process, by id."""
    found = {
        participant.get("processRef", ""): text_of(participant, names)
        for participant in root.iter(f"{BPMN}participant")
    }
    for lane in root.iter(f"{BPMN}lane"):  # an inner lane comes after the outer one, and wins
        for reference in lane.iterchildren(f"{BPMN}flowNodeRef"):
            found[(reference.text or "").strip()] = text_of(lane, names)
    return found


def _who(node: Element | None, lanes: Mapping[str, str]) -> str:
    while node is not None:
        if who := lanes.get(node.get("id", "")) or lanes.get(node.get("attachedToRef", "")):
            return who
        node = node.getparent()
    return ""
