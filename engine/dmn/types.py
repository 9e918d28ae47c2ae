"""The types of a model: which values belong to them.

An item definition names another type, narrows it with allowed values, makes a collection of it, or
describes a context or a function. Conformance is structural: a context belongs to a type when each
component that it has belongs to the component's type; null belongs to every type.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.dmn.elements import ItemDefinition
from engine.dmn.library import Home
from engine.dmn.syntax import Text
from engine.feel.types import Type
from engine.feel.types import belongs as belongs_to_feel
from engine.feel.types import type_of as read_type
from engine.feel.values import Function, Value

__all__ = ["Passes", "belongs", "built_in", "function_result", "is_known", "is_list"]

#: Whether a value passes unary tests written in a file.
Passes = Callable[[Text, Value], bool]

#: Names of other dialects, as dmn-js and early DMN editors write them.
_OTHER_NAMES = {
    "any": "Any",
    "integer": "number",
    "long": "number",
    "double": "number",
    "decimal": "number",
    "duration": "days and time duration",
}
_OWN_NAMES = frozenset(
    {
        *("Any", "Null", "number", "string", "boolean", "date", "time", "date and time"),
        *("days and time duration", "years and months duration"),
        *("list", "context", "range", "function"),
    }
)
#: How far definitions that name one another are followed.
_DEPTH = 50


def built_in(name: str) -> Type | None:
    """Return the FEEL type that a name of the language means; None for any other name."""
    try:
        found = read_type(_OTHER_NAMES.get(name, name))
    except ValueError:
        return None
    return found if found.name in _OWN_NAMES else None


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a comparison of a value with a type stands."""

    home: Home
    passes: Passes
    depth: int = 0

    def deeper(self, home: Home) -> "_Place":
        return replace(self, home=home, depth=self.depth + 1)


def belongs(value: Value, name: str, home: Home, passes: Passes) -> bool:
    """Tell whether a value belongs to a type of a file, constraints included.

    A name that the file does not define lets every value in; the static check reports it.
    """
    return _belongs(value, name, _Place(home=home, passes=passes))


def _belongs(value: Value, name: str, place: _Place) -> bool:
    if value is None or not name or place.depth > _DEPTH:
        return True
    found = place.home.find_type(name)
    if found:
        return _fits(value, found[1], place.deeper(found[0]))
    simple = built_in(name)
    return simple is None or belongs_to_feel(value, simple)


def _fits(value: Value, item: ItemDefinition, place: _Place) -> bool:
    if item.constraint and not place.passes(item.constraint, value):
        return False
    if not item.collection:
        return _fits_one(value, item, place)
    return isinstance(value, list) and all(_fits_one(one, item, place) for one in value)


def _fits_one(value: Value, item: ItemDefinition, place: _Place) -> bool:
    if value is None:
        return True
    if item.components and not _has_components(value, item, place):
        return False
    if item.parameters is not None and not isinstance(value, Function):
        return False
    if not _belongs(value, item.base, place):
        return False
    return item.allowed is None or _is_allowed(value, item, item.allowed, place)


def _is_allowed(value: Value, item: ItemDefinition, tests: Text, place: _Place) -> bool:
    """Test a value; the allowed values of a narrowed list are those of its items."""
    if isinstance(value, list) and is_list(item.base, place.home):
        return all(place.passes(tests, one) for one in value)
    return place.passes(tests, value)


def _has_components(value: Value, item: ItemDefinition, place: _Place) -> bool:
    inner = place.deeper(place.home)
    return isinstance(value, dict) and all(
        value.get(component.name) is None or _fits(value[component.name], component, inner)
        for component in item.components
    )


def is_list(name: str, home: Home) -> bool:
    """Tell whether a type is a list."""
    for _ in range(_DEPTH):
        found = home.find_type(name)
        if not found:
            simple = built_in(name)
            return simple is not None and simple.name == "list"
        home, item = found
        if item.collection:
            return True
        name = item.base
    return False


def is_known(name: str, home: Home) -> bool:
    """Tell whether a type is FEEL's own or defined in a file that can be reached."""
    return not name or home.find_type(name) is not None or built_in(name) is not None


def function_result(name: str, home: Home) -> str | None:
    """Return the result type of a function type; None when the name means another type."""
    found = home.find_type(name)
    if found and found[1].parameters is not None:
        return found[1].result
    simple = built_in(name)
    if simple is None or simple.name != "function":
        return None
    return str(simple.result or "")
