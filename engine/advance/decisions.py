"""The decisions of a procedure, by id, and the answer of one of them."""

from collections.abc import Mapping

from engine import dmn, feel, spiff
from engine.errors import ExpressionError, ModelError, NotFoundError, Problem

Decisions = Mapping[str, dmn.Model]


def read_decisions(files: Mapping[str, bytes], problems: list[Problem]) -> Decisions:
    """Read every decision file; what is wrong is added to ``problems``."""
    tables = {path: data for path, data in files.items() if path.endswith(".dmn")}
    found: dict[str, dmn.Model] = {}
    for path, data in sorted(tables.items()):
        others = {other: content for other, content in tables.items() if other != path}
        try:
            model = dmn.load(data, file=path, imports=others)
        except ModelError as error:
            problems.extend(error.problems)
            continue
        for decision in model.decisions:
            found[decision.id] = model
    return found


def decide(
    decisions: Decisions,
    decision: str,
    scope: Mapping[str, object],
    context: feel.EvaluationContext,
) -> spiff.Decided:
    """Work out a decision over the variables in reach.

    Raises:
        ExpressionError: If there is no such decision, or it has no answer.
        LimitError: If it takes too long.
    """
    if decision not in decisions:
        message = f"The procedure has no decision {decision}."
        raise ExpressionError(message, remedy="Add the .dmn file, or name another decision.")
    try:
        result = decisions[decision].evaluate(decision, scope, context=context, strict=True)
    except NotFoundError as error:
        raise ExpressionError(str(error)) from error
    return spiff.Decided(
        output=result.value,
        inputs=dict(result.inputs),
        rules=tuple(
            (rule.number, "; ".join(note for note in rule.annotations if note))
            for rule in result.rules
        ),
    )
