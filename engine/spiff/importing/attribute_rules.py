"""Checks of what SpiffWorkflow or we would read and then ignore."""

from collections.abc import Iterator
from dataclasses import replace

from engine.errors import Problem
from engine.model.xml import Element as Xml
from engine.spiff.importing.dialects import (
    embedded_form,
    foreign_attributes,
    foreign_parts,
    is_other_language,
    other_language,
)
from engine.spiff.importing.events import definitions_of
from engine.spiff.importing.model import Model
from engine.spiff.importing.names import (
    BPMN,
    EVENTS,
    children,
    extension,
    is_true,
    line_of,
    local_name,
    text_of,
)
from engine.spiff.importing.reading import flow_nodes
from engine.spiff.importing.structure import shorten

__all__ = ["check_attributes"]


#: Who does a task, in the words of the standard.
_ROLES = ("humanPerformer", "performer", "potentialOwner", "resourceRole")
#: What may name a language of its own.
_EXPRESSIONS = (
    "activationCondition", "completionCondition", "condition", "conditionExpression", "loopCardinality", "loopCondition",
    "timeCycle", "timeDate", "timeDuration",
)  # fmt: skip
#: Who does a task and until when, as other engines write it; read where it is a plain text.
_PEOPLE = frozenset({"assignee", "candidateGroups", "candidateUsers", "dueDate", "followUpDate"})


def check_attributes(model: Model) -> Iterator[Problem]:
    """Yield attributes and parts that say something we would not do."""
    for process_id, process in model.nodes().items():
        file = model.documents.processes[process_id][1]
        yield from _twice(process, file)
        yield from _languages(process, file)
        for node, _ in flow_nodes(process):
            yield from (_of_node(node, file, *fault) for fault in _faults(node, model))
            yield from (
                replace(_of_node(node, file, *fault), severity="warning") for fault in _unread(node)
            )


def _of_node(node: Xml, file: str, message: str, remedy: str, rule: str) -> Problem:
    return Problem(
        message=shorten(f"{local_name(node)} {node.get('id')} {message}"), remedy=remedy, file=file,
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
        yield from _timer_faults(node)
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
    """Yield what other tools say here that we do not read, or cannot."""
    for name in foreign_parts(node):
        yield (
            f"has the extension {name}, which is not carried out here.",
            "Say it in BPMN or zeebe elements.",
            "extension-ignored",
        )
    known = foreign_attributes(node)
    for name in known.keys() & _PEOPLE:
        text = known[name]
        if is_other_language(text):
            yield (
                f"has the {name} {text}, which is written in another language.",
                "Write a FEEL expression (zeebe:assignmentDefinition, zeebe:taskSchedule).",
                "not-feel",
            )


def _unread(node: Xml) -> Iterator[Fault]:
    """Yield what says who does a task, or how it looks, in a way that is only kept."""
    roles = [
        local_name(role)
        for role in children(node, *_ROLES)
        if "".join(str(text) for text in role.itertext()).strip()
    ]
    if roles and extension(node, "assignmentDefinition") is None:
        yield (
            f"names people by {roles[0]}, which is not read.",
            "Name them by a lane, or by zeebe:assignmentDefinition.",
            "people-not-read",
        )
    forms = sorted(foreign_attributes(node).keys() & {"formKey", "formRef"})
    own = extension(node, "formDefinition")
    if own is not None and not own.get("formId") and not embedded_form(own.get("formKey") or ""):
        yield (
            f"has the form {own.get('formKey') or own.get('externalReference')}, which is not one of ours.",
            "Draw the form, and name it by its id.",
            "form-not-read",
        )
    if forms and own is None:
        yield (
            f"has the {forms[0]} of another engine, which is not read.",
            "Draw the form, and name it by zeebe:formDefinition.",
            "form-not-read",
        )


def _event_faults(node: Xml) -> Iterator[Fault]:
    if any(True for _ in children(node, "eventDefinitionRef")):
        yield (
            "refers to an event definition that is not there.",
            "Choose the event's definition again.",
            "definition-missing",
        )


def _timer_faults(node: Xml) -> Iterator[Fault]:
    for definition in children(node, "timerEventDefinition"):
        times = [
            local_name(one) for one in children(definition, "timeCycle", "timeDate", "timeDuration")
        ]
        if len(times) > 1:
            yield (
                f"has several times in one timer: {' and '.join(times)}.",
                "Keep one, or give the event a timer for each.",
                "timer-twice",
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


def _languages(process: Xml, file: str) -> Iterator[Problem]:
    """Yield expressions that say themselves that they are not FEEL."""
    for node in process.iter(*(f"{BPMN}{name}" for name in _EXPRESSIONS)):
        language = other_language(node)
        if language and not text_of(node).startswith("="):
            owner = next((one for one in node.iterancestors() if one.get("id")), process)
            yield Problem(
                message=shorten(f"{local_name(owner)} {owner.get('id')} has an expression in {language}: {text_of(node)}"),
                remedy="Write it in FEEL, and leave the language out.",
                file=file, element=owner.get("id") or "", line=line_of(node), rule="not-feel",
            )  # fmt: skip


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
