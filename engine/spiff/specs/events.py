"""Events that wait: intermediate, receive tasks, on a border, and starts of event sub-processes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.util.task import TaskState

from engine.model.events import SequenceFlowTaken, WaitEnded
from engine.spiff.definition import EventSpec
from engine.spiff.specs.node import Node
from engine.spiff.waits import ARMED, arm, rearm

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["WAITING_KINDS", "Catch", "CatchEvent", "NoEvent", "ReceiveTask", "StartEvent"]

#: Events that a token waits for; errors and their like are looked up when they are thrown.
WAITING_KINDS = frozenset({"message", "timer", "signal", "conditional"})


class NoEvent(EventDefinition):
    """Stands where SpiffWorkflow expects an event definition: nothing fires by itself."""

    def __init__(self) -> None:
        super().__init__("")


class Catch(Node):
    """An element that waits for an event."""

    @property
    def event(self) -> EventSpec:
        """What it waits for."""
        event = self.element.event if self.element else None
        return event or EventSpec()

    @property
    def waits(self) -> bool:
        """Whether a token must wait for it, rather than be found by a throw."""
        return self.event.kind in WAITING_KINDS

    def activate(self, token: "Token") -> bool:
        """Wait, unless the event has happened already or there is nothing to wait for."""
        if "fired" in token.internal_data or not self.waits:
            return True
        if ARMED not in token.internal_data:
            arm(token, self.event, self.seen_from(token))
        token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's own transition
        return False

    def seen_from(self, token: "Token") -> "Token":
        """Return the token whose variables the event's expressions see."""
        return token

    def fire(self, token: "Token", variables: Mapping[str, object]) -> None:
        """Let the event happen; the token goes on in its turn."""
        memory = token.internal_data
        memory["fired"] = 1
        if variables:
            memory["payload"] = dict(variables)
        self.end_wait(token)
        self.displace(token)
        token.wake()

    def displace(self, token: "Token") -> None:
        """End what the event ends at once: here, the other events of the same gateway."""
        race = token.internal_data.get("race")
        if race is None:
            return
        for other in token.workflow.live_tokens():
            if other is not token and other.internal_data.get("race") == race:
                other.cancel()

    def end_wait(self, token: "Token") -> None:
        """Tell that nothing is waited for any more."""
        if token.internal_data.pop(ARMED, None) in {"timer", "message", "signal"}:
            token.case.log.append(WaitEnded(element=self.element_id, token=token.id))

    def enter(self, token: "Token") -> None:
        """Tell that the token came; behind an event gateway only once the event has happened."""
        if "race" not in token.internal_data:
            super().enter(token)

    def act(self, token: "Token") -> None:
        """Take over what came with the event."""
        memory = token.internal_data
        if "told" not in memory:
            if "race" in memory:
                token.case.log.append(SequenceFlowTaken(flow=memory["via"]))
            self.announce(token)
        self.receive(token, memory.pop("payload", {}))

    def rearm(self, token: "Token", parent: "Token") -> None:
        """Wait for the next time, with a token of its own."""
        memory = rearm(token, self.event)
        if memory is not None:
            parent.add(self, **memory)

    def _on_cancel(self, token: "Token") -> None:
        self.end_wait(token)
        super()._on_cancel(token)


class CatchEvent(Catch, defaults.IntermediateCatchEvent):
    """An intermediate event that waits, or the arrival of a link."""


class ReceiveTask(Catch, defaults.ReceiveTask):
    """A task that waits for a message; it may have events on its border."""

    def activate(self, token: "Token") -> bool:
        """Wait for the message and for the events on the border."""
        if ARMED in token.internal_data or "fired" in token.internal_data:
            return super().activate(token)
        ready = super().activate(token)
        if "race" not in token.internal_data:
            Node.activate(self, token)
        return ready


class StartEvent(Catch, defaults.StartEvent):
    """A start event: it has happened when its process begins."""

    #: Whether it starts an event sub-process.
    triggered_start = False

    def activate(self, token: "Token") -> bool:
        """Go on: whoever began the process knew of the event."""
        return True

    def write_outputs(self, token: "Token") -> None:
        """Write the output mappings: local to an event sub-process, if it starts one."""
        if self.element is None or not self.element.outputs:
            return
        host = token.workflow.host
        if not self.triggered_start or host is None:
            super().write_outputs(token)
            return
        for mapping in self.element.outputs:
            token.case.scopes.assign(host.id, mapping.target.partition(".")[0], None)
        super().write_outputs(token)
