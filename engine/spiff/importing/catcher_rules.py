"""Checks that no two events of one place wait for the very same thing: only one would ever hear it."""

from collections.abc import Iterator, Sequence

from engine.errors import Problem
from engine.spiff.definition import Element
from engine.spiff.importing.model import Model
from engine.spiff.importing.structure import problem

__all__ = ["check_catchers"]

#: Kinds of which one event takes what came; a signal is for all who wait for it.
_TAKEN_ONCE = frozenset({"message", "error", "escalation", "cancel", "compensation"})


def check_catchers(model: Model) -> Iterator[Problem]:
    """Yield events that would never happen, for another of the same place hears the same."""
    for place in _places(model):
        heard: dict[tuple[str, ...], Element] = {}
        for element in place:
            for event in element.event.each if element.event is not None else ():
                what = (event.kind, event.name, event.key)
                if event.kind not in _TAKEN_ONCE:
                    continue
                first = heard.setdefault(what, element)
                if first is not element:
                    yield problem(
                        element,
                        f"waits for the same {event.kind} as {first.id} in the same place; only one of them would hear it.",
                        "Keep one of them, or let them wait for different things.",
                        "caught-twice",
                    )


def _places(model: Model) -> Iterator[Sequence[Element]]:
    """Yield the events of each border, scope and event gateway, and those that begin a process."""
    borders: dict[str, list[Element]] = {}
    scopes: dict[str, list[Element]] = {}
    for element in model.elements.values():
        scope = model.elements.get(element.parent)
        if element.attached_to:
            borders.setdefault(element.attached_to, []).append(element)
        elif element.type == "startEvent" and scope is not None and scope.triggered:
            scopes.setdefault(scope.parent, []).append(element)
        elif element.type == "startEvent" and scope is None:
            scopes.setdefault(f"begins {element.parent}", []).append(element)
    yield from borders.values()
    yield from scopes.values()
    yield from _races(model)


def _races(model: Model) -> Iterator[Sequence[Element]]:
    behind: dict[str, list[Element]] = {}
    for flow in model.flows.values():
        source, target = model.elements.get(flow.source), model.elements.get(flow.target)
        if source is not None and target is not None and source.type == "eventBasedGateway":
            behind.setdefault(source.id, []).append(target)
    yield from behind.values()
