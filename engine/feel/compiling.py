"""Turns a tree into one Python closure, once for each text and set of special names."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from engine.feel import compile_access as access
from engine.feel import compile_control as control
from engine.feel import compile_operators as operators
from engine.feel import compile_tests as tests
from engine.feel import nodes
from engine.feel.names import special_names
from engine.feel.nodes import Node
from engine.feel.parsing import Start, Tree, parse
from engine.feel.run import Closure, Place

_COMPILERS: Final[Mapping[type[Node], Callable[..., Closure]]] = {
    nodes.Literal: operators.literal,
    nodes.Name: access.name,
    nodes.ListOf: control.list_of,
    nodes.Context: control.context,
    nodes.Arithmetic: operators.arithmetic,
    nodes.Negation: operators.negation,
    nodes.Comparison: operators.comparison,
    nodes.Between: operators.between,
    nodes.OperatorTest: tests.operator_test,
    nodes.Tests: tests.tests,
    nodes.Membership: tests.membership,
    nodes.InstanceOf: operators.instance_of,
    nodes.Conjunction: operators.conjunction,
    nodes.Disjunction: operators.disjunction,
    nodes.Conditional: control.conditional,
    nodes.Loop: control.loop,
    nodes.Quantified: control.quantified,
    nodes.Path: access.path,
    nodes.Filter: access.filtered,
    nodes.Call: access.call,
    nodes.RangeOf: operators.range_of,
    nodes.Lambda: control.function,
}


class _Compiler:
    """Compiles the nodes of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def closure(self, node: Node) -> Closure:
        """Return what works a node out."""
        return _COMPILERS[type(node)](node, self)

    def place(self, node: Node) -> Place:
        """Return where a node stands."""
        return Place(self._text, node.at)


def compile_tree(tree: Tree) -> Closure:
    """Return what works a tree out."""
    return _Compiler(tree.text).closure(tree.root)


@lru_cache(maxsize=4096)
def compiled(text: str, special: frozenset[str], start: Start = "expression") -> Closure:
    """Return what works a text out; kept for the next time.

    Raises:
        ExpressionError: If the text is not FEEL.
        LimitError: If it is too long or too deep.
    """
    return compile_tree(parse(text, special, start=start))


def special(names: Iterable[str]) -> frozenset[str]:
    """Return the names that change how a text is read."""
    return special_names(tuple(names))
