"""Tie all chains together."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context, writing
from engine.model.ids import PersonId
from engine.store import anchors


@dataclass(frozen=True, kw_only=True)
class Anchored:
    """One link of the chain over all chains."""

    #: One-based.
    seq: int
    at: datetime
    #: Cases that it covers.
    size: int
    #: RFC 9162 Merkle root over the heads, hex.
    root: str
    #: SHA-256 over the previous anchor and this one, hex.
    hash: str


def anchor_log(context: Context, *, actor: PersonId) -> Anchored | None:
    """Compute the Merkle root over the heads of the cases that changed, and chain it on.

    Returns:
        The new link; null when no case changed since the last one.

    Raises:
        ConflictError: If another process does it at the same moment.
    """
    with writing(context) as work:
        made = anchors.anchor_log(work.transaction, work.now)
        if made is None:
            return None
        return Anchored(seq=made.seq, at=made.at, size=made.size, root=made.root, hash=made.hash)
