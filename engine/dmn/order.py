"""The order of decisions: what is required first, and nothing requires itself."""

from collections.abc import Callable, Iterator

from engine.dmn.elements import Decision
from engine.dmn.library import Home, Library
from engine.errors import Problem

__all__ = ["find_cycles", "required_first"]

#: A decision and the file it is in.
Located = tuple[Home, Decision]
#: A decision by the way on which its file is reached.
Key = tuple[tuple[str, ...], str]


def required_decisions(home: Home, decision: Decision) -> Iterator[Located]:
    """Go through the decisions that one requires directly."""
    for reference in decision.information:
        found = home.find(reference)
        if found and isinstance(found[1], Decision):
            yield found[0], found[1]


def required_first(
    home: Home, decision: Decision, known: Callable[[Key], bool]
) -> Iterator[Located]:
    """Go through a decision and all that it requires, each once, after those that it requires.

    Args:
        home: The file of the decision.
        decision: Requires itself on no way.
        known: Tells which decisions to leave out, with what they require.
    """
    waiting = [(home, decision, required_decisions(home, decision))]
    seen = {(home.path, decision.id)}
    while waiting:
        at, current, required = waiting[-1]
        following = next(required, None)
        if following is None:
            waiting.pop()
            yield at, current
            continue
        key = following[0].path, following[1].id
        if key not in seen and not known(key):
            seen.add(key)
            waiting.append((*following, required_decisions(*following)))


def find_cycles(library: Library) -> list[Problem]:
    """Return one problem for each circle of requirements."""
    done: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for definitions in library.files.values():
        home = Home(library=library, definitions=definitions)
        for element in definitions.elements.values():
            if isinstance(element, Decision):
                problems += _circles(home, element, done)
    return problems


def _circles(home: Home, decision: Decision, done: set[tuple[str, str]]) -> Iterator[Problem]:
    way: dict[tuple[str, str], Located] = {}
    waiting = [(_node(home, decision), iter([(home, decision)]))]
    while waiting:
        node, following = waiting[-1]
        found = next(following, None)
        if found is None:
            waiting.pop()
            done.add(node)
            way.pop(node, None)
            continue
        reached = _node(*found)
        if reached in way:
            yield _problem(*found, _names(way, reached))
        elif reached not in done:
            way[reached] = found
            waiting.append((reached, required_decisions(*found)))


def _node(home: Home, decision: Decision) -> tuple[str, str]:
    return home.definitions.namespace, decision.id


def _names(way: dict[tuple[str, str], Located], start: tuple[str, str]) -> list[str]:
    nodes = list(way)
    return [way[node][1].name for node in nodes[nodes.index(start) :]]


def _problem(home: Home, decision: Decision, names: list[str]) -> Problem:
    return Problem(
        message=f"“{decision.name}” requires itself: {' → '.join([*names, decision.name])}.",
        remedy="Remove one of these requirements.",
        file=home.definitions.file,
        element=decision.id,
        line=decision.line,
        rule="decision-cycle",
    )
