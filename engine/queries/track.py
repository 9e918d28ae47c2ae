"""Which way a case has come, for its diagram."""

from engine.context import Work
from engine.model.events import ElementActivated, SequenceFlowTaken
from engine.store import log


def list_track(work: Work, instance: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the elements that a case has entered and the flows that it has taken, each once."""
    kinds = (ElementActivated.kind(), SequenceFlowTaken.kind())
    events = [one.event for one in log.read(work.transaction, instance, kinds=kinds)]
    entered = dict.fromkeys(one.element for one in events if isinstance(one, ElementActivated))
    taken = dict.fromkeys(one.flow for one in events if isinstance(one, SequenceFlowTaken))
    return tuple(entered), tuple(taken)
