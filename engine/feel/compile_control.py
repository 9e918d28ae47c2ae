"""Closures for ``if``, ``for``, ``some``, ``every``, contexts, lists and function definitions."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Final

from engine.feel import nodes
from engine.feel.arithmetic import calculate
from engine.feel.compare import order
from engine.feel.compile_operators import Compiler
from engine.feel.inferring import Inference
from engine.feel.numbers import whole
from engine.feel.run import Closure, Frame, Place, Run
from engine.feel.scopes import Scope
from engine.feel.signature import Parameter, Signature
from engine.feel.types import ANY, Type, resolved
from engine.feel.values import Function, Range, Refusal, Value, kind

Items = Callable[[Frame], Iterable[Value] | None]


def conditional(node: nodes.Conditional, compiler: Compiler) -> Closure:
    """``if``; a condition that is not true takes the else branch."""
    condition, place = compiler.closure(node.condition), compiler.place(node.condition)
    then, otherwise = compiler.closure(node.then), compiler.closure(node.otherwise)

    def work_out(frame: Frame) -> Value:
        met = condition(frame)
        if met is True:
            return then(frame)
        if met is not False:
            frame.run.fail(place, "The condition is neither true nor false.")
        return otherwise(frame)

    return work_out


def list_of(node: nodes.ListOf, compiler: Compiler) -> Closure:
    """``[a, b]``."""
    items = tuple(compiler.closure(item) for item in node.items)
    return lambda frame: [item(frame) for item in items]


def context(node: nodes.Context, compiler: Compiler) -> Closure:
    """``{a: b}``; each entry sees the earlier ones, a function sees them all."""
    entries = tuple((entry.key, compiler.closure(entry.value)) for entry in node.entries)

    def work_out(frame: Frame) -> Value:
        names: dict[str, Value] = {}
        inner = Frame(names, frame, frame.run)
        for key, value in entries:
            names[key] = value(inner)
        return names

    return work_out


def function(node: nodes.Lambda, compiler: Compiler) -> Closure:
    """``function(a) b``; one that is external is refused when it is called."""
    body, place = compiler.closure(node.body), compiler.place(node)
    names = tuple(name for name, _ in node.parameters)
    result = _result_type(node)

    def work_out(frame: Frame) -> Value:
        types = frame.run.context.types
        parameters = tuple(_parameter(name, wanted, types) for name, wanted in node.parameters)

        def call(run: Run, *arguments: Value) -> Value:
            if node.external:
                remedy = "Register the function under a name instead."
                raise Refusal("Functions in Java or PMML are not run here.", remedy)
            return body(Frame(dict(zip(names, arguments, strict=True)), frame, run))

        signature = Signature(parameters=parameters, body=call, result=result)
        return Function(name="", signatures=(signature,))

    if node.external:
        return lambda frame: frame.run.fail(
            place,
            "Functions in Java or PMML are not run here.",
            "Register the function under a name instead.",
        )
    return work_out


def _parameter(name: str, wanted: Type | None, types: Mapping[str, Type]) -> Parameter:
    known = resolved(wanted, types) if wanted else None
    if known is None or known.name == "Any":
        return Parameter(name=name, types=(Type(name="Any", nullable=True),))
    return Parameter(name=name, types=(Type(**{**vars(known), "nullable": True}),))


def _result_type(node: nodes.Lambda) -> Type:
    names = dict(node.parameters)
    scope = Scope(names=names, parent=Scope(names={}, unbounded=True))
    return Inference(lambda *_: None).type(node.body, scope) or ANY


def loop(node: nodes.Loop, compiler: Compiler) -> Closure:
    """``for``; the results so far are ``partial``."""
    domains = tuple(_domain(iterator, compiler) for iterator in node.iterators)
    body = compiler.closure(node.body)
    keeps_partial = nodes.mentions(node.body, "partial")

    def work_out(frame: Frame) -> Value:
        results: list[Value] = []
        names: dict[str, Value] = {"partial": results}
        run, most = frame.run, frame.run.limits.items
        rounds = _rounds(Frame(names, frame, run), domains)
        if rounds is None:
            return None
        for inner in rounds:
            result = body(inner)
            if keeps_partial and type(result) in _HOLDERS:
                # The result may hold the list seen as partial, which must not change any more.
                run.spend(len(results) // 16)
                names["partial"] = results = list(results)
            results.append(result)
            if len(results) > most:
                run.sized(results)
        return results

    return work_out


#: Types of values that may hold a list.
_HOLDERS: Final = frozenset({list, dict, Function})


def quantified(node: nodes.Quantified, compiler: Compiler) -> Closure:
    """``some`` and ``every``: or, and, over all rounds."""
    domains = tuple(_domain(iterator, compiler) for iterator in node.iterators)
    body, decisive = compiler.closure(node.body), not node.every
    place = compiler.place(node)

    def work_out(frame: Frame) -> Value:
        rounds, unknown = _rounds(frame, domains), False
        if rounds is None:
            return None
        for inner in rounds:
            met = body(inner)
            if met is decisive:
                return decisive
            unknown = unknown or met is not (not decisive)
        if unknown:
            return frame.run.fail(place, "A condition is neither true nor false for every item.")
        return not decisive

    return work_out


def _rounds(frame: Frame, domains: tuple[tuple[str, Items], ...]) -> Iterator[Frame] | None:
    """Return one frame for each combination; None when the first domain has no value."""
    name, items = domains[0]
    first = items(frame)
    return None if first is None else _combined(frame, name, first, domains[1:])


def _combined(
    frame: Frame, name: str, items: Iterable[Value], rest: tuple[tuple[str, Items], ...]
) -> Iterator[Frame]:
    run = frame.run
    for item in items:
        run.steps -= 1
        if run.steps < 0:
            run.spend(0)
        inner = Frame({name: item}, frame, run)
        if not rest:
            yield inner
            continue
        following = rest[0][1](inner)
        if following is not None:
            yield from _combined(inner, rest[0][0], following, rest[1:])


def _domain(node: nodes.Iterator_, compiler: Compiler) -> tuple[str, Items]:
    low, place = compiler.closure(node.domain), compiler.place(node)
    if node.high is None:
        return node.name, lambda frame: _items(frame.run, place, low(frame))
    high = compiler.closure(node.high)
    return node.name, lambda frame: _steps(frame.run, place, low(frame), high(frame))


def _items(run: Run, place: Place, value: Value) -> Iterable[Value] | None:
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _range_items(run, place, value)
    if value is None:
        run.fail(place, "There is nothing to go through: the list is null.")
        return None
    return [value]


def _range_items(run: Run, place: Place, span: Range) -> Iterable[Value] | None:
    steps = _steps(run, place, span.start, span.end)
    if steps is None:
        return None
    return (
        step
        for step in steps
        if (span.start_included or step != span.start) and (span.end_included or step != span.end)
    )


def _steps(run: Run, place: Place, low: Value, high: Value) -> Iterable[Value] | None:
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        first, last = whole(low), whole(high)
        if first is not None and last is not None:
            step = 1 if first <= last else -1
            return map(Decimal, range(first, last + step, step))
    if kind(low) == kind(high) and kind(low) in {"date", "date and time"}:
        return _days(low, high)
    run.fail(place, "A loop counts between two whole numbers or two dates.")
    return None


def _days(low: Value, high: Value) -> Iterator[Value]:
    sign = order(low, high)
    day, step = low, timedelta(days=1 if sign <= 0 else -1)
    while (left := order(day, high)) in {sign, 0}:
        yield day
        if left == 0:
            return
        day = calculate("+", day, step)
