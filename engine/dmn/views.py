"""Decision tables as people read them."""

from dataclasses import dataclass

from engine.dmn.elements import BusinessKnowledge, Decision
from engine.dmn.model import Model
from engine.dmn.results import DecisionResult
from engine.dmn.syntax import FunctionDefinition, Input, Orientation, Output, Rule, Table
from engine.dmn.walking import logic_of
from engine.errors import NotFoundError

__all__ = ["ColumnView", "RuleView", "TableView", "describe_table"]

_LETTERS = {
    "UNIQUE": "U",
    "ANY": "A",
    "FIRST": "F",
    "PRIORITY": "P",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
    "COLLECT": "C",
}
_AGGREGATIONS = {"": "", "SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}


@dataclass(frozen=True, kw_only=True)
class ColumnView:
    """A column of tests or results."""

    #: What stands above it.
    label: str
    #: The input expression; the name of an output.
    expression: str
    #: Declared type; may be empty.
    type: str
    #: The values allowed, as written; may be empty.
    values: str
    #: The result when no rule matches, as written; outputs only.
    default: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleView:
    """A row."""

    id: str
    #: One-based.
    number: int
    #: Cells of tests as written; ``-`` where everything passes.
    tests: tuple[str, ...]
    #: Cells of results as written.
    results: tuple[str, ...]
    #: One for each annotation column.
    annotations: tuple[str, ...]
    #: Whether it matched in the evaluation that is shown.
    matched: bool
    #: Whether it made the result of that evaluation.
    hit: bool


@dataclass(frozen=True, kw_only=True)
class TableView:
    """A decision table."""

    #: Id and name of the decision.
    id: str
    name: str
    #: The question it answers; may be empty.
    question: str
    #: In full: ``UNIQUE``, ``COLLECT`` ...
    hit_policy: str
    #: As it stands in the corner of a table: ``U``, ``C+`` ...
    symbol: str
    #: How it was drawn.
    orientation: Orientation
    inputs: tuple[ColumnView, ...]
    outputs: tuple[ColumnView, ...]
    #: Headings of the annotation columns; an empty one where the remarks have none.
    annotations: tuple[str, ...]
    rules: tuple[RuleView, ...]


def describe_table(model: Model, decision: str, result: DecisionResult | None = None) -> TableView:
    """Return the table of a decision or knowledge model for showing.

    Args:
        model: The model.
        decision: Id or name.
        result: An evaluation whose rules are marked; of this decision or of one that required it.

    Raises:
        NotFoundError: If the model has no such decision, or its logic is not a table.
    """
    element = model.find(decision, Decision, BusinessKnowledge)
    logic = logic_of(element)
    table = logic.body if isinstance(logic, FunctionDefinition) else logic
    if not isinstance(table, Table):
        raise NotFoundError(f"“{element.name}” is not a decision table.")
    matched, hits = _marked(table, result)
    return TableView(
        id=element.id,
        name=element.name,
        question=element.question if isinstance(element, Decision) else "",
        hit_policy=table.hit_policy,
        symbol=_LETTERS[table.hit_policy] + _AGGREGATIONS[table.aggregation],
        orientation=table.orientation,
        inputs=tuple(map(_input, table.inputs)),
        outputs=tuple(_output(column, table, element.name) for column in table.outputs),
        annotations=_headings(table),
        rules=tuple(
            _rule(it, table, it.number in matched, it.number in hits) for it in table.rules
        ),
    )


def _marked(table: Table, result: DecisionResult | None) -> tuple[set[int], set[int]]:
    """Return the numbers of the rules that matched, and of those that made the result."""
    matched: set[int] = set()
    hits: set[int] = set()
    waiting = [result] if result else []
    while waiting:
        current = waiting.pop()
        waiting += current.required
        rules = [it for one in current.tables if one.table == table.id for it in one.rules]
        if current.table == table.id:
            rules += current.rules
        matched |= {it.number for it in rules}
        hits |= {it.number for it in rules if it.hit}
    return matched, hits


def _input(column: Input) -> ColumnView:
    return ColumnView(
        label=column.label,
        expression=column.expression.text.strip(),
        type=column.type,
        values=column.values.text.strip(),
    )


def _output(column: Output, table: Table, name: str) -> ColumnView:
    return ColumnView(
        label=column.label or table.label or name,
        expression=column.name,
        type=column.type,
        values=column.values.text.strip(),
        default=column.default.text.strip(),
    )


def _headings(table: Table) -> tuple[str, ...]:
    widest = max((len(rule.annotations) for rule in table.rules), default=0)
    missing = widest - len(table.annotations)
    return table.annotations + ("",) * max(missing, 0)


def _rule(rule: Rule, table: Table, matched: bool, hit: bool) -> RuleView:
    width = len(_headings(table))
    return RuleView(
        id=rule.id,
        number=rule.number,
        tests=tuple(cell.text.strip() or "-" for cell in rule.tests),
        results=tuple(cell.text.strip() for cell in rule.results),
        annotations=rule.annotations + ("",) * (width - len(rule.annotations)),
        matched=matched,
        hit=hit,
    )
