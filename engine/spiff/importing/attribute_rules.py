"""Checks of what SpiffWorkflow or we would read and then ignore."""

from collections.abc import Iterator

from lxml import etree

from engine.errors import Problem
from engine.model.xml import Element as Xml
from engine.spiff.importing.events import definitions_of
from engine.spiff.importing.model import Model
from engine.spiff.importing.names import BPMN, EVENTS, children, is_true, line_of, local_name
from engine.spiff.importing.reading import flow_nodes

__all__ = ["check_attributes"]


_OTHER_ENGINES = (
    "camunda.org/schema/1.0/bpmn",
    "activiti.org",
    "flowable.org",
    "spiffworkflow.org",
    "jboss.org",
)
_CHANGES_MEANING = frozenset({
    "connector", "eventListener", "field", "in", "inputOutput", "onEntry-script", "onExit-script", "out", "postScript",
    "preScript", "serviceTaskOperator",
})  # fmt: skip
_LISTENERS = frozenset({"executionListener", "executionListeners", "taskListener", "taskListeners"})


def check_attributes(model: Model) -> Iterator[Problem]:
    """Yield attributes and parts that say something we would not do."""
    for process_id, process in model.nodes().items():
        file = model.documents.processes[process_id][1]
        yield from _twice(process, file)
        for node, _ in flow_nodes(process):
            for message, remedy, rule in _faults(node, model):
                yield Problem(
                    message=f"{local_name(node)} {node.get('id')} {message}", remedy=remedy, file=file,
                    element=node.get("id") or "", line=line_of(node), rule=rule,
                )  # fmt: skip


Fault = tuple[str, str, str]


def _faults(node: Xml, model: Model) -> Iterator[Fault]:
    for attribute in ("startQuantity", "completionQuantity"):
        if (node.get(attribute) or "1").strip() != "1":
            yield (
                f"has {attribute} {node.get(attribute)}.",
                "Use a multi-instance activity, or several flows.",
                "quantity",
            )
    if local_name(node) in EVENTS:
        yield from _event_faults(node)
    begins = is_true(node, "instantiate", default=False)
    if node.get("eventGatewayType") == "Parallel" and not begins:
        yield (
            "waits for all of its events, but does not begin a case.",
            "Use a parallel gateway with events behind it.",
            "parallel-event-gateway",
        )
    for loop in children(node, "multiInstanceLoopCharacteristics"):
        if loop.get("behavior", "All") != "All":
            yield (
                f"has the multi-instance behaviour {loop.get('behavior')}.",
                "Throw an event inside instead.",
                "loop-behaviour",
            )
    yield from _foreign_faults(node)
    yield from _reference_faults(node, model)


def _foreign_faults(node: Xml) -> Iterator[Fault]:
    """Yield extension elements that would change what the element does, and that we do not read."""
    for holder in children(node, "extensionElements"):
        for extension in holder:
            namespace, name = etree.QName(extension).namespace or "", local_name(extension)
            foreign = any(part in namespace for part in _OTHER_ENGINES) and name in _CHANGES_MEANING
            if foreign or name in _LISTENERS:
                yield (
                    f"has the extension {name}, which is not carried out here.",
                    "Say it in BPMN or zeebe elements.",
                    "extension-ignored",
                )


def _event_faults(node: Xml) -> Iterator[Fault]:
    if any(True for _ in children(node, "eventDefinitionRef")):
        yield (
            "refers to an event definition that is not there.",
            "Choose the event's definition again.",
            "definition-missing",
        )


def _reference_faults(node: Xml, model: Model) -> Iterator[Fault]:
    for holder in (node, *definitions_of(node)):
        for attribute in ("messageRef", "signalRef", "errorRef", "escalationRef"):
            wanted = holder.get(attribute)
            if wanted and wanted not in model.documents.shared:
                yield (
                    f"refers to {wanted}, which is not there.",
                    f"Choose a {attribute.removesuffix('Ref')} again.",
                    "reference-missing",
                )
        activity = holder.get("activityRef")
        if activity and activity not in model.elements:
            yield (
                f"compensates {activity}, which is not there.",
                "Choose an activity again.",
                "reference-missing",
            )


def _twice(process: Xml, file: str) -> Iterator[Problem]:
    seen: dict[str, Xml] = {}
    for node in process.iter(f"{BPMN}*"):
        node_id = node.get("id")
        if node_id is None:
            continue
        if node_id in seen:
            yield Problem(
                message=f"The id {node_id} stands for two things: {local_name(seen[node_id])} and {local_name(node)}.",
                remedy="Give one of them another id.", file=file, element=node_id, line=line_of(node), rule="id-twice",
            )  # fmt: skip
        seen[node_id] = node
        if "~" in node_id or node_id.endswith(" [child]"):
            yield Problem(
                message=f"The id {node_id} is kept for the engine's own use.", remedy="Choose an id of letters, digits and underscores.",
                file=file, element=node_id, line=line_of(node), rule="id-reserved",
            )  # fmt: skip
