"""Which way a case has come, for its diagram."""

from dataclasses import dataclass

from engine.context import Work
from engine.model.events import (
    ElementActivated,
    ElementCompleted,
    ElementTerminated,
    SequenceFlowTaken,
)
from engine.store import log

_ENTERED, _TAKEN = ElementActivated.kind(), SequenceFlowTaken.kind()
_KINDS = (_ENTERED, _TAKEN, ElementCompleted.kind(), ElementTerminated.kind())


@dataclass(frozen=True, kw_only=True)
class Track:
    """The way of a case, each element and flow once, in order."""

    #: Elements that it entered and left.
    passed: tuple[str, ...]
    #: Elements that it is in, sub-processes and called procedures included.
    under_way: tuple[str, ...]
    #: Sequence flows that it took.
    taken: tuple[str, ...]


def list_track(work: Work, instance: str) -> Track:
    """Return which way a case has come."""
    entered: dict[str, None] = {}
    taken: dict[str, None] = {}
    inside: dict[tuple[str, int], None] = {}
    for kind, body in log.read_bodies(work.transaction, instance, _KINDS):
        if kind == _TAKEN:
            taken[body["flow"]] = None
        elif kind == _ENTERED:
            entered[body["element"]] = inside[body["element"], body["token"]] = None
        else:
            inside.pop((body["element"], body["token"]), None)
    under_way = dict.fromkeys(element for element, _ in inside)
    return Track(
        passed=tuple(element for element in entered if element not in under_way),
        under_way=tuple(under_way),
        taken=tuple(taken),
    )
