"""The tree that an expression is read into."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.feel.types import Type
from engine.feel.values import Value


@dataclass(frozen=True, kw_only=True)
class Node:
    """One part of an expression."""

    #: Where it starts in the text, counted from zero.
    at: int


@dataclass(frozen=True, kw_only=True)
class Literal(Node):
    """A value written out."""

    value: Value
    #: Whether it was written with ``@``.
    temporal: str = ""


@dataclass(frozen=True, kw_only=True)
class Name(Node):
    """A variable, a function, or ``?``."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ListOf(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Entry(Node):
    """``key: value`` in a context."""

    key: str
    value: Node


@dataclass(frozen=True, kw_only=True)
class Context(Node):
    """``{key: value}``; each entry sees the ones before it."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Arithmetic(Node):
    """Operators of one precedence, worked out from left to right."""

    first: Node
    #: Each of ``+ - * / **`` with its right side.
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, kw_only=True)
class Negation(Node):
    """``-a``."""

    value: Node


@dataclass(frozen=True, kw_only=True)
class Comparison(Node):
    """``a = b`` and the other five."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, kw_only=True)
class Between(Node):
    """``a between b and c``."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, kw_only=True)
class OperatorTest(Node):
    """``< a`` where a test is expected."""

    operator: str
    value: Node


@dataclass(frozen=True, kw_only=True)
class Group(Node):
    """``(a, b)``: several tests; only after ``in``, where it becomes part of a Membership."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Tests(Node):
    """The cell of a decision table."""

    items: tuple[Node, ...]
    #: Whether ``not(...)`` stands around them.
    negated: bool = False


@dataclass(frozen=True, kw_only=True)
class Membership(Node):
    """``a in (tests)``."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class InstanceOf(Node):
    """``a instance of type``."""

    value: Node
    type: Type


@dataclass(frozen=True, kw_only=True)
class Conjunction(Node):
    """``a and b``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Disjunction(Node):
    """``a or b``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Conditional(Node):
    """``if a then b else c``."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, kw_only=True)
class Iterator_(Node):  # noqa: N801 - typing has Iterator
    """``name in domain``, or ``name in low..high``."""

    name: str
    domain: Node
    high: Node | None


@dataclass(frozen=True, kw_only=True)
class Loop(Node):
    """``for ... return ...``."""

    iterators: tuple[Iterator_, ...]
    body: Node


@dataclass(frozen=True, kw_only=True)
class Quantified(Node):
    """``some`` or ``every ... satisfies ...``."""

    every: bool
    iterators: tuple[Iterator_, ...]
    body: Node


@dataclass(frozen=True, kw_only=True)
class Path(Node):
    """``a.b``."""

    value: Node
    name: str


@dataclass(frozen=True, kw_only=True)
class Filter(Node):
    """``a[b]``."""

    value: Node
    condition: Node


@dataclass(frozen=True, kw_only=True)
class Call(Node):
    """``f(a)`` or ``f(name: a)``."""

    function: Node
    arguments: tuple[Node, ...]
    #: Parameter names, one for each argument; empty when they are given by position.
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RangeOf(Node):
    """``[a..b)``."""

    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, kw_only=True)
class Lambda(Node):
    """``function(a: type) body``."""

    parameters: tuple[tuple[str, Type | None], ...]
    body: Node
    external: bool


def children(node: Node) -> Iterator[Node]:
    """Yield the parts of a node, in the order they are written."""
    for value in vars(node).values():
        yield from _nodes(value)


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def depth(root: Node) -> int:
    """Return how many levels a tree has, without recursion."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for node in level for child in children(node)]
    return deepest


def mentions(root: Node, name: str) -> bool:
    """Return whether a name is used anywhere in a tree."""
    return name in names_in(root)


def names_in(root: Node) -> set[str]:
    """Return every name that a tree uses."""
    found, pending = set[str](), [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Name):
            found.add(node.name)
        pending.extend(children(node))
    return found
