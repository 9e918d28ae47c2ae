"""The values of FEEL as Python sees them, and the gate through which foreign values enter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.feel.far import FarDate, FarMoment

if TYPE_CHECKING:
    from engine.feel.signature import Signature

#: Decimal, str, bool, None, list, dict, date, time, datetime, timedelta, YearsMonths, Range, Function.
Value = object


@dataclass(frozen=True, order=True)
class YearsMonths:
    """A years and months duration."""

    #: Whole months; negative for a duration backwards.
    months: int


@dataclass(frozen=True, kw_only=True)
class Range:
    """Everything between two ends of one type."""

    #: None when the range has no lower end.
    start: Value
    #: None when the range has no upper end.
    end: Value
    #: Whether the lower end belongs to the range.
    start_included: bool = True
    #: Whether the upper end belongs to the range.
    end_included: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Function:
    """Something that can be called: built in, registered, or written in an expression."""

    #: The name it is known by; empty for one written in place.
    name: str
    #: The ways of calling it, tried in order.
    signatures: tuple["Signature", ...]
    #: One line for the reader of ``docket feel --functions``.
    doc: str = ""
    #: The rule or paragraph it carries out.
    source: str = ""
    #: Whether its answer depends on the world outside the case and is recorded for replay.
    observed: bool = False

    def in_order(self, names: Sequence[str]) -> Sequence["Signature"]:
        """Return the signatures to try; first one that has exactly the names of a call."""
        if not names or len(self.signatures) == 1:
            return self.signatures
        given = tuple(names)
        return sorted(self.signatures, key=lambda one: one.names != given)


class Refusal(Exception):  # noqa: N818 - not an error to a caller: it becomes null or an ExpressionError
    """Why an operation has no value; caught where the operation's place in the text is known."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


#: The name of each type in FEEL, by exact Python type.
KINDS: Final[dict[type, str]] = {
    Decimal: "number",
    int: "number",
    str: "string",
    bool: "boolean",
    type(None): "Null",
    list: "list",
    dict: "context",
    date: "date",
    time: "time",
    datetime: "date and time",
    FarDate: "date",
    FarMoment: "date and time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    Function: "function",
}

#: Types whose values need no look inside.
ATOMS: Final = frozenset(KINDS) - {int, list, dict}


def kind(value: Value) -> str:
    """Return the FEEL name of a value's type, such as ``days and time duration``."""
    return KINDS.get(type(value), "unknown")


def admit(value: object, spend: Callable[[int], None] | None = None, depth: int = 100) -> Value:
    """Turn a Python value into a FEEL value; whole structures are copied only where needed.

    Args:
        value: Any value type above; also int, float, tuple, set, and subclasses of them.
        spend: Told how many values were looked at, to stop on structures that never end.
        depth: How many levels of lists and contexts may be nested.

    Raises:
        Refusal: If it is nested too deep or is an object that FEEL does not know.
    """
    if type(value) in ATOMS:
        return value
    if depth <= 0:
        raise Refusal("A value is nested more than 100 levels deep.")
    if isinstance(value, Mapping):
        if spend:
            spend(len(value))
        pairs = {str(key): admit(item, spend, depth - 1) for key, item in value.items()}
        return value if type(value) is dict and _same(pairs.values(), value.values()) else pairs
    if isinstance(value, list | tuple | set | frozenset):
        if spend:
            spend(len(value))
        items = [admit(item, spend, depth - 1) for item in value]
        return value if type(value) is list and _same(items, value) else items
    return _admit_atom(value)


def _same(left: object, right: object) -> bool:
    return all(a is b for a, b in zip(left, right, strict=True))  # type: ignore[call-overload]  # both iterable


def _admit_atom(value: object) -> Value:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value)) if value - value == 0 else None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime | date | time | timedelta):
        return value
    raise Refusal(f"FEEL has no values of the Python type {type(value).__name__}.")
