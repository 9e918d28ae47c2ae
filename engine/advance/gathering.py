"""Cases that begin when several messages have come: start events that wait for all of them.

What comes before the last one is kept, by the procedure, the start event and the key that it was
published under (or that the message's own expression gives), so that messages about different
things never begin a case together. Of several messages with one name and key the oldest counts;
the others are for the next case.
"""

from collections.abc import Sequence
from datetime import timedelta

from engine import spiff
from engine.context import Work
from engine.errors import ConflictError
from engine.store import subscriptions
from engine.store.subscriptions import MessageRow

#: How long a message is kept for the others; longer when its sender says so.
GATHERING = timedelta(days=30)


def gathering_key(start: spiff.StartEvent, key: str) -> str:
    """Return the start key under which the messages of a start event wait for each other."""
    return f"{start.id} & {key}"


def gather(start: spiff.StartEvent, waiting: Sequence[MessageRow]) -> list[MessageRow]:
    """Return the oldest message of each name, oldest first; none while one is missing.

    Args:
        start: The start event.
        waiting: What waits under its key, oldest first.
    """
    found: dict[str, MessageRow] = {}
    for message in waiting:
        if message.name in start.together:
            found.setdefault(message.name, message)
    return list(found.values()) if len(found) == len(start.together) else []


def take_all(work: Work, messages: Sequence[MessageRow]) -> bool:
    """Take messages; false when somebody took the only one before.

    Raises:
        ConflictError: If somebody took one of several at the same moment.
    """
    taken = [subscriptions.take_message(work.transaction, message.id) for message in messages]
    if any(taken) and not all(taken):
        text = f"The message {messages[taken.index(False)].name} was taken by another case at the same moment."
        raise ConflictError(text)
    return all(taken)
