"""Tell cases something."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.advance.administration import require_administrator
from engine.advance.delivery import Message, deliver
from engine.context import Context, writing
from engine.model.ids import InstanceId, PersonId
from engine.store import subscriptions


@dataclass(frozen=True, kw_only=True)
class Published:
    """What became of a message."""

    message: str
    #: The case that took it or that it began; null while it waits.
    instance: InstanceId | None


def publish_message(
    context: Context,
    *,
    actor: PersonId,
    name: str,
    correlation_key: str = "",
    variables: Mapping[str, object] | None = None,
    time_to_live: timedelta = timedelta(0),
    key: str = "",
) -> Published:
    """Give a message to the one case that waits for it, or begin the case that it starts.

    Args:
        context: The engine.
        actor: Who sends it.
        name: Name of the message in the diagram.
        correlation_key: Tells which case; empty only starts cases.
        variables: What the message carries.
        time_to_live: How long it waits for a case to ask for it; zero: not at all.
        key: A message with the same key is published once.

    Raises:
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
    """
    with writing(context) as work:
        require_administrator(work, actor)
        known = subscriptions.find_message_by_key(work.transaction, key) if key else None
        if known is not None:
            return Published(message=known, instance=None)
        message = Message(
            name=name,
            correlation_key=correlation_key,
            variables=variables or {},
            time_to_live=time_to_live,
            key=key,
            actor=actor,
        )
        delivered = deliver(work, message)
        return Published(message=delivered.id, instance=delivered.instance)
