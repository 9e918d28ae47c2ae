"""Closures for names, paths, filters and calls."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from engine.feel import nodes
from engine.feel.compile_operators import Compiler
from engine.feel.invoke import call_at
from engine.feel.numbers import whole
from engine.feel.properties import PROPERTIES
from engine.feel.run import Closure, Frame, Place, Run
from engine.feel.values import ATOMS, Function, Value, kind

_MISSING: Final = object()


def name(node: nodes.Name, compiler: Compiler) -> Closure:
    """A variable of the nearest scope that has it; else a function."""
    raw = _raw_name(node, compiler)

    def work_out(frame: Frame) -> Value:
        value = raw(frame)
        return value if type(value) in ATOMS else frame.run.admitted(value)

    return work_out


def _raw_name(node: nodes.Name, compiler: Compiler) -> Callable[[Frame], object]:
    wanted, place = node.name, compiler.place(node)

    def work_out(frame: Frame) -> object:
        scope: Frame | None = frame
        while scope is not None:
            value = scope.names.get(wanted, _MISSING)
            if value is not _MISSING:
                return value
            scope = scope.parent
        found = frame.run.context.functions.table.get(wanted)
        return found if found is not None else _unknown(frame, wanted, place)

    return work_out


def _unknown(frame: Frame, wanted: str, place: Place) -> Value:
    known: list[str] = []
    scope: Frame | None = frame
    while scope is not None and len(known) < 8:
        known.extend(str(key) for key in list(scope.names)[:8])
        scope = scope.parent
    remedy = f"Known here: {', '.join(sorted(known[:8]))}." if known else ""
    return frame.run.fail(place, f"There is no “{wanted}” here.", remedy)


def path(node: nodes.Path, compiler: Compiler) -> Closure:
    """``a.b``; over a list it gives a list."""
    raw = _raw(node, compiler)

    def work_out(frame: Frame) -> Value:
        value = raw(frame)
        return value if type(value) in ATOMS else frame.run.admitted(value)

    return work_out


def _raw(node: nodes.Node, compiler: Compiler) -> Callable[[Frame], object]:
    """Return what finds a member without looking through the whole context that holds it."""
    if isinstance(node, nodes.Name):
        return _raw_name(node, compiler)
    if not isinstance(node, nodes.Path):
        return compiler.closure(node)
    inner, wanted, place = _raw(node.value, compiler), node.name, compiler.place(node)

    def work_out(frame: Frame) -> object:
        owner = inner(frame)
        if type(owner) is dict:
            member = owner.get(wanted, _MISSING)
            if member is not _MISSING:
                return member
        elif type(owner) not in ATOMS:
            owner = frame.run.admitted(owner)
        return _member(frame.run, place, owner, wanted)

    return work_out


def _member(run: Run, place: Place, value: Value, wanted: str) -> Value:
    if isinstance(value, dict):
        member = value.get(wanted, _MISSING)
        if member is not _MISSING:
            return member
        remedy = f"It has: {', '.join(list(map(str, value))[:8])}." if value else "It is empty."
        return run.fail(place, f"The context has no “{wanted}”.", remedy)
    if isinstance(value, list):
        run.spend(len(value))
        return [_member(run, place, item, wanted) for item in value]
    found = PROPERTIES.get(type(value), {}).get(wanted)
    if found:
        return found(value)
    if value is None:
        return run.fail(place, f"“.{wanted}” is asked of null.")
    return run.fail(place, f"A value of type {kind(value)} has no “{wanted}”.")


def filtered(node: nodes.Filter, compiler: Compiler) -> Closure:
    """``a[b]``: an item by its place, or the items for which a condition is true."""
    inner, place = compiler.closure(node.value), compiler.place(node)
    condition = compiler.closure(node.condition)
    if _is_number(node.condition):
        return lambda frame: _item(frame.run, place, _listed(inner(frame)), condition(frame))

    def asks_for_place(frame: Frame) -> bool:
        """Return whether the filter of an empty list is a number all the same."""
        with frame.run.quietly():
            return isinstance(condition(frame), Decimal)

    def work_out(frame: Frame) -> Value:
        value = inner(frame)
        if value is None:
            return frame.run.fail(place, "A filter is put on null.")
        items = _listed(value)
        if not items and asks_for_place(frame):
            return None
        results: list[Value] = []
        for item in items:
            frame.run.spend(1)
            met = condition(_item_frame(frame, item))
            if met is True:
                results.append(item)
            elif isinstance(met, Decimal) and not results:
                return _item(frame.run, place, items, met)
            elif met is not None and met is not False:
                return frame.run.fail(place, "The filter is neither a condition nor a place.")
        return results

    return work_out


def _is_number(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Negation):
        return _is_number(node.value)
    return isinstance(node, nodes.Literal) and isinstance(node.value, Decimal)


def _listed(value: Value) -> list[Value]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _item_frame(frame: Frame, item: Value) -> Frame:
    inner = Frame({"item": item}, frame, frame.run)
    return Frame(item, inner, frame.run) if isinstance(item, dict) else inner


def _item(run: Run, place: Place, items: list[Value], position: Value) -> Value:
    index = whole(position) if isinstance(position, Decimal) else None
    if index is None or index == 0:
        return run.fail(place, "The place in a list is a whole number, counted from 1 or from -1.")
    try:
        return items[index - 1 if index > 0 else index]
    except IndexError:
        return None


def _called(node: nodes.Node, compiler: Compiler) -> Closure:
    """Return what finds a function; a variable that is none does not hide the one of its name."""
    if not isinstance(node, nodes.Name):
        return compiler.closure(node)
    raw, wanted = _raw_name(node, compiler), node.name

    def work_out(frame: Frame) -> Value:
        value = raw(frame)
        if type(value) is Function:
            return value
        return frame.run.context.functions.table.get(wanted) or frame.run.admitted(value)

    return work_out


def call(node: nodes.Call, compiler: Compiler) -> Closure:
    """``f(a)``."""
    function, place, names = _called(node.function, compiler), compiler.place(node), node.names
    arguments = tuple(compiler.closure(argument) for argument in node.arguments)

    def work_out(frame: Frame) -> Value:
        called = function(frame)
        if called is None:
            return None
        values = [argument(frame) for argument in arguments]
        return call_at(frame.run, place, called, values, names)

    return work_out
