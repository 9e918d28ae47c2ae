"""Event sub-processes, as they wait for the event that starts them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.spiff.definition import Element
from engine.spiff.specs.events import Catch
from engine.spiff.token import LIVE

if TYPE_CHECKING:
    from engine.spiff.specs.node import Node
    from engine.spiff.token import Token

__all__ = ["Listener"]


class Listener(Catch, defaults.IntermediateCatchEvent):
    """Waits in a scope for the start event of one of its event sub-processes."""

    #: One that has not happened holds nothing open.
    holds_open: ClassVar[int] = LIVE & ~(TaskState.FUTURE | TaskState.WAITING)
    announces: ClassVar[bool] = False
    #: The start event; its own token stands inside the sub-process.
    element: Element
    #: The event sub-process.
    body: "Node"

    def fire(self, token: "Token", variables: Mapping[str, object]) -> None:
        """Start the event sub-process, ending what it interrupts."""
        self.end_wait(token)
        if not self.event.interrupting:
            self.rearm(token, token.root)
        token.cancel()
        self.start(token.root, variables)

    def part_happened(self, token: "Token", part: "Token", variables: Mapping[str, object]) -> None:
        """Hear that one of several events has happened; any of them may happen again and again."""
        if self.event.interrupting or self.event.parallel:
            super().part_happened(token, part, variables)
            return
        self.start(token.root, variables)
        part.task_spec.watch_again(part, token)  # type: ignore[attr-defined]  # an event

    def start(self, root: "Token", variables: Mapping[str, object]) -> "Token":
        """Put a token on the event sub-process.

        Args:
            root: Root token of the scope.
            variables: What came with the event.
        """
        if self.event.interrupting:
            root.workflow.cancel_live()
            root.workflow.interrupted = True
        return root.add(self.body, start=self.element.id, payload=dict(variables))
