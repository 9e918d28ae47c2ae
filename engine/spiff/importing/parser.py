"""SpiffWorkflow's parser, building our specifications and wiring the flows without recursion."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag

from engine.model.xml import Element as Xml
from engine.spiff.definition import Element, EventSpec, Flow, Loop
from engine.spiff.importing.model import Model
from engine.spiff.importing.names import FLOW_NODES, children, local_name
from engine.spiff.importing.spec_classes import SPEC_CLASSES, class_of
from engine.spiff.specs.boundary import Boundary
from engine.spiff.specs.containers import CallActivity, EventSubProcess, SubProcess
from engine.spiff.specs.events import Catch, NoEvent, OneOfSeveral, StartEvent
from engine.spiff.specs.gateways import EventGateway
from engine.spiff.specs.listeners import Listener
from engine.spiff.specs.multi_instance import Body, MultiInstance, StandardLoop
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import ProcessSpec
from engine.spiff.specs.throws import Throw

__all__ = ["DiagramParser"]


class _NodeParser(TaskParser):
    """Builds the specification of one element from our record of it."""

    @property
    def record(self) -> Element:
        """Our record of the element."""
        found: Element = self.process_parser.parser.elements[self.bpmn_id]
        return found

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """What SpiffWorkflow's own constructors take; the rest is in our record."""
        return {"lane": self.record.lane, "bpmn_name": self.record.name}

    def create_task(self) -> Node:
        """Return the specification."""
        kind, options = class_of(self.record), self.bpmn_attributes
        if issubclass(kind, SubProcess):
            options["subworkflow_spec"] = self._inside(kind)
        elif issubclass(kind, Catch | Throw | EventGateway):
            options["event_definition"] = NoEvent()
            if issubclass(kind, Boundary):
                options["cancel_activity"] = (
                    self.record.event is None or self.record.event.interrupting
                )
        spec: Node = kind(self.spec, self.bpmn_id, **options)
        spec.element = self.record
        if isinstance(spec, Catch) and not isinstance(spec, StartEvent):
            _add_parts(spec, self.record)
        return spec

    def _inside(self, kind: type[Node]) -> str:
        if issubclass(kind, CallActivity):
            return self.record.call.process_id if self.record.call else ""
        self.process_parser.parser.create_parser(self.node, filename=self.filename)
        return self.record.id

    def parse_extensions(self, node: Xml | None = None) -> dict[str, Any]:
        """Return nothing: extensions are in our record."""
        return {}

    def parse_io_spec(self) -> None:
        """Data associations are documentation."""

    def _add_loop_task(self, loop_characteristics: Xml) -> None:
        self._wrap(StandardLoop)

    def _add_multiinstance_task(self, loop_characteristics: Xml) -> None:
        self._wrap(MultiInstance)

    def _wrap(self, kind: type[Body]) -> None:
        """Put the body of a loop in the place of the activity."""
        run = self.spec.task_specs.pop(self.task.name)
        body = kind(self.spec, run.name, **self.bpmn_attributes)
        self.task = body  # type: ignore[assignment]  # SpiffWorkflow guesses one of its own
        self._copy_task_attrs(run)
        loop = self.record.loop
        body.element, body.loop = self.record, loop if loop is not None else Loop(kind="parallel")
        run.inner = True

    def _add_boundary_event(self, nodes: Sequence[Xml]) -> Node:
        """Hang the events on the activity, which stays what flows lead to."""
        found = [self.process_parser.parse_node(node) for node in nodes]
        activity: Node = self.task  # type: ignore[assignment]  # as above
        activity.boundaries = tuple(spec for spec in found if spec.event.kind != "compensation")
        for spec in found:
            if spec.event.kind == "compensation":
                activity.handler = self.process_parser.parser.handlers[spec.name]
        return activity


def _add_parts(spec: Catch, record: Element) -> None:
    """Give an event that waits for several a specification for each."""
    event = record.event or EventSpec()
    parts = []
    for number, part in enumerate(event.parts, start=1):
        one = OneOfSeveral(
            spec._wf_spec,  # noqa: SLF001 - SpiffWorkflow's own link
            f"{spec.name}~{number}",
            event_definition=NoEvent(),
        )
        one.element = replace(record, event=part, inputs=(), outputs=())
        parts.append(one)
    spec.parts = tuple(parts)


class _ProcessParser(ProcessParser):
    """Makes all specifications first and wires the flows afterwards."""

    parser: "DiagramParser"
    spec: ProcessSpec

    def _parse(self) -> None:
        self.spec = ProcessSpec(
            name=self.bpmn_id, description=self.get_name(), filename=self.filename
        )
        self.add_tasks()

    def get_outgoing_sequence_flows(self, source_ref: str) -> list[Xml]:
        """Return none: flows are wired when every node is there."""
        return []

    def add_tasks(self) -> None:
        """Build everything that stands directly in this process or sub-process."""
        own = [node for node in children(self.node) if local_name(node) in FLOW_NODES]
        for node in own:
            self.parse_node(node)
        self._wire([node.get("id") or "" for node in own])
        self._listen(own)
        self.spec.plain_starts = [
            self.spec.task_specs[node_id] for node_id in self.parser.plain_starts(self.bpmn_id)
        ]

    def _wire(self, own: Sequence[str]) -> None:
        specs = self.spec.task_specs
        for source in own:
            spec, leaving = specs[source], self.parser.outgoing.get(source, ())
            for flow in leaving:
                spec.connect(specs[flow.target])
            spec.flows = tuple(leaving)
            spec.chooses = any(flow.condition or flow.default for flow in leaving)
            spec.incoming = tuple(flow.id for flow in self.parser.incoming.get(source, ()))

    def _listen(self, own: Sequence[Xml]) -> None:
        for node in own:
            body = self.spec.task_specs[node.get("id") or ""]
            if not isinstance(body, EventSubProcess):
                continue
            inside = self.parser.process_parsers[body.name].get_spec()
            start = next(
                spec for spec in inside.task_specs.values() if isinstance(spec, StartEvent)
            )
            start.triggered_start = True
            listener = Listener(self.spec, f"{body.name}~listener", event_definition=NoEvent())
            listener.element, listener.body = self.parser.elements[start.name], body
            _add_parts(listener, listener.element)
            self.spec.listeners.append(listener)


class DiagramParser(BpmnParser):
    """SpiffWorkflow's parser without any of its own element classes."""

    PROCESS_PARSER_CLASS = _ProcessParser
    PARSER_CLASSES = {}  # noqa: RUF012 - no specification of SpiffWorkflow's own slips through
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 - as SpiffWorkflow has it
        full_tag(tag): (_NodeParser, kind) for tag, kind in SPEC_CLASSES.items()
    }

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.elements, self.handlers = model.elements, model.handlers
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        self.incoming: dict[str, list[Flow]] = defaultdict(list)
        for flow in model.flows.values():
            self.outgoing[flow.source].append(flow)
            self.incoming[flow.target].append(flow)
        self._inside = model.inside

    def add_process(self, process: Xml, file: str) -> None:
        """Take over one process."""
        self.create_parser(process, file)

    def plain_starts(self, scope: str) -> list[str]:
        """Return the elements of a process or sub-process that get a token when it begins plainly."""
        own = self._inside[scope]
        starts = [element for element in own if element.type == "startEvent"]
        if starts:
            return [
                element.id
                for element in starts
                if element.event is None or element.event.kind == "none"
            ]
        return [element.id for element in own if self._begins(element)]

    def _begins(self, element: Element) -> bool:
        link = (
            element.event is not None
            and element.event.kind == "link"
            and element.type == "intermediateCatchEvent"
        )
        aside = element.attached_to or element.for_compensation or element.triggered or link
        return not aside and element.id not in self.incoming
