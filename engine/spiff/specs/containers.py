"""Sub-processes, event sub-processes and call activities: tokens with a process running inside."""

from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExpressionError, LimitError
from engine.spiff.case import Part
from engine.spiff.expressions import text_of
from engine.spiff.scopes import Scope, write
from engine.spiff.specs.compensation import UNDOES, hand_up
from engine.spiff.specs.node import Node

if TYPE_CHECKING:
    from engine.spiff.specs.process import ProcessSpec
    from engine.spiff.token import Token

__all__ = ["CallActivity", "EventSubProcess", "SubProcess"]


class SubProcess(Node, defaults.SubWorkflowTask):
    """An activity with a process of its own inside, in the same variables."""

    def activate(self, token: "Token") -> bool:
        """Begin what is inside."""
        spec = self.inside(token)
        self.prepare(token)
        super().activate(token)
        part = Part(spec, token)
        token.case.subprocesses[token.id] = part
        token._set_state(TaskState.STARTED)  # noqa: SLF001 - SpiffWorkflow's own transition
        self.begin(token, part)
        return False

    def inside(self, token: "Token") -> "ProcessSpec":
        """Return the process inside."""
        return token.case.definition.parts[self.spec]

    def prepare(self, token: "Token") -> None:
        """Make the variables of what is inside."""

    def begin(self, token: "Token", part: Part) -> None:
        """Put the first tokens inside."""
        part.begin(part.spec.plain_starts)

    def act(self, token: "Token") -> None:
        """Take over what the inside leaves behind; it is finished."""
        part = token.case.subprocesses[token.id]
        self.collect(token, part)

    def collect(self, token: "Token", part: Part) -> None:
        """Take over variables."""

    def take_effect(self, token: "Token") -> bool | None:
        """Drop what was inside, keeping what can still be undone."""
        part = token.case.subprocesses.pop(token.id)
        if self.inner or not token.triggered:  # what undid others is not undone itself
            inner = token.case.scopes.get(token.id, Scope())
            token.workflow.compensable += hand_up(part, self.element_id, inner)
        return True

    def _on_cancel(self, token: "Token") -> None:
        part = token.case.subprocesses.get(token.id)
        if part is not None:
            part.cancel_live()
            del token.case.subprocesses[token.id]
        token.case.scopes.drop(-token.id)
        super()._on_cancel(token)


class EventSubProcess(SubProcess, defaults.EventSubprocess):
    """A sub-process begun by an event."""

    def begin(self, token: "Token", part: Part) -> None:
        """Put a token on the start event whose event happened."""
        memory = token.internal_data
        start = part.spec.task_specs[memory["start"]]
        part.compensable = memory.pop(UNDOES, [])
        payload = memory.pop("payload", {})
        part.begin([start], payload=payload)


class CallActivity(SubProcess, defaults.CallActivity):
    """An activity that runs another process, with variables of its own."""

    isolates: ClassVar[bool] = True

    def inside(self, token: "Token") -> "ProcessSpec":
        """Return the process called.

        Raises:
            ExpressionError: If no such process was deployed, or it cannot be called.
            LimitError: If processes call each other too deeply.
        """
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        assert self.element.call is not None  # noqa: S101 - narrows the type for the checker
        wanted = text_of(token, self.element.call.process_id, "The called process")
        spec = token.case.definition.parts.get(wanted)
        if spec is None:
            message = f"{self.label} calls the process {wanted}, which was not deployed with it."
            raise ExpressionError(
                message, remedy="Deploy a version whose files contain the process."
            )
        depth, limit = _call_depth(token), token.case.environment.limits.call_depth
        if depth > limit:
            message = f"{self.label} would call {wanted} as the {depth}th process within another; the limit is {limit}."
            raise LimitError(message)
        return spec

    def prepare(self, token: "Token") -> None:
        """Give the called process copies of the caller's variables."""
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        assert self.element.call is not None  # noqa: S101 - narrows the type for the checker
        scopes = token.case.scopes
        given = (
            token.visible() if self.element.call.all_parent_variables else scopes.get(token.id, {})
        )
        scopes[-token.id] = Scope()
        scopes.assign(-token.id, dict(given))

    def collect(self, token: "Token", part: Part) -> None:
        """Take over what the called process wrote; its untouched copies undo nothing."""
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        assert self.element.call is not None  # noqa: S101 - narrows the type for the checker
        scopes = token.case.scopes
        inner = scopes.get(-token.id, Scope())
        if self.element.outputs:
            scopes.assign(token.id, inner)
        elif self.element.call.all_child_variables:
            write(token, {name: inner[name] for name in scopes.wrote.get(-token.id, [])})

    def take_effect(self, token: "Token") -> bool | None:
        """Drop the called process and its variables; what it did cannot be undone from here."""
        token.case.scopes.drop(-token.id)
        token.case.subprocesses[token.id].compensable = []
        return super().take_effect(token)


def _call_depth(token: "Token") -> int:
    depth, host = 1, token.workflow.host
    while host is not None:
        depth += host.task_spec.isolates
        host = host.workflow.host
    return depth
