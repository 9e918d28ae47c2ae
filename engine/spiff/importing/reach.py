"""Which incoming flows of an inclusive gateway a token elsewhere can still reach."""

from engine.spiff.specs.gateways import InclusiveGateway
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import ProcessSpec

__all__ = ["set_reach"]


def set_reach(spec: ProcessSpec) -> None:
    """Give every inclusive gateway of a process or sub-process the table that it asks."""
    for node in spec.task_specs.values():
        if isinstance(node, InclusiveGateway):
            node.reach = _reach(spec, node)


def _reach(spec: ProcessSpec, gateway: InclusiveGateway) -> dict[str, frozenset[str]]:
    """Walk backwards from each incoming flow, never through the gateway itself."""
    before = _sources(spec)
    found: dict[str, set[str]] = {}
    for flow, source in _incoming(spec, gateway):
        todo, seen = [source], {gateway.name}
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                found.setdefault(name, set()).add(flow)
                todo.extend(before.get(name, ()))
    return {name: frozenset(flows) for name, flows in found.items()}


def _incoming(spec: ProcessSpec, gateway: InclusiveGateway) -> list[tuple[str, str]]:
    return [
        (flow.id, node.name)
        for node in spec.task_specs.values()
        for flow in node.flows
        if flow.target == gateway.name
    ]


def _sources(spec: ProcessSpec) -> dict[str, list[str]]:
    before: dict[str, list[str]] = {}
    for node in spec.task_specs.values():
        for target in _next(node):
            before.setdefault(target, []).append(node.name)
    return before


def _next(node: Node) -> list[str]:
    """Return where a token goes from an element: along its flows, or by an event on its border."""
    return [*(flow.target for flow in node.flows), *(event.name for event in node.boundaries)]
