"""A definition as it is checked: records, before anything is built."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.model.xml import Element as Xml
from engine.spiff.definition import Element, Flow
from engine.spiff.importing.documents import Documents
from engine.spiff.importing.names import BPMN
from engine.spiff.importing.reading import read_elements, read_flows, read_lanes

__all__ = ["Model", "read_model"]


@dataclass(frozen=True, kw_only=True)
class Model:
    """The process and all that it calls, as records."""

    process_id: str
    #: The process first, then those that it calls.
    process_ids: tuple[str, ...]
    documents: Documents
    elements: dict[str, Element]
    #: The same by the process or sub-process that they stand in.
    inside: Mapping[str, Sequence[Element]]
    flows: dict[str, Flow]
    #: By compensation boundary event, the activity that undoes.
    handlers: Mapping[str, str]
    lanes: tuple[str, ...]

    def nodes(self) -> dict[str, Xml]:
        """Return the XML of every process in the definition, by process id."""
        return {key: self.documents.processes[key][0] for key in self.process_ids}


def read_model(documents: Documents, process_id: str) -> Model:
    """Return the records of a process and of those that it calls."""
    ids = documents.reachable(process_id)
    elements: dict[str, Element] = {}
    flows: dict[str, Flow] = {}
    lanes: dict[str, None] = {}
    for key in ids:
        process, file = documents.processes[key]
        elements |= read_elements(process, file, documents.shared)
        flows |= read_flows(process, file)
        lanes |= dict.fromkeys(read_lanes(process).values())
    return Model(
        process_id=process_id,
        process_ids=tuple(ids),
        documents=documents,
        elements=elements,
        inside=_inside(elements),
        flows=flows,
        handlers=_handlers(documents, elements),
        lanes=tuple(lanes),
    )


def _inside(elements: Mapping[str, Element]) -> dict[str, list[Element]]:
    """Return the elements of each process and sub-process; none for one that is empty."""
    found: dict[str, list[Element]] = defaultdict(list)
    for element in elements.values():
        found[element.parent].append(element)
    return found


def _handlers(documents: Documents, elements: Mapping[str, Element]) -> dict[str, str]:
    """Return where the associations of compensation events lead."""
    events = {
        element.id
        for element in elements.values()
        if element.attached_to
        and element.event is not None
        and element.event.kind == "compensation"
    }
    found: dict[str, str] = {}
    for root in documents.roots.values():
        for association in root.iter(f"{BPMN}association"):
            ends = (association.get("sourceRef") or "", association.get("targetRef") or "")
            both = (ends, ends[::-1])
            found |= {event: undo for event, undo in both if event in events and undo in elements}
    return found
