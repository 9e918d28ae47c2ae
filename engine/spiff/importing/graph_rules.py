"""Checks of the whole graph: what is never reached, what never ends, what waits for ever."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.errors import Problem
from engine.spiff.definition import Element
from engine.spiff.importing.model import Model
from engine.spiff.importing.structure import problem

__all__ = ["check_graph"]

Graph = Mapping[str, list[str]]

#: Elements at which a token rests, or may.
_RESTING = frozenset(
    {"userTask", "serviceTask", "receiveTask", "callActivity", "eventBasedGateway", "intermediateCatchEvent",
     "subProcess", "transaction", "adHocSubProcess", "sendTask", "businessRuleTask", "scriptTask"}
)  # fmt: skip


def check_graph(model: Model) -> Iterator[Problem]:
    """Yield what the shape of the flows makes impossible."""
    graph = _graph(model)
    yield from _unreached(model, graph)
    groups = _cycles(graph)
    yield from _endless(model, graph, groups)
    yield from _blocked_joins(model, groups)


def _graph(model: Model) -> dict[str, list[str]]:
    """Return where a token may go from each element, by flow, by border event or by link."""
    graph: dict[str, list[str]] = {key: [] for key in model.elements}
    arrivals: dict[tuple[str, str], str] = {}
    for element in model.elements.values():
        if element.attached_to in graph:
            graph[element.attached_to].append(element.id)
        if (
            element.event is not None
            and element.event.kind == "link"
            and element.type == "intermediateCatchEvent"
        ):
            arrivals[element.parent, element.event.name] = element.id
    for flow in model.flows.values():
        if flow.source in graph and flow.target in graph:
            graph[flow.source].append(flow.target)
    for element in model.elements.values():
        if (
            element.event is not None
            and element.event.kind == "link"
            and element.type == "intermediateThrowEvent"
        ):
            arrival = arrivals.get((element.parent, element.event.name))
            graph[element.id] += [arrival] if arrival else []
    return graph


def _walk(graph: Graph, starts: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo.extend(graph[node])
    return seen


def _begins(model: Model, scope: str, targets: set[str]) -> list[str]:
    """Return the elements of a process or sub-process at which a token may first appear."""
    own = model.inside[scope]
    aside = [
        element.id for element in own
        if element.for_compensation or element.triggered or element.type == "startEvent"
    ]  # fmt: skip
    if any(element.type == "startEvent" for element in own):
        return aside
    return aside + [
        element.id for element in own if element.id not in targets and not element.attached_to
    ]


def _unreached(model: Model, graph: Graph) -> Iterator[Problem]:
    targets = {flow.target for flow in model.flows.values()}
    starts = [start for scope in list(model.inside) for start in _begins(model, scope, targets)]
    reached = _walk(graph, starts)
    for element in model.elements.values():
        if element.id not in reached:
            found = problem(
                element, "is never reached.", "Lead a flow to it, or remove it.", "unreached"
            )
            yield replace(found, severity="warning")


def _endless(model: Model, graph: Graph, groups: list[set[str]]) -> Iterator[Problem]:
    """Yield cycles that a token can neither leave nor rest in."""
    for group in groups:
        leaves = any(target not in group for node in group for target in graph[node])
        rests = any(model.elements[node].type in _RESTING for node in group)
        if not leaves and not rests:
            first = model.elements[min(group)]
            yield problem(
                first,
                "stands in a loop that never ends and never waits.",
                "Add a way out, or a task that waits.",
                "endless",
            )


def _cycles(graph: Graph) -> list[set[str]]:
    """Return the strongly connected parts that hold a cycle (Kosaraju's algorithm, without recursion)."""
    back: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            back[target].append(node)
    seen: set[str] = set()
    groups = []
    for node in reversed(_finished(graph)):
        if node not in seen:
            group = _collect(back, node, seen)
            if len(group) > 1 or node in graph[node]:
                groups.append(group)
    return groups


def _finished(graph: Graph) -> list[str]:
    order: list[str] = []
    seen: set[str] = set()
    for start in graph:
        todo = [(start, False)]
        while todo:
            node, done = todo.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo += [(target, False) for target in graph[node] if target not in seen]
    return order


def _collect(back: Graph, start: str, seen: set[str]) -> set[str]:
    group: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            group.add(node)
            todo.extend(back[node])
    return group


def _blocked_joins(model: Model, groups: list[set[str]]) -> Iterator[Problem]:
    """Yield parallel joins in a loop with an input that can come on the first turn only.

    From the second turn on such a join waits for a token that never comes.
    """
    inputs: dict[str, list[str]] = {}
    for flow in model.flows.values():
        inputs.setdefault(flow.target, []).append(flow.source)
    for group in groups:
        for name in sorted(group):
            sources = inputs.get(name, [])
            once = [source for source in sources if source not in group]
            if model.elements[name].type == "parallelGateway" and once and len(once) < len(sources):
                yield _blocked(model.elements[name], once)


def _blocked(element: Element, once: list[str]) -> Problem:
    message = f"stands in a loop, but nothing comes from {', '.join(once)} a second time; it would wait for ever."
    return problem(
        element,
        message,
        "Join the loop's way back with an exclusive gateway instead.",
        "join-blocks",
    )
