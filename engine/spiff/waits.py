"""Beginning to wait for an event: due times, subscriptions, conditions."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import feel
from engine.errors import ExpressionError
from engine.model.events import SubscriptionOpened, TimerScheduled
from engine.spiff.expressions import evaluate_leniently, is_expression, text_of, value_of
from engine.spiff.times import first_due, next_due, read_cycle

if TYPE_CHECKING:
    from engine.spiff.definition import EventSpec
    from engine.spiff.token import Token

__all__ = ["ARMED", "PLANNED_AT", "arm", "correlation_key", "event_name", "holds", "rearm"]

#: Under this name a token remembers what kind of event it waits for.
ARMED = "armed"
#: What a timer tells: the instant for which it was planned, aware, in UTC.
PLANNED_AT = "plannedAt"


def arm(token: "Token", event: "EventSpec", seen_from: "Token") -> None:
    """Let a token wait for an event.

    Args:
        token: The token that will wait.
        event: What it waits for.
        seen_from: The token whose variables the event's expressions see.

    Raises:
        ExpressionError: If a due time, name or key cannot be worked out.
    """
    if event.kind == "timer":
        _arm_timer(token, event, seen_from)
    elif event.kind in {"message", "signal"}:
        _subscribe(token, event, seen_from)
    elif event.kind == "conditional" and "was" not in token.internal_data:
        token.internal_data["was"] = False
        token.case.scopes.changed = True  # it may hold already
    token.internal_data[ARMED] = event.kind


def _arm_timer(token: "Token", event: "EventSpec", seen_from: "Token") -> None:
    memory, case = token.internal_data, token.case
    if "due" not in memory:
        value = value_of(seen_from, event.expression)
        if event.timer == "timeCycle":
            memory["due"], cycle = read_cycle(case.environment, value, token.task_spec.label)
            memory["cycle"] = list(cycle)
        else:
            memory["due"] = first_due(case.environment, event.timer, value, token.task_spec.label)
    due: datetime = memory["due"]
    case.log.append(TimerScheduled(element=token.task_spec.element_id, token=token.id, due=due))


def _subscribe(token: "Token", event: "EventSpec", seen_from: "Token") -> None:
    name = event_name(seen_from, event)
    key = correlation_key(seen_from, event) if event.kind == "message" else ""
    token.internal_data["name"], token.internal_data["key"] = name, key
    token.case.log.append(
        SubscriptionOpened(
            element=token.task_spec.element_id,
            token=token.id,
            type=event.kind,
            name=name,
            correlation_key=key,
        )
    )


def event_name(token: "Token", event: "EventSpec") -> str:
    """Return the name of a message or signal.

    Raises:
        ExpressionError: If it is an expression that gives no text.
    """
    return text_of(token, event.name, f"The name of the {event.kind}")


def correlation_key(token: "Token", event: "EventSpec") -> str:
    """Return the text that a message must carry to be taken; empty when the message has no key.

    Raises:
        ExpressionError: If the key is null, or neither text nor number.
    """
    if not event.key:
        return ""
    text = event.key if is_expression(event.key) else f"={event.key}"
    value = value_of(token, text)
    if value is None or value == "":
        message = f"The correlation key of {token.task_spec.label} is empty: {event.key}."
        raise ExpressionError(
            message,
            text=event.key,
            remedy="Give the variable a value before the message is awaited.",
        )
    return value if isinstance(value, str) else feel.format(value)


def holds(token: "Token", event: "EventSpec", seen_from: "Token") -> bool:
    """Return whether the condition of a waiting event holds; one that cannot be worked out does not."""
    try:
        value = evaluate_leniently(seen_from, event.expression)
    except ExpressionError:
        return False
    return value is True


def rearm(token: "Token", event: "EventSpec") -> dict[str, Any] | None:
    """Return what the next token must remember to wait again; None when there is no next time.

    Raises:
        ExpressionError: If the next instant of a cycle cannot be counted.
    """
    memory = token.internal_data
    if event.kind == "conditional":
        return {"was": memory.get("was", False)}
    if event.kind != "timer":
        return {}
    if "cycle" not in memory:
        return None
    left, text = memory["cycle"]
    found = next_due(token.case.environment, memory["due"], (left, text), token.task_spec.label)
    if found is None:
        return None
    due, cycle = found
    return {"due": due, "cycle": list(cycle)}
