"""Which specification carries out which element."""

from engine.spiff.definition import Element
from engine.spiff.specs.ad_hoc import AdHocSubProcess
from engine.spiff.specs.boundary import Boundary
from engine.spiff.specs.complex_gateway import ComplexGateway
from engine.spiff.specs.containers import CallActivity, EventSubProcess, SubProcess
from engine.spiff.specs.events import CatchEvent, ReceiveTask, StartEvent
from engine.spiff.specs.gateways import (
    EventGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
)
from engine.spiff.specs.node import Node
from engine.spiff.specs.tasks import DecisionTask, JobTask, PlainTask, ScriptTask, UserTask
from engine.spiff.specs.throws import EndEvent, SendTask, ThrowEvent

__all__ = ["SPEC_CLASSES", "class_of"]

SPEC_CLASSES: dict[str, type[Node]] = {
    "startEvent": StartEvent,
    "endEvent": EndEvent,
    "intermediateCatchEvent": CatchEvent,
    "intermediateThrowEvent": ThrowEvent,
    "boundaryEvent": Boundary,
    "task": PlainTask,
    "userTask": UserTask,
    "manualTask": PlainTask,
    "scriptTask": ScriptTask,
    "businessRuleTask": DecisionTask,
    "serviceTask": JobTask,
    "sendTask": SendTask,
    "receiveTask": ReceiveTask,
    "subProcess": SubProcess,
    "transaction": SubProcess,
    "adHocSubProcess": AdHocSubProcess,
    "callActivity": CallActivity,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "complexGateway": ComplexGateway,
    "eventBasedGateway": EventGateway,
}

_JOB_IF_TYPED = frozenset(
    {"scriptTask", "businessRuleTask", "sendTask", "intermediateThrowEvent", "endEvent"}
)


def class_of(element: Element) -> type[Node]:
    """Return the specification class of an element."""
    if element.type == "subProcess" and element.triggered:
        return EventSubProcess
    if element.type == "manualTask" and element.assignment is not None:
        return UserTask
    if element.job is not None and element.type in _JOB_IF_TYPED and element.script is None:
        return JobTask
    return SPEC_CLASSES[element.type]
