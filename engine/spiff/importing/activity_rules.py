"""Checks of activities: what each needs in order to do something."""

from collections.abc import Iterator
from dataclasses import replace

from engine.errors import Problem
from engine.spiff.definition import Element
from engine.spiff.importing.model import Model
from engine.spiff.importing.names import CONTAINERS, extension, line_of
from engine.spiff.importing.structure import problem

__all__ = ["check_activities"]

_SCRIPT = "Write a FEEL expression and a result variable (zeebe:script)."
_DECISION = "Name a decision and a result variable (zeebe:calledDecision)."
_JOB = "Give it a job type (zeebe:taskDefinition)."


def check_activities(model: Model) -> Iterator[Problem]:
    """Yield what is wrong with the activities of a model."""
    for element in model.elements.values():
        yield from _check_work(element)
        yield from _check_loop(element)
        if element.type == "callActivity":
            yield from _check_call(model, element)
        if element.type in CONTAINERS:
            yield from _check_inside(model, element, element.id)
        for mapping in (*element.inputs, *element.outputs):
            if not mapping.target or not mapping.source:
                yield problem(
                    element,
                    "has an input or output without a source or target.",
                    "Fill in both, or remove the line.",
                    "mapping-incomplete",
                )
    for process_id in model.process_ids:
        yield from _check_process(model, process_id)


def _check_work(element: Element) -> Iterator[Problem]:
    if element.job is not None:
        if not element.job.type:
            yield problem(element, "has no job type.", _JOB, "job-without-type")
        return
    if element.type == "serviceTask":
        yield problem(element, "has nothing to do.", _JOB, "service-without-job")
    if element.type == "scriptTask" and not _is_result(element.script):
        yield problem(element, "has no FEEL script with a result.", _SCRIPT, "script-missing")
    if element.type == "businessRuleTask" and not _is_result(element.decision_call):
        yield problem(element, "calls no decision.", _DECISION, "decision-missing")
    if element.type in {"sendTask", "receiveTask"} and (
        element.event is None or element.event.kind != "message"
    ):
        yield problem(
            element,
            "names no message.",
            "Choose a message that has a name.",
            "message-without-name",
        )


def _is_result(result: object) -> bool:
    return bool(getattr(result, "source", "")) and bool(getattr(result, "variable", ""))


def _check_loop(element: Element) -> Iterator[Problem]:
    loop = element.loop
    if loop is None:
        return
    if loop.kind == "standard":
        if not loop.condition and not loop.maximum:
            yield problem(
                element,
                "loops without a condition or a maximum.",
                "Give it one of them.",
                "loop-without-end",
            )
        return
    if not loop.collection and not loop.cardinality:
        yield problem(
            element,
            "runs several times, but over nothing.",
            "Name an input collection (zeebe:loopCharacteristics).",
            "loop-over-nothing",
        )
    if bool(loop.output) != bool(loop.output_item):
        yield problem(
            element,
            "collects results with only one of output collection and output element.",
            "Fill in both.",
            "loop-output-incomplete",
        )


def _check_call(model: Model, element: Element) -> Iterator[Problem]:
    call = element.call
    if call is None or not call.process_id:
        yield problem(
            element,
            "calls no process.",
            "Name a process id (zeebe:calledElement).",
            "call-of-nothing",
        )
        return
    if call.process_id.startswith("="):
        return
    if call.process_id not in model.documents.processes:
        known = ", ".join(sorted(model.documents.processes))
        yield problem(
            element,
            f"calls the process {call.process_id}, which is not in the files.",
            f"Add its diagram, or call one of these: {known}.",
            "call-of-unknown",
        )
        return
    yield from _check_binding(model, element, call.process_id)


def _check_binding(model: Model, element: Element, called: str) -> Iterator[Problem]:
    if not element.version_tag:
        return
    tag = extension(model.documents.processes[called][0], "versionTag")
    found = tag.get("value") if tag is not None else None
    if found != element.version_tag:
        yield problem(
            element,
            f"calls version {element.version_tag} of {called}, but the files hold {found or 'one without a version tag'}.",
            "Deploy the version that it wants.",
            "call-of-other-version",
        )


def _check_inside(model: Model, element: Element, scope: str) -> Iterator[Problem]:
    starts = [inner for inner in model.inside[scope] if inner.type == "startEvent"]
    if element.type == "adHocSubProcess":
        yield from _check_ad_hoc(model, element)
        return
    if element.triggered and len(starts) != 1:
        yield problem(
            element,
            f"waits for an event but has {len(starts)} start events.",
            "Give it exactly one.",
            "event-sub-process-start",
        )
    if not element.triggered and len(starts) > 1:
        yield problem(element, "has several start events.", "Keep one.", "several-starts")
    if element.triggered and element.loop is not None:
        yield problem(
            element,
            "waits for an event and loops.",
            "Put the loop inside.",
            "event-sub-process-loops",
        )


def _check_ad_hoc(model: Model, element: Element) -> Iterator[Problem]:
    inside = model.inside[element.id]
    for inner in inside:
        if inner.type in {"startEvent", "endEvent"}:
            yield problem(
                inner,
                f"stands in the ad-hoc sub-process {element.id}, whose activities begin and end by themselves.",
                "Remove it.",
                "ad-hoc-event",
            )
    if not inside:
        yield problem(element, "has no activities.", "Draw some.", "ad-hoc-empty")


def _check_process(model: Model, process_id: str) -> Iterator[Problem]:
    process, file = model.documents.processes[process_id]
    own = model.inside[process_id]
    plain = [
        element for element in own
        if element.type == "startEvent" and (element.event is None or element.event.kind == "none")
    ]  # fmt: skip
    place = Problem(message="", file=file, element=process_id, line=line_of(process))
    if not own:
        yield replace(
            place,
            message=f"The process {process_id} is empty.",
            remedy="Draw something.",
            rule="empty-process",
        )
    for extra in plain[1:]:
        yield problem(
            extra,
            f"is a plain start beside {plain[0].id}; a case could not tell where to begin.",
            "Keep one plain start event.",
            "several-starts",
        )
    called = process_id != model.process_id
    if called and own and not plain and any(element.type == "startEvent" for element in own):
        yield replace(
            place,
            message=f"The process {process_id} is called but has no plain start event.",
            remedy="Add one.",
            rule="called-without-start",
        )
