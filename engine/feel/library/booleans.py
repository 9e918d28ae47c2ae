"""Functions on truth values."""

from engine.feel.library.define import builtin
from engine.feel.values import Value


@builtin("not", "negand: boolean", "boolean")
def negation(negand: bool) -> Value:
    """The opposite of a truth value."""
    return not negand


@builtin("all", "list: list", "boolean", gather="list")
def conjunction(items: list[Value]) -> Value:
    """Whether every item is true; null if that cannot be said."""
    if False in [item for item in items if isinstance(item, bool)]:
        return False
    return True if all(item is True for item in items) else None


@builtin("any", "list: list", "boolean", gather="list")
def disjunction(items: list[Value]) -> Value:
    """Whether an item is true; null if that cannot be said."""
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None
