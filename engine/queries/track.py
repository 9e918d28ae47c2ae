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

_KINDS = (ElementActivated, ElementCompleted, ElementTerminated, SequenceFlowTaken)


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
    for recorded in log.read(work.transaction, instance, kinds=[kind.kind() for kind in _KINDS]):
        match recorded.event:
            case ElementActivated(element=element, token=token):
                entered[element] = inside[element, token] = None
            case ElementCompleted(element=element, token=token):
                inside.pop((element, token), None)
            case ElementTerminated(element=element, token=token):
                inside.pop((element, token), None)
            case SequenceFlowTaken(flow=flow):
                taken[flow] = None
            case _:
                continue
    under_way = dict.fromkeys(element for element, _ in inside)
    return Track(
        passed=tuple(element for element in entered if element not in under_way),
        under_way=tuple(under_way),
        taken=tuple(taken),
    )
