"""Sorting by a function that says which of two items comes first."""

from engine.feel.compare import order
from engine.feel.library.define import builtin
from engine.feel.limits import Meter
from engine.feel.values import Function, Refusal, Value


@builtin("sort", "list: list, precedes?: function", "list")
def sort(run: Meter, items: list[Value], precedes: Function | None = None) -> Value:
    """A list in order; ``precedes(a, b)`` says whether a comes before b."""
    return _sorted(run, items, precedes)


def _sorted(run: Meter, items: list[Value], precedes: Function | None) -> list[Value]:
    if len(items) < 2:
        return items
    half = len(items) // 2
    left, right = _sorted(run, items[:half], precedes), _sorted(run, items[half:], precedes)
    return _merged(run, left, right, precedes)


def _merged(
    run: Meter, left: list[Value], right: list[Value], precedes: Function | None
) -> list[Value]:
    merged: list[Value] = []
    one, other = 0, 0
    while one < len(left) and other < len(right):
        if _before(run, right[other], left[one], precedes):
            merged.append(right[other])
            other += 1
        else:
            merged.append(left[one])
            one += 1
    return merged + left[one:] + right[other:]


def _before(run: Meter, item: Value, other: Value, precedes: Function | None) -> bool:
    if precedes is None:
        run.spend(1)
        return order(item, other) < 0
    before = run.invoke(precedes, [item, other])
    if not isinstance(before, bool):
        raise Refusal("The function does not give true or false for two items.")
    return before
