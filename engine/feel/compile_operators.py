"""Closures for literals, arithmetic, comparison, logic and tests."""

from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Final, Protocol

from engine.feel import nodes
from engine.feel.arithmetic import calculate, negated
from engine.feel.compare import compare, order
from engine.feel.nodes import Node
from engine.feel.run import Closure, Frame, Place
from engine.feel.types import ANY, SIMPLE, belongs, resolved
from engine.feel.values import Range, Refusal, Value


class Compiler(Protocol):
    """Turns nodes of one text into closures."""

    def closure(self, node: Node) -> Closure:
        """Return what works a node out."""

    def place(self, node: Node) -> Place:
        """Return where a node stands."""


def literal(node: nodes.Literal, compiler: Compiler) -> Closure:
    """A value written out; an ``@`` text that is no date is null."""
    value, place = node.value, compiler.place(node)
    if node.temporal and value is None:
        text = f"“{node.temporal}” is no date, time or duration."
        return lambda frame: frame.run.fail(place, text, "Write for example 2027-03-01 or P3D.")
    return lambda frame: value


def arithmetic(node: nodes.Arithmetic, compiler: Compiler) -> Closure:
    """A chain of operators, from left to right."""
    first, place = compiler.closure(node.first), compiler.place(node)
    rest = [(operator, compiler.closure(side)) for operator, side in node.rest]
    if len(rest) == 1:
        operator, side = rest[0]
        return _binary(operator, first, side, place)

    def work_out(frame: Frame) -> Value:
        value = first(frame)
        for operator, side in rest:
            try:
                value = calculate(operator, value, side(frame))
            except Refusal as refusal:
                return frame.run.fail(place, refusal.message, refusal.remedy)
            if type(value) is str:
                frame.run.sized(value)
        return value

    return work_out


def _binary(operator: str, left: Closure, right: Closure, place: Place) -> Closure:
    def work_out(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        try:
            result = calculate(operator, one, other)
        except Refusal as refusal:
            return frame.run.fail(place, refusal.message, refusal.remedy)
        return frame.run.sized(result) if type(result) is str else result

    return work_out


def negation(node: nodes.Negation, compiler: Compiler) -> Closure:
    """``-a``."""
    inner, place = compiler.closure(node.value), compiler.place(node)
    if isinstance(node.value, nodes.Literal) and isinstance(node.value.value, Decimal):
        constant = negated(node.value.value)
        return lambda frame: constant

    def work_out(frame: Frame) -> Value:
        try:
            return negated(inner(frame))
        except Refusal as refusal:
            return frame.run.fail(place, refusal.message)

    return work_out


_FAST: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def comparison(node: nodes.Comparison, compiler: Compiler) -> Closure:
    """``a < b``; numbers take the short way."""
    left, right = compiler.closure(node.left), compiler.closure(node.right)
    operator, place = node.operator, compiler.place(node)
    fast = _FAST.get(operator)

    def work_out(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        if fast and type(one) is Decimal and type(other) is Decimal:
            return fast(one, other)
        try:
            return compare(operator, one, other, frame.run)
        except Refusal as refusal:
            return frame.run.fail(place, refusal.message, refusal.remedy)

    def equality(frame: Frame) -> Value:
        one, other = left(frame), right(frame)
        if type(one) is str and type(other) is str:
            return (one == other) is wanted
        try:
            return compare(operator, one, other, frame.run)
        except Refusal as refusal:
            return frame.run.fail(place, refusal.message, refusal.remedy)

    wanted = operator == "="
    return work_out if fast else equality


def between(node: nodes.Between, compiler: Compiler) -> Closure:
    """``a between b and c``: ``a >= b and a <= c``."""
    value, place = compiler.closure(node.value), compiler.place(node)
    low, high = compiler.closure(node.low), compiler.closure(node.high)

    def work_out(frame: Frame) -> Value:
        inner = value(frame)
        return within(frame, place, inner, (">=", low(frame)), ("<=", high(frame)))

    return work_out


def within(
    frame: Frame, place: Place, value: Value, low: tuple[str, Value], high: tuple[str, Value]
) -> bool | None:
    """Compare with both ends; false if one says so, else null unless both say true."""
    said: Refusal | None = None
    for operator, end in (low, high):
        try:
            if compare(operator, value, end, frame.run) is False:
                return False
        except Refusal as refusal:
            said = said or refusal
    if said is None:
        return True
    frame.run.fail(place, said.message)
    return None


def conjunction(node: nodes.Conjunction, compiler: Compiler) -> Closure:
    """``a and b``: false if one is false, else null unless all are true."""
    return _logic(node, node.items, compiler, decisive=False)


def disjunction(node: nodes.Disjunction, compiler: Compiler) -> Closure:
    """``a or b``: true if one is true, else null unless all are false."""
    return _logic(node, node.items, compiler, decisive=True)


def _logic(node: Node, items: tuple[Node, ...], compiler: Compiler, *, decisive: bool) -> Closure:
    parts = tuple(compiler.closure(item) for item in items)
    place, word = compiler.place(node), "or" if decisive else "and"
    other = not decisive

    def work_out(frame: Frame) -> Value:
        unknown = False
        for part in parts:
            value = part(frame)
            if value is decisive:
                return decisive
            if value is not other:
                unknown = True
        if unknown:
            return frame.run.fail(place, f"A side of “{word}” is neither true nor false.")
        return other

    return work_out


def instance_of(node: nodes.InstanceOf, compiler: Compiler) -> Closure:
    """``a instance of type``; null is an instance of Null alone."""
    inner, wanted, place = compiler.closure(node.value), node.type, compiler.place(node)
    plain = resolved(wanted, {}) is not None
    if wanted.name in {"list", "range", "context", "function"} and not wanted.described:
        text, remedy = f"The type {wanted.name} is incomplete.", "Write for example list<Any>."
        return lambda frame: frame.run.fail(place, text, remedy)

    def work_out(frame: Frame) -> Value:
        value = inner(frame)
        of_type = frame.run.context.of_type
        if of_type and not wanted.described and wanted.name not in SIMPLE:
            return value is not None and of_type(wanted.name, value)
        known = wanted if plain else resolved(wanted, frame.run.context.types)
        if known is None:
            return frame.run.fail(place, f"There is no type {wanted}.", "Check its name.")
        return value is not None if known == ANY else belongs(value, known)

    return work_out


def range_of(node: nodes.RangeOf, compiler: Compiler) -> Closure:
    """``[a..b]``; null where the ends cannot be compared."""
    start, end, place = (
        compiler.closure(node.start),
        compiler.closure(node.end),
        compiler.place(node),
    )

    def work_out(frame: Frame) -> Value:
        low, high = start(frame), end(frame)
        try:
            backwards = order(low, high) > 0
        except Refusal as refusal:
            return frame.run.fail(place, refusal.message)
        if backwards:
            return frame.run.fail(place, "The range ends before it starts.", "Swap its ends.")
        return Range(
            start=low,
            end=high,
            start_included=node.start_included,
            end_included=node.end_included,
        )

    return work_out
