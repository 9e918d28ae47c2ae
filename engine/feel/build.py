"""Builds the tree while the parser runs, from the leaves up: one function for each rule."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Final

from lark import Token

from engine.feel import nodes
from engine.feel.nodes import Node
from engine.feel.numbers import number_of
from engine.feel.temporal_text import parse_temporal
from engine.feel.types import Type

Part = Node | Token | None


class BuildError(ValueError):
    """A part is readable but means nothing; ``args`` are message, remedy and offset."""


def _at(part: Part) -> int:
    return part.at if isinstance(part, Node) else getattr(part, "start_pos", 0)


def _nodes(parts: tuple[Part, ...]) -> tuple[Node, ...]:
    return tuple(part for part in parts if isinstance(part, Node))


def _number(token: Token) -> Node:
    value = number_of(str(token))
    if value is None:
        raise BuildError("The number is too large.", "Use a smaller one.", _at(token))
    return nodes.Literal(at=_at(token), value=value)


def _string(token: Token) -> Node:
    return nodes.Literal(at=_at(token), value=token.value)


def _at_literal(token: Token) -> Node:
    return nodes.Literal(at=_at(token), value=parse_temporal(token.value), temporal=token.value)


def _constant(value: bool | None) -> Callable[[Token], Node]:
    return lambda token: nodes.Literal(at=_at(token), value=value)


def _name(token: Token) -> Node:
    return nodes.Name(at=_at(token), name=token.value)


def _group(*parts: Part) -> Node:
    items = _nodes(parts)
    if len(items) == 1:
        return items[0]
    return nodes.Group(at=_at(parts[0]), items=items)


def _list(*parts: Part) -> Node:
    return nodes.ListOf(at=_at(parts[0]), items=_nodes(parts))


def _entry(key: Token, value: Node) -> Node:
    return nodes.Entry(at=_at(key), key=key.value, value=value)


def _context(*parts: Part) -> Node:
    entries = tuple(part for part in parts if isinstance(part, nodes.Entry))
    seen: set[str] = set()
    for entry in entries:
        if entry.key in seen:
            raise BuildError(f"“{entry.key}” is given twice.", "Rename one of them.", entry.at)
        seen.add(entry.key)
    return nodes.Context(at=_at(parts[0]), entries=entries)


def _range(opening: Token, start: Node, end: Node, closing: Token) -> Node:
    return nodes.RangeOf(
        at=_at(opening),
        start=start,
        end=end,
        start_included=opening.value == "[",
        end_included=closing.value == "]",
    )


def _disjunction(*items: Node) -> Node:
    return nodes.Disjunction(at=items[0].at, items=items)


def _conjunction(*items: Node) -> Node:
    return nodes.Conjunction(at=items[0].at, items=items)


def _compare(left: Node, operator: Token, right: Node) -> Node:
    return nodes.Comparison(at=left.at, operator=operator.value, left=left, right=right)


def _between(value: Node, low: Node, high: Node) -> Node:
    return nodes.Between(at=value.at, value=value, low=low, high=high)


def _membership(value: Node, test: Node) -> Node:
    tests = test.items if isinstance(test, nodes.Group) else (test,)
    return nodes.Membership(at=value.at, value=value, tests=tests)


def _instance_of(value: Node, wanted: Token) -> Node:
    return nodes.InstanceOf(at=value.at, value=value, type=_type(wanted))


def _type(token: Token) -> Type:
    found: object = token.value
    if not isinstance(found, Type):
        raise BuildError("A type is missing.", "Write a type such as number.", _at(token))
    return found


def _operator_test(operator: Token, value: Node) -> Node:
    return nodes.OperatorTest(at=_at(operator), operator=operator.value, value=value)


def _arithmetic(first: Node, *rest: Node | Token) -> Node:
    operators = [part.value for part in rest if isinstance(part, Token)]
    sides = [part for part in rest if isinstance(part, Node)]
    pairs = tuple(zip(operators, sides, strict=True))
    return nodes.Arithmetic(at=first.at, first=first, rest=pairs)


def _power(first: Node, *rest: Node) -> Node:
    return nodes.Arithmetic(at=first.at, first=first, rest=tuple(("**", side) for side in rest))


def _negate(minus: Token, value: Node) -> Node:
    return nodes.Negation(at=_at(minus), value=value)


def _conditional(start: Token, condition: Node, then: Node, otherwise: Node) -> Node:
    return nodes.Conditional(at=_at(start), condition=condition, then=then, otherwise=otherwise)


def _iterator(name: Token, domain: Node, high: Node | None) -> nodes.Iterator_:
    return nodes.Iterator_(at=_at(name), name=name.value, domain=domain, high=high)


def _several(*parts: nodes.Iterator_) -> tuple[nodes.Iterator_, ...]:
    return parts


def _loop(start: Token, iterators: tuple[nodes.Iterator_, ...], body: Node) -> Node:
    return nodes.Loop(at=_at(start), iterators=iterators, body=body)


def _quantified(word: Token, iterators: tuple[nodes.Iterator_, ...], body: Node) -> Node:
    return nodes.Quantified(
        at=_at(word), every=word.value == "every", iterators=iterators, body=body
    )


def _parameter(name: Token, written: Token | None) -> tuple[str, Type | None]:
    return name.value, _type(written) if written is not None else None


def _parameters(*parts: tuple[str, Type | None]) -> tuple[tuple[str, Type | None], ...]:
    return parts


def _function(
    start: Token,
    _open: Token,
    parameters: tuple[tuple[str, Type | None], ...] | None,
    external: Token | None,
    body: Node,
) -> Node:
    return nodes.Lambda(
        at=_at(start), parameters=parameters or (), body=body, external=external is not None
    )


def _path(value: Node, name: Token) -> Node:
    return nodes.Path(at=_at(name), value=value, name=name.value)


def _filter(value: Node, opening: Token, condition: Node) -> Node:
    return nodes.Filter(at=_at(opening), value=value, condition=condition)


def _positional(*arguments: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    return (), arguments


def _named(key: Token, value: Node) -> tuple[Token, Node]:
    return key, value


def _named_arguments(
    *pairs: tuple[Token, Node],
) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    names = tuple(key.value for key, _ in pairs)
    for position, (key, _) in enumerate(pairs):
        if key.value in names[:position]:
            raise BuildError(f"“{key.value}” is given twice.", "Remove one of them.", _at(key))
    return names, tuple(value for _, value in pairs)


def _call(
    function: Node,
    _open: Token,
    arguments: tuple[tuple[str, ...], tuple[Node, ...]] | None,
    _close: Token,
) -> Node:
    names, values = arguments or ((), ())
    return nodes.Call(at=function.at, function=function, arguments=values, names=names)


def _tests(*items: Node) -> Node:
    first = items[0]
    if len(items) == 1 and isinstance(first, nodes.Call) and _is_not(first):
        return nodes.Tests(at=first.at, items=first.arguments, negated=True)
    return nodes.Tests(at=first.at, items=items)


def _is_not(call: nodes.Call) -> bool:
    named = isinstance(call.function, nodes.Name) and call.function.name == "not"
    return named and bool(call.arguments) and not call.names


_RULES: Final[dict[str, Callable[..., object]]] = {
    "number": _number,
    "string": _string,
    "at_literal": _at_literal,
    "true": _constant(True),
    "false": _constant(False),
    "null": _constant(None),
    "name": _name,
    "group": _group,
    "list": _list,
    "entry": _entry,
    "context": _context,
    "range": _range,
    "disjunction": _disjunction,
    "conjunction": _conjunction,
    "compare": _compare,
    "between": _between,
    "membership": _membership,
    "instance_of": _instance_of,
    "operator_test": _operator_test,
    "arithmetic": _arithmetic,
    "power": _power,
    "negate": _negate,
    "conditional": _conditional,
    "iterator": _iterator,
    "iterators": _several,
    "loop": _loop,
    "quantified": _quantified,
    "parameter": _parameter,
    "parameters": _parameters,
    "function": _function,
    "path": _path,
    "filter": _filter,
    "positional": _positional,
    "named": _named,
    "named_arguments": _named_arguments,
    "call": _call,
    "tests": _tests,
}


def _spread(build: Callable[..., object]) -> Callable[[list[object]], object]:
    return lambda parts: build(*parts)


#: What lark calls for each rule.
BUILDER: Final = SimpleNamespace(**{rule: _spread(build) for rule, build in _RULES.items()})
