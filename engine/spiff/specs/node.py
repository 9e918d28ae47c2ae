"""What every element does: enter, run, write its outputs, choose its flows, leave."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Never

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExpressionError, IntegrityError
from engine.model.events import (
    ElementActivated,
    ElementCompleted,
    ElementTerminated,
    IncidentResolved,
    SequenceFlowTaken,
)
from engine.spiff.definition import Element, Flow
from engine.spiff.expressions import is_true
from engine.spiff.mappings import write_inputs, write_outputs
from engine.spiff.scopes import set_local, write
from engine.spiff.token import LIVE

if TYPE_CHECKING:
    from engine.spiff.specs.boundary import Boundary
    from engine.spiff.token import Token

__all__ = ["Node", "Start"]


class Node(BpmnTaskSpec):
    """A specification with our behaviour; nothing is predicted and nothing waits on the tree."""

    #: Whether a person or a connector finishes it.
    manual: bool
    #: States of a token for which its process stays open.
    holds_open: ClassVar[int] = LIVE
    #: Whether what runs inside sees none of the variables around it.
    isolates: ClassVar[bool] = False
    #: Whether it decides itself when what runs inside is complete.
    closes_by_itself: ClassVar[bool] = False
    #: Whether a token's entering is told at once, rather than when its event happens.
    announces: ClassVar[bool] = True
    #: Whether its token is one run of a looped activity, whose body is the token's parent.
    inner = False
    element: Element | None = None
    flows: tuple[Flow, ...] = ()
    #: Whether any of its flows has a condition, or is the default.
    chooses = False
    #: Ids of the incoming flows.
    incoming: tuple[str, ...] = ()
    boundaries: "tuple[Boundary, ...]" = ()
    #: Name of the activity that undoes this one.
    handler = ""

    @property
    def element_id(self) -> str:
        """Id on the diagram; empty for what is not drawn."""
        return self.element.id if self.element else ""

    @property
    def label(self) -> str:
        """How an error names the element."""
        if self.element is None:
            return "the process"
        name = " ".join(self.element.name.split())
        return f"{name} ({self.element.id})" if name else self.element.id

    # ------------------------------------------------------------- one step

    def work(self, token: "Token") -> None:
        """Do the next step of a token."""
        state = token.state
        if state == TaskState.READY:
            token.run()
        elif state == TaskState.STARTED:
            self.proceed(token)
        elif self._update_hook(token):
            token._ready()  # noqa: SLF001 - SpiffWorkflow's step from arrival to readiness

    def _update_hook(self, token: "Token") -> bool:
        if "entered" not in token.internal_data:
            self.enter(token)
            token.internal_data["entered"] = 1
        return self.activate(token)

    def enter(self, token: "Token") -> None:
        """Tell that the token came, and make its local variables."""
        if self.announces:
            self.announce(token)
        locals_ = token.internal_data.pop("locals", None)
        if locals_:
            set_local(token, locals_)
        if self.element is not None and self.element.inputs:
            write_inputs(token, self.element.inputs)

    def announce(self, token: "Token") -> None:
        """Tell that the token is at this element."""
        token.internal_data["told"] = 1
        if self.element is not None:
            token.case.log.append(ElementActivated(element=self.element.id, token=token.id))

    def activate(self, token: "Token") -> bool:
        """Return whether the element can run at once; otherwise leave the token waiting."""
        if self.boundaries:
            present = {child.task_spec for child in token.tokens if child.live}
            for boundary in self.boundaries:
                if boundary.waits and boundary not in present:
                    token.add(boundary)
        return True

    def _on_ready(self, token: "Token") -> None:
        if not self.manual:
            token.case.queue.append(token)

    def proceed(self, token: "Token") -> None:
        """Go on with a token that something inside has reported to."""

    def _run(self, token: "Token") -> bool | None:
        self.act(token)
        self.write_outputs(token)
        if self.inner and token.parent is not None:
            token.parent.task_spec.gather(token.parent, token)
        token.taking = self.choose(token)
        return self.take_effect(token)

    def act(self, token: "Token") -> None:
        """Do the element's own work, as far as it can fail."""

    def write_outputs(self, token: "Token") -> None:
        """Write the output mappings."""
        if self.element is not None and self.element.outputs:
            write_outputs(token, self.element.outputs)

    def take_effect(self, token: "Token") -> bool | None:
        """Do what others notice; return None to stay instead of leaving."""
        return True

    def receive(self, token: "Token", variables: Mapping[str, object]) -> None:
        """Take over variables from outside: kept local when output mappings pick from them."""
        if self.element is not None and self.element.outputs:
            set_local(token, variables)
        else:
            write(token, variables)

    # --------------------------------------------------------------- flows

    def connect(self, taskspec: "Node") -> None:
        """Let a flow lead to another element; conditions and defaults stand in `flows`."""
        TaskSpec.connect(self, taskspec)

    def choose(self, token: "Token") -> tuple[Flow, ...]:
        """Return the flows to take: all without a condition, and those whose condition holds.

        Raises:
            ExpressionError: If a condition fails, or there are flows and none can be taken.
        """
        if not self.chooses:
            return self.flows
        taken = self.open_flows(token)
        if not taken:
            raise self.stuck()
        return taken

    def open_flows(self, token: "Token") -> tuple[Flow, ...]:
        """Return the flows without a condition and those whose condition holds, or else the default.

        Raises:
            ExpressionError: If a condition fails.
        """
        conditional = tuple(flow for flow in self.flows if flow.condition and not flow.default)
        held = {flow.id for flow in conditional if self.holds(token, flow)}
        taken = tuple(
            flow for flow in self.flows if flow.id in held or not (flow.condition or flow.default)
        )
        if not held:
            taken += tuple(flow for flow in self.flows if flow.default)
        return taken

    def holds(self, token: "Token", flow: Flow) -> bool:
        """Return whether the condition of a flow is true."""
        return is_true(token, flow.condition, f"The condition of {flow.id} after {self.label}")

    def stuck(self) -> ExpressionError:
        """Return the error of a choice without a way out."""
        message = f"No condition after {self.label} is true, and no flow is the default."
        return ExpressionError(
            message,
            remedy="Correct the variables, or give the element a default flow in a new version.",
        )

    # --------------------------------------------------------------- leaving

    def _on_complete(self, token: "Token") -> None:
        if self.boundaries:
            self.close_boundaries(token)
        case = token.case
        if self.element is not None:
            case.log.append(ElementCompleted(element=self.element.id, token=token.id))
        if self.handler:
            token.workflow.compensable.append({"activity": self.name, "within": [], "locals": {}})
        case.scopes.drop(token.id)
        self.follow(token)
        self.report(token)

    def follow(self, token: "Token") -> None:
        """Send tokens along the chosen flows."""
        log, specs = token.case.log, self._wf_spec.task_specs
        for flow in token.taking:
            if flow.id:  # the way from a link to its arrival is not drawn
                log.append(SequenceFlowTaken(flow=flow.id))
            token.add(specs[flow.target], via=flow.id)

    def report(self, token: "Token") -> None:
        """Tell the one that waits for this token, if any."""
        host = token.workflow.host
        if token.triggered and (parent := token.parent) is not None:
            parent.task_spec.child_done(parent, token)
        elif host is not None and host.task_spec.closes_by_itself:
            host.task_spec.inner_done(host)

    def child_done(self, token: "Token", child: "Token") -> None:
        """Hear that a token made to run inside this one is finished."""

    def gather(self, token: "Token", run: "Token") -> None:
        """Take over the result of a run inside this one."""

    def inner_done(self, token: "Token") -> None:
        """Hear that an element of the process inside is finished."""

    def close_boundaries(self, token: "Token") -> None:
        """Stop waiting for the events on the border."""
        for child in token.tokens:
            if child.task_spec in self.boundaries and "fired" not in child.internal_data:
                child.cancel()

    def _on_cancel(self, token: "Token") -> None:
        if "incident" in token.internal_data:
            token.case.log.append(IncidentResolved(element=self.element_id, token=token.id))
        if self.element is not None and "told" in token.internal_data:
            token.case.log.append(ElementTerminated(element=self.element.id, token=token.id))
        token.case.scopes.drop(token.id)

    # ------------------------------------------- what SpiffWorkflow does otherwise, switched off

    def _predict(self, *_args: object, **_options: object) -> None:
        """The future of a token is not made in advance."""

    def test(self) -> None:
        """Definitions are checked when they are read."""

    def serialize(self, serializer: object, **options: object) -> Never:
        """Refuse: definitions are kept as the diagrams that they were read from.

        Raises:
            IntegrityError: Always.
        """
        message = "A definition is kept as its diagram."
        raise IntegrityError(message)


class Start(Node):
    """The root of a process or sub-process."""
