"""Hit policies: which of the rules that matched make the result, and how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.dmn.syntax import HitPolicy, Rule, Table
from engine.feel.evaluating import evaluate
from engine.feel.values import Value

__all__ = ["Hit", "HitPolicyError", "Outcome", "settle"]

_SINGLE: frozenset[HitPolicy] = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
_AGGREGATIONS = {"SUM": "sum(hits)", "MIN": "min(hits)", "MAX": "max(hits)"}


class HitPolicyError(Exception):
    """The rules that matched do not go with the hit policy; names the rules."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A rule that matched, with what it says."""

    rule: Rule
    #: Results by the key of their column, in the order of the columns.
    outputs: Mapping[str, Value]
    #: Place of each result among the values allowed in its column, the first being 0.
    ranks: tuple[int, ...] = ()

    @property
    def value(self) -> Value:
        """The result of the rule: the only output, or a context of all."""
        return next(iter(self.outputs.values())) if len(self.outputs) == 1 else dict(self.outputs)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result of a table."""

    value: Value
    #: The rules that make it.
    hits: Sequence[Hit]


def settle(table: Table, matched: Sequence[Hit]) -> Outcome:
    """Apply the hit policy to the rules that matched, one at least.

    Raises:
        HitPolicyError: If two rules match under UNIQUE, or say different things under ANY; or if
            an aggregation is asked of several outputs.

    Source:
        DMN 1.5, 8.2.8 and 10.3.2.10.
    """
    hits = _SELECTIONS[table.hit_policy](matched)
    if table.hit_policy in _SINGLE:
        return Outcome(value=hits[0].value, hits=hits)
    return Outcome(value=_aggregate(table, [hit.value for hit in hits]), hits=hits)


def _unique(matched: Sequence[Hit]) -> Sequence[Hit]:
    if len(matched) > 1:
        message = f"{_rules(matched)} match, but only one may (hit policy UNIQUE)."
        raise HitPolicyError(message)
    return matched


def _any(matched: Sequence[Hit]) -> Sequence[Hit]:
    first, *others = matched
    if not all(evaluate("a = b", {"a": first.value, "b": it.value}) for it in others):
        message = f"{_rules(matched)} match and say different things (hit policy ANY)."
        raise HitPolicyError(message)
    return [first]


def _first(matched: Sequence[Hit]) -> Sequence[Hit]:
    return matched[:1]


def _by_rank(matched: Sequence[Hit]) -> Sequence[Hit]:
    return sorted(matched, key=lambda hit: hit.ranks)


def _all(matched: Sequence[Hit]) -> Sequence[Hit]:
    return matched


_SELECTIONS: Mapping[HitPolicy, Callable[[Sequence[Hit]], Sequence[Hit]]] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": lambda matched: _by_rank(matched)[:1],
    "RULE ORDER": _all,
    "OUTPUT ORDER": _by_rank,
    "COLLECT": _all,
}


def _aggregate(table: Table, values: list[Value]) -> Value:
    if table.hit_policy != "COLLECT" or not table.aggregation:
        return values
    if table.aggregation == "COUNT":
        return Decimal(len(values))
    if len(table.outputs) > 1:
        message = f"{table.aggregation} needs a table with a single output column."
        raise HitPolicyError(message)
    return evaluate(_AGGREGATIONS[table.aggregation], {"hits": values})


def _rules(matched: Sequence[Hit]) -> str:
    numbers = [str(hit.rule.number) for hit in matched]
    return f"Rules {', '.join(numbers[:-1])} and {numbers[-1]}"
