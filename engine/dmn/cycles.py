"""Finds decisions that require themselves."""

from collections.abc import Iterator

from engine.dmn.elements import Decision
from engine.dmn.library import Home, Library
from engine.errors import Problem

__all__ = ["find_cycles"]

Node = tuple[str, str]


def find_cycles(library: Library) -> list[Problem]:
    """Return one problem for each circle of requirements."""
    done: set[Node] = set()
    problems: list[Problem] = []
    for definitions in library.files.values():
        home = Home(library=library, definitions=definitions)
        for element in definitions.elements.values():
            if isinstance(element, Decision):
                problems += _circles(home, element, [], done)
    return problems


def _circles(
    home: Home, decision: Decision, way: list[tuple[Node, str]], done: set[Node]
) -> Iterator[Problem]:
    node = home.definitions.namespace, decision.id
    nodes = [before for before, _ in way]
    if node in nodes:
        yield _problem(home, decision, [name for _, name in way[nodes.index(node) :]])
        return
    if node in done:
        return
    for reference in decision.information:
        found = home.find(reference)
        if found and isinstance(found[1], Decision):
            yield from _circles(found[0], found[1], [*way, (node, decision.name)], done)
    done.add(node)


def _problem(home: Home, decision: Decision, names: list[str]) -> Problem:
    return Problem(
        message=f"“{decision.name}” requires itself: {' → '.join([*names, decision.name])}.",
        remedy="Remove one of these requirements.",
        file=home.definitions.file,
        element=decision.id,
        line=decision.line,
        rule="decision-cycle",
    )
