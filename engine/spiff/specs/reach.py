"""Which incoming flows of a gateway a token elsewhere can still reach."""

from collections.abc import Iterable

from engine.spiff.specs.node import Node

__all__ = ["reachable_flows"]


def reachable_flows(gateway: Node) -> dict[str, frozenset[str]]:
    """Walk backwards from each incoming flow, never through the gateway itself.

    Returns:
        By element of the same process or sub-process, ids of incoming flows of the gateway.
    """
    nodes = list(gateway._wf_spec.task_specs.values())  # noqa: SLF001 - SpiffWorkflow's own link
    before = _sources(nodes)
    found: dict[str, set[str]] = {}
    for flow, source in _incoming(nodes, gateway):
        todo, seen = [source], {gateway.name}
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                found.setdefault(name, set()).add(flow)
                todo.extend(before.get(name, ()))
    return {name: frozenset(flows) for name, flows in found.items()}


def _incoming(nodes: Iterable[Node], gateway: Node) -> list[tuple[str, str]]:
    return [
        (flow.id, node.name) for node in nodes for flow in node.flows if flow.target == gateway.name
    ]


def _sources(nodes: Iterable[Node]) -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for node in nodes:
        for target in (
            *(flow.target for flow in node.flows),
            *(event.name for event in node.boundaries),
        ):
            before.setdefault(target, []).append(node.name)
    return before
