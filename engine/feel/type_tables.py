"""Types of results by types of operands, for the check before an expression runs."""

from collections.abc import Iterable, Mapping
from typing import Final

from engine.feel.properties import PROPERTIES
from engine.feel.types import Type
from engine.feel.values import KINDS, Function, Range, Value, kind

NUMBER: Final = Type(name="number")
BOOLEAN: Final = Type(name="boolean")
STRING: Final = Type(name="string")
DAYS: Final = Type(name="days and time duration")
MONTHS: Final = Type(name="years and months duration")
_DURATIONS: Final = (DAYS.name, MONTHS.name)
_MOMENTS: Final = ("date", "date and time")


def _plus() -> dict[tuple[str, str], str]:
    table = {(name, name): name for name in ("number", "string", *_DURATIONS)}
    for moment in (*_MOMENTS, "time"):
        for span in _DURATIONS if moment != "time" else (DAYS.name,):
            table[moment, span] = table[span, moment] = moment
    return table


def _minus() -> dict[tuple[str, str], str]:
    table = {(name, name): name for name in ("number", *_DURATIONS)}
    table |= {(one, other): DAYS.name for one in _MOMENTS for other in _MOMENTS}
    table["time", "time"] = DAYS.name
    table |= {(moment, span): moment for moment in _MOMENTS for span in _DURATIONS}
    table["time", DAYS.name] = "time"
    return table


def _times() -> dict[tuple[str, str], str]:
    table = {("number", "number"): "number"}
    for span in _DURATIONS:
        table[span, "number"] = table["number", span] = span
    return table


def _divided() -> dict[tuple[str, str], str]:
    table = {(name, name): "number" for name in ("number", *_DURATIONS)}
    return table | {(span, "number"): span for span in _DURATIONS}


#: The type of ``a operator b`` by the types of a and b; what is not named here has no value.
ARITHMETIC: Final[Mapping[str, Mapping[tuple[str, str], str]]] = {
    "+": _plus(),
    "-": _minus(),
    "*": _times(),
    "/": _divided(),
    "**": {("number", "number"): "number"},
}
#: Types that ``<`` and its like put in order.
ORDERED: Final = frozenset({"number", "string", "date", "time", "date and time", *_DURATIONS})
_PROPERTY_TYPES: Final[Mapping[str, Type | None]] = {
    "time offset": DAYS,
    "timezone": STRING,
    "start": None,
    "end": None,
    "start included": BOOLEAN,
    "end included": BOOLEAN,
}
#: The properties of each type that has some, with their types.
MEMBERS: Final[Mapping[str, Mapping[str, Type | None]]] = {
    KINDS[python]: {name: _PROPERTY_TYPES.get(name, NUMBER) for name in found}
    for python, found in PROPERTIES.items()
}
#: Types without any member.
PLAIN: Final = frozenset({"number", "string", "boolean", "function"})


def type_of_value(value: Value) -> Type | None:
    """Return the type of a value; None for null."""
    if value is None:
        return None
    if isinstance(value, list):
        return Type(name="list", items=common(type_of_value(item) for item in value))
    if isinstance(value, dict):
        members = {name: type_of_value(item) for name, item in value.items()}
        return context_type(members)
    if isinstance(value, Range):
        return Type(name="range", items=common(map(type_of_value, (value.start, value.end))))
    return None if isinstance(value, Function) else Type(name=kind(value))


def context_type(members: Mapping[str, Type | None]) -> Type:
    """Return the type of a context with these members; an unknown one is Any."""
    unknown = Type(name="Any", nullable=True)
    return Type(
        name="context", members=tuple((name, found or unknown) for name, found in members.items())
    )


def common(types: Iterable[Type | None]) -> Type | None:
    """Return the one type of several values; None when they differ or one is not known."""
    found = set(types)
    return found.pop() if len(found) == 1 else None
