"""Writes a tree back as text, with the fewest parentheses that keep its meaning."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from engine.feel import nodes
from engine.feel.literal import format_value, key_text
from engine.feel.nodes import Node
from engine.feel.parsing import Tree

#: How tightly each kind of node binds; what is not named binds tightest.
_BINDING: Final[Mapping[type[Node], int]] = {
    nodes.Conditional: 0,
    nodes.Loop: 0,
    nodes.Quantified: 0,
    nodes.Lambda: 0,
    nodes.OperatorTest: 0,
    nodes.Disjunction: 1,
    nodes.Conjunction: 2,
    nodes.Comparison: 3,
    nodes.Between: 3,
    nodes.Membership: 3,
    nodes.InstanceOf: 3,
    nodes.Negation: 7,
    nodes.Path: 8,
    nodes.Filter: 8,
    nodes.Call: 8,
}
_OPERATORS: Final = {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_TIGHTEST: Final = 9


def to_text(tree: Tree | Node) -> str:
    """Return a tree as text; reading the text gives the same tree."""
    return _text(tree.root if isinstance(tree, Tree) else tree, 0)


def _text(node: Node, least: int) -> str:
    text = _WRITERS[type(node)](node)
    return f"({text})" if _binding(node) < least else text


def _binding(node: Node) -> int:
    if isinstance(node, nodes.Arithmetic):
        return _OPERATORS[node.rest[0][0]]
    return _BINDING.get(type(node), _TIGHTEST)


def _joined(parts: Iterable[Node], separator: str = ", ", least: int = 0) -> str:
    return separator.join(_text(part, least) for part in parts)


def _literal(node: nodes.Literal) -> str:
    return f"@{format_value(node.temporal)}" if node.temporal else format_value(node.value)


def _context(node: nodes.Context) -> str:
    entries = (f"{key_text(entry.key)}: {_text(entry.value, 0)}" for entry in node.entries)
    return f"{{{', '.join(entries)}}}"


def _arithmetic(node: nodes.Arithmetic) -> str:
    least = _binding(node) + 1
    rest = (f" {operator} {_text(side, least)}" for operator, side in node.rest)
    return _text(node.first, least) + "".join(rest)


def _comparison(node: nodes.Comparison) -> str:
    return f"{_text(node.left, 3)} {node.operator} {_text(node.right, 4)}"


def _between(node: nodes.Between) -> str:
    return f"{_text(node.value, 3)} between {_text(node.low, 4)} and {_text(node.high, 4)}"


def _tests(node: nodes.Tests) -> str:
    text = _joined(node.items)
    if node.negated:
        return f"not({text})"
    return text or "-"


def _conditional(node: nodes.Conditional) -> str:
    parts = (node.condition, node.then, node.otherwise)
    condition, then, otherwise = (_text(part, 0) for part in parts)
    return f"if {condition} then {then} else {otherwise}"


def _iterators(iterators: tuple[nodes.Iterator_, ...]) -> str:
    return ", ".join(_iterator(iterator) for iterator in iterators)


def _iterator(node: nodes.Iterator_) -> str:
    high = f"..{_text(node.high, 1)}" if node.high else ""
    return f"{node.name} in {_text(node.domain, 1)}{high}"


def _quantified(node: nodes.Quantified) -> str:
    word = "every" if node.every else "some"
    return f"{word} {_iterators(node.iterators)} satisfies {_text(node.body, 0)}"


def _call(node: nodes.Call) -> str:
    arguments = [_text(argument, 0) for argument in node.arguments]
    if node.names:
        pairs = zip(node.names, arguments, strict=True)
        arguments = [f"{name}: {argument}" for name, argument in pairs]
    return f"{_text(node.function, 8)}({', '.join(arguments)})"


def _range(node: nodes.RangeOf) -> str:
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{_text(node.start, 1)}..{_text(node.end, 1)}{closing}"


def _lambda(node: nodes.Lambda) -> str:
    parameters = (f"{name}: {wanted}" if wanted else name for name, wanted in node.parameters)
    external = "external " if node.external else ""
    return f"function({', '.join(parameters)}) {external}{_text(node.body, 0)}"


_WRITERS: Final[Mapping[type[Node], Callable[..., str]]] = {
    nodes.Literal: _literal,
    nodes.Name: lambda node: node.name,
    nodes.ListOf: lambda node: f"[{_joined(node.items)}]",
    nodes.Context: _context,
    nodes.Arithmetic: _arithmetic,
    nodes.Negation: lambda node: f"-{_text(node.value, 7)}",
    nodes.Comparison: _comparison,
    nodes.Between: _between,
    nodes.OperatorTest: lambda node: f"{node.operator} {_text(node.value, 4)}",
    nodes.Tests: _tests,
    nodes.Membership: lambda node: f"{_text(node.value, 3)} in ({_joined(node.tests)})",
    nodes.InstanceOf: lambda node: f"{_text(node.value, 3)} instance of {node.type}",
    nodes.Conjunction: lambda node: _joined(node.items, " and ", 3),
    nodes.Disjunction: lambda node: _joined(node.items, " or ", 2),
    nodes.Conditional: _conditional,
    nodes.Loop: lambda node: f"for {_iterators(node.iterators)} return {_text(node.body, 0)}",
    nodes.Quantified: _quantified,
    nodes.Path: lambda node: f"{_text(node.value, 8)}.{node.name}",
    nodes.Filter: lambda node: f"{_text(node.value, 8)}[{_text(node.condition, 0)}]",
    nodes.Call: _call,
    nodes.RangeOf: _range,
    nodes.Lambda: _lambda,
}
