"""Functions on lists. Places count from 1, or from -1 at the end."""

from decimal import Decimal

from engine.feel.compare import equal
from engine.feel.library.define import builtin
from engine.feel.limits import Meter
from engine.feel.numbers import whole
from engine.feel.values import Function, Refusal, Value


def _position(position: Decimal, length: int) -> int:
    """Return a place as a Python index; ``length`` itself included.

    Raises:
        Refusal: If there is no such place.
    """
    found = whole(position)
    if found is None or found == 0 or abs(found) > length:
        raise Refusal(f"There is no place {position} in the list.")
    return found - 1 if found > 0 else length + found


def _holds(items: list[Value], wanted: Value, run: Meter) -> bool:
    run.spend(len(items))
    return any(equal(item, wanted, run) is True for item in items)


@builtin("list contains", "list: list, element: Any?", "boolean")
def list_contains(run: Meter, items: list[Value], element: Value) -> Value:
    """Whether a list holds an element."""
    return _holds(items, element, run)


@builtin("count", "list: list", "number", gather="list")
def count(items: list[Value]) -> Value:
    """How many items a list has."""
    return Decimal(len(items))


@builtin("sublist", "list: list, start position: number, length?: number", "list")
def sublist(items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    """Part of a list, from a place on.

    Raises:
        Refusal: If the list is shorter than that.
    """
    begin = _position(start, len(items))
    if length is None:
        return items[begin:]
    wanted = whole(length)
    if wanted is None or wanted < 1 or begin + wanted > len(items):
        raise Refusal("The list is shorter than that.")
    return items[begin : begin + wanted]


@builtin("append", "list: list, item: list", "list", gather="rest")
def append(items: list[Value], more: list[Value]) -> Value:
    """A list with items added at its end."""
    return [*items, *more]


@builtin("concatenate", "list: list", "list", gather="rest")
def concatenate(lists: list[Value]) -> Value:
    """Several lists one after the other."""
    return [item for one in lists for item in _as_list(one)]


def _as_list(value: Value) -> list[Value]:
    if value is None:
        raise Refusal("One of the lists is null.")
    return value if isinstance(value, list) else [value]


@builtin("insert before", "list: list, position: number, newItem: Any?", "list")
def insert_before(items: list[Value], position: Decimal, item: Value) -> Value:
    """A list with an item put in before a place."""
    index = _position(position, len(items))
    return [*items[:index], item, *items[index:]]


@builtin("remove", "list: list, position: number", "list")
def remove(items: list[Value], position: Decimal) -> Value:
    """A list without the item at a place."""
    index = _position(position, len(items))
    return items[:index] + items[index + 1 :]


@builtin("list replace", "list: list, match: function, newItem: Any?", "list")
def list_replace_matching(run: Meter, items: list[Value], match: Function, item: Value) -> Value:
    """A list with an item in place of those that a function picks.

    Raises:
        Refusal: If the function gives something else than true or false.
    """
    picked = [run.invoke(match, [old, item]) for old in items]
    if any(not isinstance(one, bool) for one in picked):
        raise Refusal("The function does not give true or false for every item.")
    return [item if hit else old for old, hit in zip(items, picked, strict=True)]


@builtin("list replace", "list: list, position: number, newItem: Any?", "list")
def list_replace(items: list[Value], position: Decimal, item: Value) -> Value:
    """A list with another item at a place."""
    index = _position(position, len(items))
    return [*items[:index], item, *items[index + 1 :]]


@builtin("reverse", "list: list", "list")
def reverse(items: list[Value]) -> Value:
    """A list from its end to its beginning."""
    return items[::-1]


@builtin("index of", "list: list, match: Any?", "list<number>")
def index_of(run: Meter, items: list[Value], match: Value) -> Value:
    """The places at which a list holds an element."""
    return [
        Decimal(place) for place, item in enumerate(items, 1) if equal(item, match, run) is True
    ]


@builtin("union", "list: list", "list", gather="rest")
def union(run: Meter, lists: list[Value]) -> Value:
    """Several lists one after the other, without repetitions."""
    return _distinct([item for one in lists for item in _as_list(one)], run)


@builtin("distinct values", "list: list", "list")
def distinct_values(run: Meter, items: list[Value]) -> Value:
    """A list without repetitions."""
    return _distinct(items, run)


def _distinct(items: list[Value], run: Meter) -> list[Value]:
    kept: list[Value] = []
    for item in items:
        if not _holds(kept, item, run):
            kept.append(item)
    return kept


@builtin("duplicate values", "list: list", "list")
def duplicate_values(run: Meter, items: list[Value]) -> Value:
    """Each element that a list holds more than once."""
    seen: list[Value] = []
    twice: list[Value] = []
    for item in items:
        if not _holds(seen, item, run):
            seen.append(item)
        elif not _holds(twice, item, run):
            twice.append(item)
    return twice


@builtin("flatten", "list: list", "list")
def flatten(run: Meter, items: list[Value]) -> Value:
    """The items of a list and of all lists in it, in one list."""
    flat: list[Value] = []
    pending = items[::-1]
    while pending:
        run.spend(1)
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(item[::-1])
        else:
            flat.append(item)
    return flat
