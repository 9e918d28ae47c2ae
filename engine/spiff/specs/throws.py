"""Events that throw: intermediate and end events, and send tasks without a connector."""

from typing import TYPE_CHECKING, Never

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.errors import ExpressionError
from engine.model.events import ElementCompleted, ErrorThrown, MessageThrown, SignalThrown
from engine.spiff.catching import catch, find_catcher
from engine.spiff.definition import EventSpec
from engine.spiff.specs.compensation import begin_compensation, compensate_next
from engine.spiff.specs.node import Node
from engine.spiff.waits import correlation_key, event_name

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["SENT_KINDS", "EndEvent", "SendTask", "Throw", "ThrowEvent", "throw_error"]


#: What is sent to others; it interrupts the thrower only by accident, and is thrown first.
SENT_KINDS = frozenset({"message", "signal"})


class Throw(Node):
    """An element that makes something happen elsewhere."""

    @property
    def event(self) -> EventSpec:
        """What it throws."""
        event = self.element.event if self.element else None
        return event or EventSpec()

    @property
    def events(self) -> tuple[EventSpec, ...]:
        """Everything that it throws, messages and signals first."""
        parts = self.event.each
        return parts if len(parts) == 1 else tuple(sorted(parts, key=_is_last))

    def act(self, token: "Token") -> None:
        """Work out what is thrown, while that can still fail.

        Raises:
            ExpressionError: If a name or key fails, or nobody catches an error.
        """
        sent = []
        for event in self.events:
            if event.kind in SENT_KINDS:
                key = correlation_key(token, event) if event.kind == "message" else ""
                sent.append((event_name(token, event), key))
            if event.kind == "error" and find_catcher(token, "error", event.name) is None:
                refuse_uncaught(self, event.name)
        if sent:
            token.internal_data["thrown"] = sent

    def take_effect(self, token: "Token") -> bool | None:
        """Throw; an interrupted token stays where it is."""
        sent = iter(token.internal_data.pop("thrown", ()))
        result: bool | None = True
        for event in self.events:
            if event.kind in SENT_KINDS:
                name, key = next(sent)
                _SENDERS[event.kind](self, token, name, key)
                result = True if token.live else None
            elif token.live and event.kind in _EFFECTS:
                result = _EFFECTS[event.kind](self, token, event)
        return result


def _is_last(event: EventSpec) -> bool:
    return event.kind not in SENT_KINDS


def refuse_uncaught(spec: Node, code: str) -> Never:
    """Say that nothing catches a BPMN error.

    Raises:
        ExpressionError: Always.
    """
    message = f"{spec.label} throws the error {code or 'without a code'}, and nothing catches it."
    raise ExpressionError(
        message, remedy="Add an error event on a border around it, in a new version."
    )


def throw_error(token: "Token", code: str, variables: dict[str, object]) -> None:
    """Let an activity fail with a BPMN error.

    Raises:
        ExpressionError: If nothing catches it.
    """
    catcher = find_catcher(token, "error", code)
    if catcher is None:
        refuse_uncaught(token.task_spec, code)
    token.case.log.append(_thrown(token, "error", code, catcher.spec.element_id))
    catch(catcher, variables)


def _thrown(token: "Token", kind: str, code: str, caught_by: str) -> ErrorThrown:
    return ErrorThrown(
        element=token.task_spec.element_id, type=kind, code=code, caught_by=caught_by
    )


def _payload(token: "Token") -> dict[str, object]:
    """Return what goes with a message or signal: the input mappings' variables."""
    return dict(token.case.scopes.get(token.id, {}))


def _throw_message(spec: Throw, token: "Token", name: str, key: str) -> None:
    token.case.log.append(
        MessageThrown(
            element=spec.element_id,
            token=token.id,
            name=name,
            correlation_key=key,
            variables=_payload(token),
        )
    )


def _throw_signal(spec: Throw, token: "Token", name: str, _key: str) -> None:
    variables = _payload(token)
    token.case.log.append(SignalThrown(element=spec.element_id, name=name, variables=variables))
    broadcast(token, name, variables)


def broadcast(token: "Token", name: str, variables: dict[str, object]) -> None:
    """Let every event of the case that waits for a signal happen."""
    for other in token.case.all_tokens():
        memory = other.internal_data
        if memory.get("armed") == "signal" and memory["name"] == name and other.live:
            other.task_spec.fire(other, variables)  # type: ignore[attr-defined]  # only events are armed


def _throw_error(_spec: Throw, token: "Token", event: EventSpec) -> None:
    """Leave the scope by the event that catches; the end event itself was reached."""
    end_here(token)
    throw_error(token, event.name, {})


def end_here(token: "Token") -> None:
    """Count a token as having reached its end, before what it throws interrupts its scope."""
    token.case.log.append(ElementCompleted(element=token.task_spec.element_id, token=token.id))
    token._set_state(TaskState.COMPLETED)  # noqa: SLF001 - SpiffWorkflow's own transition


def _throw_escalation(spec: Throw, token: "Token", event: EventSpec) -> bool | None:
    catcher = find_catcher(token, "escalation", event.name)
    caught_by = catcher.spec.element_id if catcher else ""
    token.case.log.append(_thrown(token, "escalation", event.name, caught_by))
    if catcher is None:
        return True
    interrupts = catcher.spec.event.interrupting
    if interrupts and not spec.flows:
        end_here(token)
    catch(catcher, {})
    return None if interrupts else True


def _terminate(_spec: Throw, token: "Token", _event: EventSpec) -> bool:
    token.workflow.cancel_live(but=token)
    return True


def _compensate(_spec: Throw, token: "Token", event: EventSpec) -> bool | None:
    return None if begin_compensation(token, event.name) else True


def _cancel(_spec: Throw, token: "Token", _event: EventSpec) -> bool | None:
    """Undo the transaction, then leave it by its cancel event."""
    token.workflow.cancel_live(but=token)
    if begin_compensation(token, ""):
        return None
    _leave_transaction(token)
    return None


def _leave_transaction(token: "Token") -> None:
    end_here(token)
    catcher = find_catcher(token, "cancel", "")
    assert catcher is not None  # noqa: S101 - checked when the definition is read
    catch(catcher, {})


_SENDERS = {"message": _throw_message, "signal": _throw_signal}
_EFFECTS = {
    "error": _throw_error,
    "escalation": _throw_escalation,
    "terminate": _terminate,
    "compensation": _compensate,
    "cancel": _cancel,
}


class _Compensating(Throw):
    """A throw that waits for the activities that undo others."""

    def child_done(self, token: "Token", child: "Token") -> None:
        """Undo the next activity, or go on."""
        token.case.queue.append(token)

    def proceed(self, token: "Token") -> None:
        """Begin the next undoing; leave when there is none."""
        if compensate_next(token):
            return
        if any(event.kind == "cancel" for event in self.events):
            _leave_transaction(token)
        else:
            token.taking = self.choose(token)
            token.complete()


class ThrowEvent(_Compensating, defaults.IntermediateThrowEvent):
    """An intermediate event that throws, or the departure of a link."""


class EndEvent(_Compensating, defaults.EndEvent):
    """An end event."""

    def take_effect(self, token: "Token") -> bool | None:
        """Throw, and remember the end that was reached."""
        if token.workflow is token.case:
            token.case.ends.append(self.element_id)
        return super().take_effect(token)


class SendTask(Throw, defaults.SendTask):
    """A task that sends a message."""
