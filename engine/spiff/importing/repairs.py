"""Making explicit what the standard leaves open, without changing what a diagram means.

Flows and nodes get ids, prefixes of references go, references to event definitions are resolved,
and ids that two processes share are made different.
"""

from copy import deepcopy

from engine.model.xml import Element as Xml
from engine.spiff.importing.documents import Documents
from engine.spiff.importing.names import BPMN, FLOW_NODES, children, local_name

__all__ = ["repair"]

_QUALIFIED = (
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "calledElement",
    "activityRef",
    "processRef",
    "attachedToRef",
    "sourceRef",
    "targetRef",
    "default",
)


def repair(documents: Documents) -> None:
    """Repair the diagrams in place."""
    for root in documents.roots.values():
        _strip_prefixes(root)
        _resolve_definitions(root)
        _name_everything(root)
    _separate_ids(documents)


def _strip_prefixes(root: Xml) -> None:
    known = {node.get("id") for node in root.iter(f"{BPMN}*")}
    for node in root.iter(f"{BPMN}*"):
        for attribute in _QUALIFIED:
            value = node.get(attribute)
            if (
                value
                and ":" in value
                and value not in known  # an id with a colon in it is no id, but it is found
                and value.partition(":")[0] in node.nsmap
            ):
                node.set(attribute, value.partition(":")[2])


def _resolve_definitions(root: Xml) -> None:
    shared = {
        node.get("id"): node
        for node in children(root)
        if local_name(node).endswith("EventDefinition")
    }
    for reference in list(root.iter(f"{BPMN}eventDefinitionRef")):
        node_id = (reference.text or "").strip().rpartition(":")[2]
        parent = reference.getparent()
        if node_id in shared and parent is not None:
            definition = deepcopy(shared[node_id])
            definition.attrib.pop("id", "")
            parent.replace(reference, definition)


def _name_everything(root: Xml) -> None:
    taken = {node.get("id") for node in root.iter(f"{BPMN}*")}
    last: dict[str, int] = {}
    for node in root.iter(f"{BPMN}*"):
        kind = local_name(node)
        if node.get("id") or kind not in FLOW_NODES | {"sequenceFlow"}:
            continue
        base = f"{kind}_{node.sourceline}"
        if kind == "sequenceFlow":
            base = f"Flow_{node.get('sourceRef')}_{node.get('targetRef')}"
        node_id, number = base, last.get(base, 1)
        while node_id in taken:
            number += 1
            node_id = f"{base}_{number}"
        last[base] = number
        taken.add(node_id)
        node.set("id", node_id)


def _separate_ids(documents: Documents) -> None:
    """Give a called process's elements other ids where another process has the same."""
    owner: dict[str, str] = {}
    for process_id, (process, _) in documents.processes.items():
        changed: dict[str, str] = {}
        for node in process.iter(f"{BPMN}*"):
            node_id = node.get("id")
            if (
                node_id is None
                or node is process
                or local_name(node) not in FLOW_NODES | {"sequenceFlow"}
            ):
                continue
            if (
                node_id in documents.processes
                or owner.setdefault(node_id, process_id) != process_id
            ):
                changed[node_id] = f"{process_id}.{node_id}"
        if changed:
            _rename(process, changed)


def _rename(process: Xml, changed: dict[str, str]) -> None:
    attributes = ("id", "sourceRef", "targetRef", "attachedToRef", "default", "activityRef")
    for node in process.iter(f"{BPMN}*"):
        for attribute in attributes:
            value = node.get(attribute)
            if value in changed:
                node.set(attribute, changed[value])
        if (
            local_name(node) in {"flowNodeRef", "incoming", "outgoing"}
            and (node.text or "").strip() in changed
        ):
            node.text = changed[(node.text or "").strip()]
