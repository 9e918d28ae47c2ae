"""Closures for what stands after ``in`` and in the cells of decision tables."""

from collections.abc import Callable

from engine.feel import nodes
from engine.feel.compare import compare, matches, order
from engine.feel.compile_operators import Compiler, within
from engine.feel.nodes import Node, mentions
from engine.feel.run import Closure, Frame, Place
from engine.feel.values import Range, Refusal, Value

Test = Callable[[Frame, Value], bool | None]


def operator_test(node: nodes.OperatorTest, compiler: Compiler) -> Closure:
    """``< a``: the range on one side of a value."""
    inner, place, operator = compiler.closure(node.value), compiler.place(node), node.operator

    def work_out(frame: Frame) -> Value:
        end = inner(frame)
        try:
            order(end, end)
        except Refusal as refusal:
            return frame.run.fail(place, refusal.message)
        return _half_range(operator, end)

    return work_out


def _half_range(operator: str, end: Value) -> Range | None:
    included = operator.endswith("=")
    if operator.startswith("<"):
        return Range(start=None, end=end, start_included=False, end_included=included)
    if operator.startswith(">"):
        return Range(start=end, end=None, start_included=included, end_included=False)
    return Range(start=end, end=end) if operator == "=" else None


def membership(node: nodes.Membership, compiler: Compiler) -> Closure:
    """``a in (tests)``."""
    value = compiler.closure(node.value)
    tests = tuple(_test(test, compiler) for test in node.tests)

    def work_out(frame: Frame) -> Value:
        inner = value(frame)
        return _any(frame, inner, tests)

    return work_out


def _any(frame: Frame, value: Value, tests: tuple[Test, ...]) -> bool | None:
    unknown = False
    for test in tests:
        met = test(frame, value)
        if met is True:
            return True
        unknown = unknown or met is None
    return None if unknown else False


def _test(node: Node, compiler: Compiler) -> Test:
    place = compiler.place(node)
    if isinstance(node, nodes.OperatorTest):
        inner, operator = compiler.closure(node.value), node.operator
        return _guarded(
            place, lambda frame, value: compare(operator, value, inner(frame), frame.run)
        )
    if isinstance(node, nodes.RangeOf):
        return _range_test(node, compiler)
    inner = compiler.closure(node)
    if mentions(node, "?"):
        return _guarded(place, _asking(inner))
    return _guarded(place, lambda frame, value: matches(value, inner(frame), frame.run))


def _range_test(node: nodes.RangeOf, compiler: Compiler) -> Test:
    """Return the test of a range that is written out: both comparisons, without the range."""
    start, end, place = (
        compiler.closure(node.start),
        compiler.closure(node.end),
        compiler.place(node),
    )
    low, high = ">=" if node.start_included else ">", "<=" if node.end_included else "<"
    whole = compiler.closure(node)

    def test(frame: Frame, value: Value) -> bool | None:
        if isinstance(value, Range):
            return matches(value, whole(frame), frame.run)
        return within(frame, place, value, (low, start(frame)), (high, end(frame)))

    return _guarded(place, test)


def _asking(inner: Closure) -> Test:
    """Return a test whose text asks about ``?`` itself."""

    def test(frame: Frame, value: Value) -> bool | None:
        result = inner(Frame({"?": value}, frame, frame.run))
        if result is None or isinstance(result, bool):
            return result
        return matches(value, result, frame.run)

    return test


def _guarded(place: Place, test: Test) -> Test:
    def run(frame: Frame, value: Value) -> bool | None:
        try:
            return test(frame, value)
        except Refusal as refusal:
            frame.run.fail(place, refusal.message)
            return None

    return run


def tests(node: nodes.Tests, compiler: Compiler) -> Closure:
    """A decision table's cell; the value it tests is ``?``."""
    parts = tuple(_cell_test(item, compiler) for item in node.items)

    def work_out(frame: Frame) -> Value:
        if not parts:
            return True
        met = _any(frame, frame.names["?"], parts)
        return met if not node.negated or met is None else not met

    return work_out


def _cell_test(node: Node, compiler: Compiler) -> Test:
    if isinstance(node, nodes.OperatorTest | nodes.RangeOf):
        return _test(node, compiler)
    inner, place = compiler.closure(node), compiler.place(node)
    if mentions(node, "?"):
        return _guarded(place, _asking(inner))

    def test(frame: Frame, value: Value) -> bool | None:
        result = inner(frame)
        if result is True and not isinstance(value, bool):
            return True
        return matches(value, result, frame.run)

    return _guarded(place, test)
