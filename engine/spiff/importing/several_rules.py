"""Checks of events that wait for several things, or throw several."""

from collections.abc import Iterator, Sequence

from engine.errors import Problem
from engine.spiff.definition import Element, EventSpec
from engine.spiff.importing.model import Model
from engine.spiff.importing.structure import problem
from engine.spiff.specs.events import WAITING_KINDS
from engine.spiff.specs.throws import SENT_KINDS

__all__ = ["check_several"]

_THROWS = frozenset({"endEvent", "intermediateThrowEvent"})
#: What has a meaning only alone.
_ALONE = frozenset({"cancel", "compensation", "link"})


def check_several(model: Model, element: Element, event: EventSpec) -> Iterator[Problem]:
    """Yield what is wrong with an event of several definitions; nothing for any other."""
    if not event.parts:
        return
    kinds = [part.kind for part in event.parts]
    if element.type in _THROWS:
        yield from _check_throw(element, kinds)
        return
    for kind in sorted(_ALONE & set(kinds)):
        yield _several(element, f"is of the kind {kind} among others.", "Use one event for each.")
    if not event.parallel:
        return
    later = sorted(set(kinds) - WAITING_KINDS - _ALONE)
    if later:
        yield _several(
            element,
            f"waits for all of its definitions, but nobody waits for the kind {later[0]}.",
            "Let it wait for any of them, or use one event for each.",
        )
    if element.type == "startEvent" and element.parent in model.process_ids:
        others = sorted(set(kinds) - {"message"})
        if others:
            yield _several(
                element,
                f"would begin a case only when all of its events have happened, but a {others[0]} is kept for no case that has not begun.",
                "Let messages alone begin it, which are kept until the last one comes, or use an event gateway that begins the case and waits for all.",
            )


def _check_throw(element: Element, kinds: Sequence[str]) -> Iterator[Problem]:
    if element.job is not None:
        yield _several(
            element,
            "throws several things and is a job, too.",
            "Use one event for each.",
        )
    others = [kind for kind in kinds if kind not in SENT_KINDS]
    if len(others) > 1 or "link" in others:
        yield _several(
            element,
            f"throws {' and '.join(others)}, of which only one could be done.",
            "Use one event for each, one after the other.",
        )


def _several(element: Element, message: str, remedy: str) -> Problem:
    return problem(element, message, remedy, "several-definitions")
