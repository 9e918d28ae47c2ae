"""The values that tell the rules of a table apart: one for each stretch between its limits.

Most cells compare with literals. Take those literals, in order: the cells of a column cannot tell
apart two values between the same neighbours, so one sample of each stretch stands for all. Cells
that say more than that (names, functions, arithmetic) are opaque: nothing is claimed about them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cmp_to_key, lru_cache

from engine.errors import ExpressionError, LimitError
from engine.feel.evaluating import evaluate
from engine.feel.literal import format_value
from engine.feel.values import Value, YearsMonths, kind

__all__ = ["Sample", "is_transparent", "literals", "samples"]

_LITERAL = re.compile(
    r"""@"[^"]*"
    | (?:date\ and\ time|date|time|duration)\s*\(\s*"[^"]*"\s*\)
    | "(?:[^"\\]|\\.)*"
    | -?(?:\d+(?:\.\d+)?|(?<!\.)\.\d+)(?:[eE][+-]?\d+)?
    | \b(?:true|false|null)\b""",
    re.VERBOSE,
)
_TEST = r"(?:\??(?:<=|>=|<|>|=|!=)?L|[\[\](]L\.\.L[\]\[)]|\[L(?:,L)*\])"
_CELL = re.compile(rf"{_TEST}(?:,{_TEST})*|not\({_TEST}(?:,{_TEST})*\)")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A value that stands for a stretch of values."""

    value: Value
    #: The stretch, in words.
    text: str


@lru_cache(maxsize=4096)
def is_transparent(cell: str) -> bool:
    """Tell whether a cell only compares with literals."""
    skeleton = re.sub(r"\s", "", _LITERAL.sub("L", cell))
    return _CELL.fullmatch(skeleton) is not None and all(
        one is not None for one in _values(cell) if one != "null"
    )


def literals(cell: str) -> list[Value]:
    """Return the literals of a transparent cell; null is left out."""
    return [value for value in _values(cell) if value is not None and value != "null"]


@lru_cache(maxsize=4096)
def _values(cell: str) -> tuple[Value, ...]:
    """Return each literal's value: "null" for null, and None for one that has no value."""
    found: list[Value] = []
    for match in _LITERAL.finditer(cell):
        try:
            found.append("null" if match.group() == "null" else evaluate(match.group()))
        except (ExpressionError, LimitError):
            found.append(None)
    return tuple(found)


def samples(cells: Iterable[str], *, boolean: bool) -> Sequence[Sample] | None:
    """Return one value for each stretch that some cells tell apart.

    Args:
        cells: Transparent cells of one column.
        boolean: Whether the column is declared to be true or false.

    Returns:
        None when the cells compare with values of different types, or of a type without steps.
    """
    texts = list(cells)
    values = [value for cell in texts for value in literals(cell)]
    kinds = {kind(value) for value in values} or ({"boolean"} if boolean else {"Any"})
    if len(kinds) > 1:
        return None
    (only,) = kinds
    found = _stretches(only, values)
    if found is not None and any("null" in _values(cell) for cell in texts):
        return [*found, Sample(value=None, text="null")]
    return found


def _stretches(name: str, values: Sequence[Value]) -> list[Sample] | None:
    if name == "Any":
        return [Sample(value=None, text="any value")]
    if name == "boolean":
        return [Sample(value=it, text=format_value(it)) for it in (True, False)]
    if name == "string":
        return list(_texts(values))
    steps = _STEPS.get(name)
    return None if steps is None else list(_ordered(values, steps))


def _texts(values: Sequence[Value]) -> Iterator[Sample]:
    known = list(dict.fromkeys(str(value) for value in values))
    yield from (Sample(value=value, text=format_value(value)) for value in known)
    yield Sample(value="".join(known) + "…", text="any other text")


@dataclass(frozen=True, kw_only=True)
class _Steps:
    """How to move among the values of an ordered type."""

    before: Callable[..., Value]
    after: Callable[..., Value]
    #: A value between two; None when there is none.
    between: Callable[..., Value]


def _middle_day(low: date, high: date) -> date | None:
    days = (high - low).days
    return low + timedelta(days=days // 2) if days > 1 else None


def _middle_month(low: YearsMonths, high: YearsMonths) -> YearsMonths | None:
    months = high.months - low.months
    return YearsMonths(low.months + months // 2) if months > 1 else None


_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_STEPS: Mapping[str, _Steps] = {
    "number": _Steps(
        before=lambda it: it - 1, after=lambda it: it + 1, between=lambda a, b: (a + b) / Decimal(2)
    ),
    "date": _Steps(before=lambda it: it - _DAY, after=lambda it: it + _DAY, between=_middle_day),
    "date and time": _Steps(
        before=lambda it: it - _HOUR,
        after=lambda it: it + _HOUR,
        between=lambda a, b: a + (b - a) / 2,
    ),
    "days and time duration": _Steps(
        before=lambda it: it - _HOUR,
        after=lambda it: it + _HOUR,
        between=lambda a, b: a + (b - a) / 2,
    ),
    "years and months duration": _Steps(
        before=lambda it: YearsMonths(it.months - 1),
        after=lambda it: YearsMonths(it.months + 1),
        between=_middle_month,
    ),
}


def _compare(left: Value, right: Value) -> int:
    if evaluate("a = b", {"a": left, "b": right}):
        return 0
    return -1 if evaluate("a < b", {"a": left, "b": right}) else 1


def _ordered(values: Sequence[Value], steps: _Steps) -> Iterator[Sample]:
    ends: list[Value] = []
    for value in sorted(values, key=cmp_to_key(_compare)):
        if not ends or _compare(ends[-1], value):
            ends.append(value)
    yield from _beyond(steps.before, ends[0], "less than")
    for number, end in enumerate(ends):
        yield Sample(value=end, text=format_value(end))
        if number + 1 < len(ends):
            yield from _between(steps, end, ends[number + 1])
    yield from _beyond(steps.after, ends[-1], "more than")


def _beyond(move: Callable[..., Value], end: Value, how: str) -> Iterator[Sample]:
    try:
        yield Sample(value=move(end), text=f"{how} {format_value(end)}")
    except OverflowError:
        return  # nothing lies beyond the last day of the calendar


def _between(steps: _Steps, low: Value, high: Value) -> Iterator[Sample]:
    try:
        middle = steps.between(low, high)
    except TypeError:
        return  # one of two times has a zone and the other has none
    if middle is not None:
        yield Sample(value=middle, text=f"between {format_value(low)} and {format_value(high)}")
