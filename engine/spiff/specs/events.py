"""Events that wait: intermediate, receive tasks, on a border, and starts of event sub-processes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.util.task import TaskState

from engine.model.events import SequenceFlowTaken, WaitEnded
from engine.spiff.definition import EventSpec
from engine.spiff.specs.node import Node
from engine.spiff.waits import ARMED, arm, rearm

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = [
    "WAITING_KINDS",
    "Catch",
    "CatchEvent",
    "NoEvent",
    "OneOfSeveral",
    "ReceiveTask",
    "StartEvent",
]

#: Events that a token waits for; errors and their like are looked up when they are thrown.
WAITING_KINDS = frozenset({"message", "timer", "signal", "conditional"})


class NoEvent(EventDefinition):
    """Stands where SpiffWorkflow expects an event definition: nothing fires by itself."""

    def __init__(self) -> None:
        super().__init__("")


class Catch(Node):
    """An element that waits for an event."""

    #: Waits for each of several events, by tokens that stand under the event's own.
    parts: "tuple[Catch, ...]" = ()

    @property
    def event(self) -> EventSpec:
        """What it waits for."""
        event = self.element.event if self.element else None
        return event or EventSpec()

    @property
    def waits(self) -> bool:
        """Whether a token must wait for it, rather than be found by a throw."""
        return any(event.kind in WAITING_KINDS for event in self.event.each)

    def activate(self, token: "Token") -> bool:
        """Wait, unless the event has happened already or there is nothing to wait for."""
        if "fired" in token.internal_data or not self.waits:
            return True
        if self.parts:
            self.watch(token)
        elif ARMED not in token.internal_data:
            arm(token, self.event, self.seen_from(token))
        token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's own transition
        return False

    def watch(self, token: "Token") -> None:
        """Let a token wait for each of several events; once, and as it is remembered."""
        memory = token.internal_data
        if "happened" in memory:
            return
        memory["happened"] = []
        again = memory.pop("rearmed", [{} for _ in self.parts])
        for part, remembered in zip(self.parts, again, strict=True):
            if part.waits:
                token.add(part, **remembered)

    def part_happened(self, token: "Token", part: "Token", variables: Mapping[str, object]) -> None:
        """Hear that one of several events has happened."""
        if not self.event.parallel:
            self.fire(token, variables)
            return
        memory, spec = token.internal_data, part.task_spec
        assert isinstance(spec, Catch)  # noqa: S101 - it is one of its parts
        memory["happened"] = [
            *memory["happened"], [self.parts.index(spec), spec.rearm_memory(part)],
        ]  # fmt: skip
        memory["payload"] = {**memory.get("payload", {}), **variables}
        if len(memory["happened"]) == len(self.parts):
            self.fire(token, memory["payload"])

    def rearm_memory(self, token: "Token") -> dict[str, Any] | None:
        """Return what the next token must remember to wait again; null when there is no next time."""
        if not self.event.parallel:
            return rearm(token, self.event)
        found = [memory for _, memory in sorted(token.internal_data["happened"], key=_first)]
        return None if None in found else {"rearmed": found}

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
        for child in token.tokens if self.parts else ():
            if child.task_spec in self.parts:
                child.cancel()

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
        memory = self.rearm_memory(token)
        if memory is not None:
            parent.add(self, **memory)

    def _on_cancel(self, token: "Token") -> None:
        self.end_wait(token)
        super()._on_cancel(token)


def _first(pair: list[Any]) -> int:
    return int(pair[0])


class OneOfSeveral(Catch, defaults.IntermediateCatchEvent):
    """One of the events that another one waits for; it holds nothing open."""

    holds_open: ClassVar[int] = 0
    announces: ClassVar[bool] = False

    def enter(self, token: "Token") -> None:
        """Nothing is told until the whole event happens."""

    def seen_from(self, token: "Token") -> "Token":
        """Return the token that the whole event's expressions see."""
        whole = token.parent
        assert whole is not None  # noqa: S101 - it came out of it and goes with it
        return whole.task_spec.seen_from(whole)  # type: ignore[attr-defined,no-any-return]  # an event

    def fire(self, token: "Token", variables: Mapping[str, object]) -> None:
        """Let the whole event hear of it."""
        whole = token.parent
        assert whole is not None  # noqa: S101 - it came out of it and goes with it
        self.end_wait(token)
        token._set_state(TaskState.COMPLETED)  # noqa: SLF001 - SpiffWorkflow's own transition
        whole.task_spec.part_happened(whole, token, variables)  # type: ignore[attr-defined]  # an event

    def watch_again(self, token: "Token", whole: "Token") -> None:
        """Wait for the next time beside what else the whole event waits for."""
        memory = self.rearm_memory(token)
        if memory is not None:
            whole.add(self, **memory)


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
        names = (mapping.target.partition(".")[0] for mapping in self.element.outputs)
        token.case.scopes.assign(host.id, dict.fromkeys(names))
        super().write_outputs(token)
