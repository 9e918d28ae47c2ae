"""Checks of sequence flows: conditions, defaults, and what may follow what."""

from collections.abc import Iterator
from dataclasses import replace

from engine.errors import Problem
from engine.spiff.definition import Element, Flow
from engine.spiff.importing.model import Model
from engine.spiff.importing.names import ACTIVITIES
from engine.spiff.importing.structure import problem

__all__ = ["check_flows"]

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
_WAITING = frozenset({"message", "timer", "signal", "conditional"})


def check_flows(model: Model) -> Iterator[Problem]:
    """Yield what is wrong with the flows of a model."""
    leaving: dict[str, list[Flow]] = {}
    arriving: dict[str, list[Flow]] = {}
    for flow in model.flows.values():
        leaving.setdefault(flow.source, []).append(flow)
        arriving.setdefault(flow.target, []).append(flow)
    for element in model.elements.values():
        out, into = leaving.get(element.id, []), arriving.get(element.id, [])
        yield from _check_ends(element, out, into)
        yield from _check_conditions(element, out)
        yield from _check_default(model, element, out)
        if element.type == "complexGateway":
            yield from _check_activation(element, into)
        if element.type == "eventBasedGateway":
            yield from _check_race(model, element, out, arriving)


def _check_ends(element: Element, out: list[Flow], into: list[Flow]) -> Iterator[Problem]:
    kind = element.event.kind if element.event else ""
    no_way_in = element.type in {"startEvent", "boundaryEvent"} or (
        kind == "link" and element.type.endswith("CatchEvent")
    )
    no_way_out = element.type == "endEvent" or (
        kind == "link" and element.type.endswith("ThrowEvent")
    )
    no_way_out = no_way_out or (kind == "compensation" and element.type == "boundaryEvent")
    apart = element.for_compensation or (element.type == "subProcess" and element.triggered)
    if into and (no_way_in or apart):
        yield problem(
            element,
            f"cannot be reached by a flow, but {into[0].id} leads to it.",
            "Remove the flow.",
            "flow-into",
        )
    if out and (no_way_out or apart):
        yield problem(
            element,
            f"cannot be left by a flow, but {out[0].id} leads away from it.",
            "Remove the flow.",
            "flow-out-of",
        )


def _check_conditions(element: Element, out: list[Flow]) -> Iterator[Problem]:
    for flow in out:
        if flow.condition and flow.default:
            found = _of_flow(
                flow,
                f"is the default of {element.id} and has a condition, which nobody looks at.",
                "Remove the condition.",
                "default-with-condition",
            )
            yield replace(found, severity="warning")  # as BPMN 2.0 has it
        if flow.condition and element.type not in ACTIVITIES | _CHOOSING:
            yield _of_flow(
                flow,
                f"has a condition, but {element.type} {element.id} does not choose.",
                "Remove the condition, or put an exclusive gateway between.",
                "condition-ignored",
            )
        if element.type in _CHOOSING and len(out) > 1 and not flow.condition and not flow.default:
            yield _of_flow(
                flow,
                f"leaves the gateway {element.id} without a condition.",
                "Give it a condition, or make it the default.",
                "flow-without-condition",
            )


def _check_activation(element: Element, into: list[Flow]) -> Iterator[Problem]:
    if len(into) > 1 and not element.activation_condition:
        yield problem(
            element,
            f"joins {len(into)} flows, but does not say when it opens.",
            "Give it an activation condition such as =activationCount >= 2.",
            "activation-missing",
        )


def _of_flow(flow: Flow, message: str, remedy: str, rule: str) -> Problem:
    return Problem(
        message=f"The flow {flow.id} {message}",
        remedy=remedy,
        file=flow.file,
        element=flow.id,
        line=flow.line,
        rule=rule,
    )


def _check_default(model: Model, element: Element, out: list[Flow]) -> Iterator[Problem]:
    wanted = element.default_flow
    if wanted and wanted not in {flow.id for flow in out}:
        yield problem(
            element,
            f"has the default flow {wanted}, which does not leave it.",
            "Choose one of its own flows.",
            "default-elsewhere",
        )
    if wanted and element.type not in ACTIVITIES | _CHOOSING:
        yield problem(
            element,
            "has a default flow but does not choose.",
            "Remove the default.",
            "default-ignored",
        )


def _check_race(
    model: Model, element: Element, out: list[Flow], arriving: dict[str, list[Flow]]
) -> Iterator[Problem]:
    if not out:
        yield problem(element, "waits for no event.", "Lead it to events.", "race-without-events")
    for flow in out:
        target = model.elements.get(flow.target)
        if target is None:
            continue
        waits = target.event is not None and all(
            event.kind in _WAITING for event in target.event.each
        )
        if target.type not in {"intermediateCatchEvent", "receiveTask"} or not waits:
            yield problem(
                element,
                f"leads to {target.id}, which is no event to wait for.",
                "Lead it to message, timer, signal or conditional events, or receive tasks.",
                "race-without-event",
            )
        elif any(other.attached_to == target.id for other in model.inside[target.parent]):
            yield problem(
                target,
                "stands behind an event gateway and has events on its border, which would not be waited for.",
                "Lead the gateway to those events as well.",
                "race-with-border",
            )
        elif len(arriving.get(target.id, [])) > 1:
            yield problem(
                target,
                "stands behind an event gateway and is reached another way, too.",
                "Use an event of its own.",
                "race-joined",
            )
