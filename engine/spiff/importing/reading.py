"""Elements and flows of a diagram as records."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from engine.model.xml import Element as Xml
from engine.spiff.definition import (
    Assignment,
    Call,
    Element,
    EventSpec,
    Flow,
    Job,
    Loop,
    Result,
    VariableMapping,
)
from engine.spiff.importing.dialects import embedded_form, foreign_attributes
from engine.spiff.importing.events import read_event
from engine.spiff.importing.expressions import expressions_of
from engine.spiff.importing.loops import read_loop
from engine.spiff.importing.names import (
    CONTAINERS,
    EVENTS,
    FLOW_NODES,
    children,
    extension,
    extensions,
    is_true,
    line_of,
    local_name,
    text_of,
)

__all__ = ["flow_nodes", "read_elements", "read_flows", "read_lanes"]


def flow_nodes(process: Xml) -> Iterator[tuple[Xml, Xml]]:
    """Yield every flow node of a process and the process or sub-process that it stands in."""
    todo = [process]
    while todo:
        scope = todo.pop(0)
        for node in children(scope):
            if local_name(node) in FLOW_NODES:
                yield node, scope
                if local_name(node) in CONTAINERS:
                    todo.append(node)


def read_lanes(process: Xml) -> dict[str, str]:
    """Return the name of the innermost lane of each flow node that stands in one."""
    lanes: dict[str, str] = {}
    todo = list(children(process, "laneSet"))
    while todo:
        for lane in children(todo.pop(0), "lane"):
            for reference in children(lane, "flowNodeRef"):
                lanes[text_of(reference)] = " ".join((lane.get("name") or "").split())
            todo.extend(children(lane, "childLaneSet"))
    return lanes


def read_elements(process: Xml, file: str, shared: Mapping[str, Xml]) -> dict[str, Element]:
    """Return the flow nodes of a process by id; what stands in a lane's sub-process is in the lane."""
    lanes = read_lanes(process)
    process_id = process.get("id") or ""
    elements: dict[str, Element] = {}
    for node, scope in flow_nodes(process):
        node_id, parent = node.get("id") or "", scope.get("id") or ""
        lane = lanes.get(node_id) or (elements[parent].lane if parent in elements else "")
        lanes[node_id] = lane
        elements[node_id] = _element(
            node, shared, lane=lane, parent=parent, process=process_id, file=file
        )
    return elements


def _element(
    node: Xml, shared: Mapping[str, Xml], *, lane: str, parent: str, process: str, file: str
) -> Element:
    kind = local_name(node)
    properties = _properties(node)
    ad_hoc = extension(node, "adHoc")
    event = _event(node, kind, shared)
    loop = read_loop(node)
    script, decision = _script(node), _decision(node)
    inputs, outputs = _mappings(node, "input"), _mappings(node, "output")
    return Element(
        id=node.get("id") or "",
        type=kind,
        name=node.get("name") or "",
        lane=lane,
        parent=parent,
        process=process,
        file=file,
        line=line_of(node),
        documentation="\n".join(text_of(text) for text in children(node, "documentation")),
        policy=tuple(properties.get("policy", "").replace(",", " ").split()),
        properties=MappingProxyType(properties),
        inputs=inputs,
        outputs=outputs,
        assignment=_assignment(node) if kind in {"userTask", "manualTask", "startEvent"} else None,
        job=_job(node),
        script=script,
        decision_call=decision,
        call=_call(node) if kind == "callActivity" else None,
        loop=loop,
        event=event,
        attached_to=node.get("attachedToRef") or "",
        default_flow=node.get("default") or "",
        version_tag=_version_tag(node) if kind == "callActivity" else "",
        active_elements=(ad_hoc.get("activeElementsCollection") or "")
        if ad_hoc is not None
        else "",
        completion_condition=text_of(next(children(node, "completionCondition"), None)),
        activation_condition=text_of(next(children(node, "activationCondition"), None)),
        cancel_remaining=is_true(node, "cancelRemainingInstances", default=True),
        sequential=node.get("ordering") == "Sequential",
        for_compensation=is_true(node, "isForCompensation", default=False),
        triggered=is_true(node, "triggeredByEvent", default=False)
        or is_true(node, "instantiate", default=False),
        waits_for_all=node.get("eventGatewayType") == "Parallel",
        expressions=expressions_of(node, event),
        writes=_writes(outputs, script, decision, loop),
    )


def _event(node: Xml, kind: str, shared: Mapping[str, Xml]) -> EventSpec | None:
    return read_event(node, shared) if kind in EVENTS | {"receiveTask", "sendTask"} else None


def _writes(
    outputs: tuple[VariableMapping, ...],
    script: Result | None,
    decision: Result | None,
    loop: Loop | None,
) -> tuple[str, ...]:
    """Return the variables that are written around the element, as far as the diagram says."""
    names = [mapping.target.partition(".")[0] for mapping in outputs]
    if not outputs:
        names += [result.variable for result in (script, decision) if result]
    if loop and loop.output:
        names.append(loop.output)
    return tuple(dict.fromkeys(names))


def _properties(node: Xml) -> dict[str, str]:
    found = [child for holder in extensions(node, "properties") for child in holder]
    return {
        child.get("name") or "": child.get("value") or "" for child in found if child.get("name")
    }


def _mappings(node: Xml, direction: Literal["input", "output"]) -> tuple[VariableMapping, ...]:
    lines = [
        line
        for holder in extensions(node, "ioMapping")
        for line in holder
        if local_name(line) == direction
    ]
    return tuple(
        VariableMapping(source=line.get("source") or "", target=line.get("target") or "")
        for line in lines
    )


def _assignment(node: Xml) -> Assignment | None:
    who, when = extension(node, "assignmentDefinition"), extension(node, "taskSchedule")
    form = extension(node, "formDefinition")

    def text(holder: Xml | None, *names: str) -> str:
        found = [(holder.get(name) or "").strip() for name in names] if holder is not None else []
        return next((value for value in found if value), "")

    other = foreign_attributes(node)
    found = Assignment(
        assignee=text(who, "assignee") or other.get("assignee", ""),
        groups=text(who, "candidateGroups") or other.get("candidateGroups", ""),
        users=text(who, "candidateUsers") or other.get("candidateUsers", ""),
        due=text(when, "dueDate") or other.get("dueDate", ""),
        follow_up=text(when, "followUpDate") or other.get("followUpDate", ""),
        form=text(form, "formId") or embedded_form(text(form, "formKey")),
    )
    named = who is not None or when is not None or form is not None
    return found if named or found != Assignment() else None


def _job(node: Xml) -> Job | None:
    task = extension(node, "taskDefinition")
    if task is None:
        return None
    lines = [line for holder in extensions(node, "taskHeaders") for line in holder]
    headers = {line.get("key") or "": line.get("value") or "" for line in lines}
    return Job(
        type=(task.get("type") or "").strip(),
        retries=(task.get("retries") or "3").strip(),
        headers=MappingProxyType(headers),
    )


def _script(node: Xml) -> Result | None:
    script = extension(node, "script")
    if script is None:
        return None
    return Result(
        source=script.get("expression") or "", variable=script.get("resultVariable") or ""
    )


def _decision(node: Xml) -> Result | None:
    called = extension(node, "calledDecision")
    if called is None:
        return None
    return Result(
        source=(called.get("decisionId") or "").strip(), variable=called.get("resultVariable") or ""
    )


def _call(node: Xml) -> Call | None:
    called = extension(node, "calledElement")
    if called is None:
        return (
            Call(process_id=node.get("calledElement") or "") if node.get("calledElement") else None
        )
    return Call(
        process_id=(called.get("processId") or "").strip(),
        all_parent_variables=is_true(called, "propagateAllParentVariables", default=True),
        all_child_variables=is_true(called, "propagateAllChildVariables", default=True),
    )


def _version_tag(node: Xml) -> str:
    called = extension(node, "calledElement")
    if called is None or called.get("bindingType") != "versionTag":
        return ""
    return called.get("versionTag") or ""


def read_flows(process: Xml, file: str) -> dict[str, Flow]:
    """Return the sequence flows of a process by id."""
    defaults = {node.get("default") for node, _ in flow_nodes(process)}
    process_id = process.get("id") or ""
    scopes = [process, *(node for node, _ in flow_nodes(process) if local_name(node) in CONTAINERS)]
    found = [flow for scope in scopes for flow in children(scope, "sequenceFlow")]
    return {
        flow.get("id") or "": Flow(
            id=flow.get("id") or "",
            source=flow.get("sourceRef") or "",
            target=flow.get("targetRef") or "",
            name=flow.get("name") or "",
            condition=text_of(next(children(flow, "conditionExpression"), None)),
            default=flow.get("id") in defaults,
            process=process_id,
            file=file,
            line=line_of(flow),
        )
        for flow in found
    }
