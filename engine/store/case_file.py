"""A case's history as one file that proves itself, without a database and without Docket.

The file is JSON text in UTF-8::

    {"format": "docket-case-1", "instance": id, "business_key": ..., "exported_at": ...,
     "events": [{"seq", "at", "actor", "kind", "version", "body", "hash"}, ...],
     "anchors": [{"seq", "at", "size", "root", "previous", "hash",
                  "event_seq", "head", "position", "path": [hex, ...]}, ...]}

To check it: from 64 zeros on, the hash of each event is the SHA-256 of the canonical JSON (RFC 8785)
of ``[hash before, instance, seq, at, actor, kind, version, body]``. For each anchor, the leaf
SHA-256(0x00 + canonical JSON of ``[instance, event_seq, head]``) with its position, size and path
leads to the root (RFC 9162, 2.1.3.2), where ``head`` is the hash of event ``event_seq``; and the
anchor's hash is the SHA-256 of the canonical JSON of ``[previous, seq, at, size, root]``, to be
compared with the one that was kept outside.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import IntegrityError, NotFoundError
from engine.store.anchors import Inclusion, Leaf, hash_anchor, list_inclusions
from engine.store.canonical import canonical
from engine.store.chain import Entry, instant_text
from engine.store.database import Transaction
from engine.store.entries import Stored, stream_entries
from engine.store.merkle import root_of_path
from engine.store.tables import instance
from engine.store.verification import check_links

_FORMAT = "docket-case-1"


@dataclass(frozen=True, kw_only=True)
class CaseFileCheck:
    """What a file says of itself."""

    business_key: str
    events: int
    #: Number and hash of each anchor that covers the case: compare with those kept outside.
    anchors: tuple[tuple[int, str], ...]
    #: Number of the event, name and SHA-256 of each document; the last is empty when it is
    #: confidential.
    documents: tuple[tuple[int, str, str], ...]
    #: Sentences; none when the file holds.
    faults: tuple[str, ...]


def export_case(transaction: Transaction, instance_id: str, now: datetime) -> bytes:
    """Return the history of a case as a file.

    Confidential values stay sealed: the file carries their ids and digests.

    Raises:
        NotFoundError: If there is no such case.
    """
    find = select(instance.c.business_key).where(instance.c.id == instance_id)
    business_key = transaction.execute(find).scalar_one_or_none()
    if business_key is None:
        message = f"There is no case {instance_id}."
        raise NotFoundError(message)
    content = {
        "format": _FORMAT,
        "instance": instance_id,
        "business_key": business_key,
        "exported_at": instant_text(now),
        "events": [
            _entry_to_json(*stored)
            for stored in stream_entries(transaction, instance_id=instance_id)
        ],
        "anchors": [_inclusion_to_json(one) for one in list_inclusions(transaction, instance_id)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def check_case_file(data: bytes) -> CaseFileCheck:
    """Check a file, from nothing but the file.

    Raises:
        IntegrityError: If it is not a case file at all.
    """
    try:
        return _check(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = "This is not a case file, or it is damaged. Export the case again."
        raise IntegrityError(message) from error


def _check(content: Mapping[str, Any]) -> CaseFileCheck:
    if content["format"] != _FORMAT:
        raise KeyError(_FORMAT)
    entries = [_entry(content["instance"], one) for one in content["events"]]
    hashes = {entry.seq: stored for entry, stored in entries}
    faults = [f"Event {seq}: {what}" for seq, what in check_links(entries)]
    for one in content["anchors"]:
        faults += _check_inclusion(content["instance"], one, hashes)
    return CaseFileCheck(
        business_key=content["business_key"],
        events=len(entries),
        anchors=tuple((one["seq"], one["hash"]) for one in content["anchors"]),
        documents=tuple(
            (one["seq"], one["body"]["name"], one["body"]["content"])
            for one in content["events"]
            if one["kind"] == "DocumentProduced"
        ),
        faults=tuple(faults),
    )


def _entry_to_json(entry: Entry, stored: str) -> dict[str, object]:
    fields = {name: value for name, value in entry._asdict().items() if name != "instance_id"}
    return {**fields, "body": json.loads(entry.body), "hash": stored}


def _inclusion_to_json(one: Inclusion) -> dict[str, object]:
    return {
        **vars(one.anchor),
        "at": instant_text(one.anchor.at),
        "event_seq": one.leaf.event_seq,
        "head": one.leaf.head,
        "position": one.position,
        "path": list(one.path),
    }


def _entry(instance_id: str, stored: Mapping[str, object]) -> Stored:
    entry = Entry(
        instance_id=instance_id,
        seq=_number(stored["seq"]),
        at=str(stored["at"]),
        actor=str(stored["actor"]),
        kind=str(stored["kind"]),
        version=_number(stored["version"]),
        body=canonical(stored["body"]),
    )
    return entry, str(stored["hash"])


def _check_inclusion(
    instance_id: str, stored: Mapping[str, object], hashes: Mapping[int, str]
) -> Iterator[str]:
    name = f"Anchor {stored['seq']}"
    event_seq, head = _number(stored["event_seq"]), str(stored["head"])
    if hashes.get(event_seq) != head:
        yield f"{name}: event {event_seq} is not the one that was anchored."
    leaf = Leaf(instance_id=instance_id, event_seq=event_seq, head=head).hash()
    size, path = _number(stored["size"]), stored["path"]
    siblings = [bytes.fromhex(str(one)) for one in path] if isinstance(path, list) else []
    root = root_of_path(leaf, _number(stored["position"]), size, siblings)
    if root is None or root.hex() != stored["root"]:
        yield f"{name}: the proof does not lead to its root."
    at = datetime.fromisoformat(str(stored["at"]))
    expected = hash_anchor(
        _number(stored["seq"]), at, size, str(stored["root"]), str(stored["previous"])
    )
    if expected != stored["hash"]:
        yield f"{name}: it was altered."


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    message = f"{value!r} is not a whole number."
    raise TypeError(message)
