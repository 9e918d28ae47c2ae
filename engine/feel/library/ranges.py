"""How points and ranges lie to each other, by Allen's algebra.

Each end is a place on the line: its value, and a hair before it (-1), on it (0) or after it (+1).
An end that does not belong to its range lies a hair inside. With that, every rule of the standard
is one or two plain comparisons.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine.feel.compare import order
from engine.feel.library.define import builtin
from engine.feel.values import Range, Value


@dataclass(frozen=True, kw_only=True)
class _End:
    """One end of a range, or a point."""

    #: None where the range goes on without end.
    value: Value
    #: -1 a hair before the value, 1 a hair after it; the direction where there is no value.
    side: int


@dataclass(frozen=True, kw_only=True)
class _Span:
    """A range, or a point as a range without length."""

    low: _End
    high: _End


def _span(value: Value) -> _Span:
    if not isinstance(value, Range):
        return _Span(low=_End(value=value, side=0), high=_End(value=value, side=0))
    open_low = value.start is None
    open_high = value.end is None
    low = _End(value=value.start, side=-1 if open_low else 0 if value.start_included else 1)
    high = _End(value=value.end, side=1 if open_high else 0 if value.end_included else -1)
    return _Span(low=low, high=high)


def _order(one: _End, other: _End) -> int:
    if one.value is None or other.value is None:
        mine = one.side if one.value is None else 0
        yours = other.side if other.value is None else 0
        return (mine > yours) - (mine < yours)
    return order(one.value, other.value) or (one.side > other.side) - (one.side < other.side)


Rule = Callable[[_Span, _Span], bool]


def _before(one: _Span, other: _Span) -> bool:
    return _order(one.high, other.low) < 0


def _meets(one: _Span, other: _Span) -> bool:
    return one.high.value is not None and _order(one.high, other.low) == 0


def _overlaps(one: _Span, other: _Span) -> bool:
    return _order(one.high, other.low) >= 0 and _order(one.low, other.high) <= 0


def _overlaps_before(one: _Span, other: _Span) -> bool:
    return (
        _order(one.low, other.low) < 0
        and _order(one.high, other.low) >= 0
        and _order(one.high, other.high) <= 0
    )


def _finishes(one: _Span, other: _Span) -> bool:
    return _order(one.high, other.high) == 0 and _order(one.low, other.low) >= 0


def _starts(one: _Span, other: _Span) -> bool:
    return _order(one.low, other.low) == 0 and _order(one.high, other.high) <= 0


def _includes(one: _Span, other: _Span) -> bool:
    return _order(one.low, other.low) <= 0 and _order(one.high, other.high) >= 0


def _coincides(one: _Span, other: _Span) -> bool:
    return _order(one.low, other.low) == 0 and _order(one.high, other.high) == 0


_POINT = "number | string | date | time | date and time | days and time duration | years and months duration"


def _declare(
    name: str, first: str, second: str, rule: Rule, doc: str, *, turned: bool = False
) -> None:
    def relation(one: Value, other: Value) -> Value:
        if turned:
            one, other = other, one
        return rule(_span(one), _span(other))

    relation.__doc__ = doc
    builtin(name, f"{first}, {second}", "boolean")(relation)


for _one, _other in (
    (("point1", _POINT), ("point2", _POINT)),
    (("point", _POINT), ("range", "range")),
    (("range", "range"), ("point", _POINT)),
    (("range1", "range"), ("range2", "range")),
):
    _text = "Whether the first lies wholly before the second."
    _declare("before", f"{_one[0]}: {_one[1]}", f"{_other[0]}: {_other[1]}", _before, _text)
    _text = "Whether the first lies wholly after the second."
    _declare(
        "after", f"{_one[0]}: {_one[1]}", f"{_other[0]}: {_other[1]}", _before, _text, turned=True
    )

_R1, _R2 = "range1: range", "range2: range"
_declare("meets", _R1, _R2, _meets, "Whether the first ends where the second begins.")
_declare("met by", _R1, _R2, _meets, "Whether the first begins where the second ends.", turned=True)
_declare("overlaps", _R1, _R2, _overlaps, "Whether the two have something in common.")
_declare(
    "overlaps before",
    _R1,
    _R2,
    _overlaps_before,
    "Whether the first begins and ends earlier, and they touch.",
)
_declare(
    "overlaps after",
    _R1,
    _R2,
    _overlaps_before,
    "Whether the second begins and ends earlier, and they touch.",
    turned=True,
)
for _name, _inverse, _rule, _text in (
    ("finishes", "finished by", _finishes, "Whether the first ends the second."),
    ("starts", "started by", _starts, "Whether the first begins the second."),
    ("during", "includes", _includes, "Whether the first lies within the second."),
):
    _inside = _rule is _includes
    for _one_, _two_ in ((f"point: {_POINT}", "range: range"), (_R1, _R2)):
        _declare(_name, _one_, _two_, _rule, _text, turned=_inside)
        _back = ("range: range", f"point: {_POINT}") if _one_ != _R1 else (_R1, _R2)
        _declare(_inverse, *_back, _rule, f"The inverse of “{_name}”.", turned=not _inside)
_declare(
    "coincides",
    f"point1: {_POINT}",
    f"point2: {_POINT}",
    _coincides,
    "Whether the two are the same.",
)
_declare("coincides", _R1, _R2, _coincides, "Whether the two are the same.")
