"""The answer of one of a procedure's decisions."""

from collections.abc import Mapping

from engine import feel, spiff
from engine.advance.sharing import Decisions
from engine.errors import ExpressionError, NotFoundError


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
