"""The hash chain of a case: each event's hash covers the event and the hash before it."""

from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from engine.store.canonical import quoted

#: The hash before the first event.
NO_HEAD = "0" * 64


class Entry(NamedTuple):
    """An event as it is stored."""

    instance_id: str
    seq: int
    #: ISO 8601 in UTC with six decimals and a ``Z``.
    at: str
    actor: str
    kind: str
    version: int
    #: The event's fields, canonical JSON.
    body: str


def hash_entry(previous: str, entry: Entry) -> str:
    """Return the hash of an event, hex.

    It is the SHA-256 of the canonical JSON text of the list ``[previous, instance, seq, at, actor,
    kind, version, body]``, with the body as the JSON object that it is.
    """
    instance, actor, kind = map(quoted, (entry.instance_id, entry.actor, entry.kind))
    text = (
        f'["{previous}",{instance},{entry.seq},"{entry.at}",{actor},{kind},'
        f"{entry.version},{entry.body}]"
    )
    return sha256(text.encode()).hexdigest()


def instant_text(at: datetime) -> str:
    """Write an instant in UTC the one way that hashes cover."""
    return at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
