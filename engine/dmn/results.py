"""What an evaluation answers: the value, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.errors import Problem
from engine.feel.values import Value

__all__ = ["DecisionResult", "MatchedRule", "TableResult"]


@dataclass(frozen=True, kw_only=True)
class MatchedRule:
    """A rule that matched."""

    id: str
    #: One-based, in the order written.
    number: int
    #: Remarks of the rule, one for each annotation column.
    annotations: tuple[str, ...]
    #: Results of the rule by the name of their column.
    outputs: Mapping[str, Value]
    #: Whether it made the result: under PRIORITY and ANY only one of those that matched does.
    hit: bool


@dataclass(frozen=True, kw_only=True)
class TableResult:
    """One pass through a decision table."""

    #: Id of the table.
    table: str
    #: Values tested, by the label of their column.
    inputs: Mapping[str, Value]
    #: In the order written; under FIRST only the one that counts.
    rules: tuple[MatchedRule, ...]


@dataclass(frozen=True, kw_only=True)
class DecisionResult:
    """The answer of a decision, a decision service or a business knowledge model."""

    #: Id of the element.
    decision: str
    name: str
    value: Value
    #: Values seen: of a decision table by the label of the column, else by the name required.
    inputs: Mapping[str, Value] = field(default_factory=dict)
    #: Id of the decision's own table; empty when its logic is something else.
    table: str = ""
    #: Rules of that table that matched.
    rules: tuple[MatchedRule, ...] = ()
    #: Passes through tables inside the logic: in contexts, in knowledge models.
    tables: tuple[TableResult, ...] = ()
    #: Results of the decisions that this one requires, in the order required.
    required: tuple["DecisionResult", ...] = ()
    #: What went wrong without stopping the evaluation, each with its place.
    warnings: tuple[Problem, ...] = ()

    @property
    def all_warnings(self) -> tuple[Problem, ...]:
        """The warnings of the decisions that it requires, in order, and its own."""
        found: list[Problem] = []
        seen: set[int] = set()
        waiting = [(self, False)]
        while waiting:
            result, is_last = waiting.pop()
            if is_last:
                found += result.warnings
            elif id(result) not in seen:
                seen.add(id(result))
                waiting.append((result, True))
                waiting += [(required, False) for required in reversed(result.required)]
        return tuple(found)
