"""The implicit conversions of the standard, where a value meets a declared type."""

from datetime import UTC, date, datetime, time

from engine.dmn.library import Home
from engine.dmn.types import Passes, belongs, is_list
from engine.feel.values import Value, kind

__all__ = ["MismatchError", "convert"]


class MismatchError(Exception):
    """A value is not of the declared type and cannot be made one."""


def convert(value: Value, name: str, home: Home, passes: Passes) -> Value:
    """Return a value as one of a declared type.

    Args:
        value: Any value.
        name: The declared type; empty takes everything.
        home: The file that declares it.
        passes: Evaluates constraints.

    Raises:
        MismatchError: If the value is not of the type, nor after unwrapping a list of one item,
            wrapping it in a list, or taking a date as midnight UTC.

    Source:
        DMN 1.5, 10.3.2.9.4, type conversions.
    """
    if belongs(value, name, home, passes):
        return value
    for candidate in _conversions(value, name, home):
        if belongs(candidate, name, home, passes):
            return candidate
    raise MismatchError(_mismatch(value, name, home, passes))


def _mismatch(value: Value, name: str, home: Home, passes: Passes) -> str:
    """Say whether a value has the wrong type, or the right one and is only not allowed."""
    item = found[1] if (found := home.find_type(name)) else None
    if found and item and item.allowed and not item.collection:
        right = belongs(value, item.base, found[0], passes)
        if right and not item.components:
            return f"The value is not one that the type {name} allows: {item.allowed.text}."
    return f"A value of type {kind(value)} is not of the type {name}."


def _conversions(value: Value, name: str, home: Home) -> list[Value]:
    if isinstance(value, list):
        return value if len(value) == 1 and not is_list(name, home) else []
    if is_list(name, home):
        return [[value]]
    if type(value) is date:
        return [datetime.combine(value, time(), UTC)]
    return []
