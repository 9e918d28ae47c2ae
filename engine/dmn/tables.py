"""Evaluates a decision table."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine.dmn.hits import Hit, HitPolicyError, Outcome, settle
from engine.dmn.results import MatchedRule, TableResult
from engine.dmn.run import Place
from engine.dmn.syntax import Output, Rule, Table, Text
from engine.feel.run import Frame
from engine.feel.values import Value

__all__ = ["evaluate_table", "output_keys"]


def evaluate_table(table: Table, scope: Frame, place: Place) -> Value:
    """Evaluate a table and note the inputs seen and the rules matched.

    When no rule matches, the result is made of the default outputs, or null; so it is under every
    hit policy.

    Raises:
        ExpressionError: In strict mode, if a cell or an input has no value, or the rules that
            match do not go with the hit policy.
        LimitError: If it takes too long.

    Source:
        DMN 1.5, 10.3.2.10.
    """
    seen = [place.value_of(column.expression, scope) for column in table.inputs]
    within = [_is_within(table, number, value, place) for number, value in enumerate(seen)]
    matched = list(_matching(table, seen, within, scope, place))
    hits = [_hit(table, rule, scope, place) for rule in matched]
    outcome = _outcome(table, hits, place) if hits else None
    decisive = [hit.rule.number for hit in outcome.hits] if outcome else []
    place.run.note_table(
        TableResult(
            table=table.id,
            inputs=dict(zip(_input_labels(table), seen, strict=True)),
            rules=tuple(_noted(hit, decisive) for hit in hits),
        )
    )
    if not hits:
        return _default(table, scope, place)
    return outcome.value if outcome else None


def _is_within(table: Table, number: int, value: Value, place: Place) -> bool:
    """Tell whether an input is one of those allowed in its column; null is."""
    column = table.inputs[number]
    if value is None or not column.values.text.strip() or place.passes(column.values, value):
        return True
    message = f"The value of “{column.label}” is not one of those allowed in the column."
    place.fail(message, column.values, "Add it to the values of the column, or correct the input.")
    return False


def _matching(
    table: Table, seen: Sequence[Value], within: Sequence[bool], scope: Frame, place: Place
) -> Iterator[Rule]:
    first_only = table.hit_policy == "FIRST"
    for rule in table.rules:
        cells = zip(rule.tests, seen, within, strict=True)
        if all(_meets(test, value, known, scope, place) for test, value, known in cells):
            yield rule
            if first_only:
                return


def _meets(test: Text, value: Value, known: bool, scope: Frame, place: Place) -> bool:
    """Tell whether a cell lets a value pass; ``-`` takes whatever is allowed in the column."""
    if is_any(test.text):
        return known
    return place.passes(test, value, scope)


@lru_cache(maxsize=4096)
def is_any(test: str) -> bool:
    """Tell whether a cell takes everything."""
    return test.strip() in {"", "-"}


def _hit(table: Table, rule: Rule, scope: Frame, place: Place) -> Hit:
    values = [
        _output(column, cell, rule, scope, place)
        for column, cell in zip(table.outputs, rule.results, strict=True)
    ]
    ranked = table.hit_policy in {"PRIORITY", "OUTPUT ORDER"}
    return Hit(
        rule=rule,
        outputs=dict(zip(output_keys(table), values, strict=True)),
        ranks=_ranks(table, values, place) if ranked else (),
    )


def _output(column: Output, cell: Text, rule: Rule, scope: Frame, place: Place) -> Value:
    value = None if is_any(cell.text) else place.value_of(cell, scope)
    if value is None or not column.values.text.strip() or place.passes(column.values, value):
        return value
    message = f"Rule {rule.number} gives a value that is not one of those allowed in the column."
    return place.fail(message, cell, "Add it to the values of the column, or correct the rule.")


def _ranks(table: Table, values: Sequence[Value], place: Place) -> tuple[int, ...]:
    """Return the place of each result among those allowed in its column."""
    whole = place.type if len(values) == 1 else ""
    ranks: list[int] = []
    for column, value in zip(table.outputs, values, strict=True):
        own = column.values if column.values.text.strip() else None
        text = own or _type_values(column.type or whole, place)
        ranks.append(_rank(text, value, place) if text else 0)
    return tuple(ranks)


def _rank(text: Text, value: Value, place: Place) -> int:
    """Return the place of a value among some; behind the last when it is none of them."""
    listed = Text(text=f"[{text.text}\n]", element=text.element, line=text.line)
    ordered = place.value_of(listed, place.frame({}))
    if not isinstance(ordered, list):
        return 0
    tests = Text(text="allowed", element=text.element, line=text.line)
    for number, allowed in enumerate(ordered):
        if place.passes(tests, value, place.frame({"allowed": allowed})):
            return number
    return len(ordered)


def _type_values(name: str, place: Place) -> Text | None:
    """Return the values that a type allows."""
    found = place.home.find_type(name) if name else None
    return found[1].allowed if found else None


def _outcome(table: Table, hits: Sequence[Hit], place: Place) -> Outcome | None:
    try:
        return settle(table, hits)
    except HitPolicyError as error:
        text = Text(text="", element=table.id, line=table.line)
        place.fail(
            str(error), text, "Make the rules exclude each other, or choose another hit policy."
        )
        return None


def _noted(hit: Hit, decisive: Sequence[int]) -> MatchedRule:
    return MatchedRule(
        id=hit.rule.id,
        number=hit.rule.number,
        annotations=hit.rule.annotations,
        outputs=dict(hit.outputs),
        hit=hit.rule.number in decisive,
    )


def _default(table: Table, scope: Frame, place: Place) -> Value:
    if not any(column.default.text.strip() for column in table.outputs):
        return None
    values = [place.value_of(column.default, scope) for column in table.outputs]
    if len(values) == 1:
        return values[0]
    return dict(zip(output_keys(table), values, strict=True))


def output_keys(table: Table) -> tuple[str, ...]:
    """Return the keys of a rule's results, one for each output column."""
    keys: list[str] = []
    for number, column in enumerate(table.outputs, start=1):
        key = column.name or column.label or f"output {number}"
        keys.append(key if key not in keys else f"{key} {number}")
    return tuple(keys)


def _input_labels(table: Table) -> tuple[str, ...]:
    labels: list[str] = []
    for number, column in enumerate(table.inputs, start=1):
        label = column.label or f"input {number}"
        labels.append(label if label not in labels else f"{label} {number}")
    return tuple(labels)
