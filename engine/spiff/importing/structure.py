"""Checks of structure: what stands in a process, and where its flows lead."""

from collections.abc import Iterator

from engine.errors import Problem
from engine.model.xml import Element as Xml
from engine.spiff.definition import Element
from engine.spiff.importing.model import Model
from engine.spiff.importing.names import (
    DOCUMENTATION_ONLY,
    FLOW_NODES,
    children,
    line_of,
    local_name,
)
from engine.spiff.importing.spec_classes import SPEC_CLASSES

__all__ = ["check_structure", "problem", "shorten"]

#: Children of flow nodes that are read elsewhere.
_READ = frozenset({
    "sequenceFlow", "completionCondition", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics",
    "script", "activationCondition", "eventDefinitionRef", "dataInputAssociation", "dataOutputAssociation", "inputSet", "outputSet",
})  # fmt: skip


#: Characters of a name, and of a whole message, that a person reads.
_NAME, _MESSAGE = 100, 600


def shorten(text: str) -> str:
    """Return a message without the rest of what some diagrams hold: a name may be a megabyte."""
    return text if len(text) <= _MESSAGE else f"{text[:_MESSAGE]} …"


def problem(element: Element, message: str, remedy: str, rule: str) -> Problem:
    """Return a problem of an element, named and placed."""
    return Problem(
        message=shorten(f"{_called(element)} {message}"), remedy=remedy, file=element.file,
        element=element.id, line=element.line, rule=rule,
    )  # fmt: skip


def _called(element: Element) -> str:
    name = " ".join(element.name[:_NAME].split())
    return f"{element.type} \u201c{name}\u201d" if name else f"{element.type} {element.id}"


def check_structure(model: Model) -> Iterator[Problem]:
    """Yield what stands in a process and cannot be run, and flows that lead nowhere."""
    for key, process in model.nodes().items():
        file = model.documents.processes[key][1]
        yield from _unknown_nodes(process, file)
    for element in model.elements.values():
        if element.type not in SPEC_CLASSES:
            yield problem(
                element, "cannot be run.", "Replace it by elements that can.", "not-supported"
            )
    yield from _loose_flows(model)


def _unknown_nodes(process: Xml, file: str) -> Iterator[Problem]:
    todo = [process]
    while todo:
        for node in children(todo.pop()):
            name = local_name(node)
            if name in FLOW_NODES:
                todo.append(node)
            elif name not in DOCUMENTATION_ONLY | _READ and not name.endswith("EventDefinition"):
                yield Problem(
                    message=f"{name} cannot be run.", remedy="Remove it, or replace it by an element that can.",
                    file=file, element=node.get("id") or "", line=line_of(node), rule="not-supported",
                )  # fmt: skip


def _loose_flows(model: Model) -> Iterator[Problem]:
    for flow in model.flows.values():
        source, target = model.elements.get(flow.source), model.elements.get(flow.target)
        for end, key, found in (("from", flow.source, source), ("to", flow.target, target)):
            if found is None:
                yield Problem(
                    message=f"The flow {flow.id} leads {end} {key or 'nowhere'}, which is not in the process.",
                    remedy="Draw the flow again.", file=flow.file, element=flow.id, line=flow.line, rule="loose-flow",
                )  # fmt: skip
        if source is not None and target is not None and source.parent != target.parent:
            yield Problem(
                message=f"The flow {flow.id} crosses the border of a sub-process, from {source.id} to {target.id}.",
                remedy="End it inside, and begin another flow at the sub-process itself.",
                file=flow.file, element=flow.id, line=flow.line, rule="flow-crosses-border",
            )  # fmt: skip
