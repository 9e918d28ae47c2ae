"""Works out the expressions of a form for a page, long after the query's transaction has ended."""

from collections.abc import Mapping

from engine import feel
from engine.advance.completers import Finishing
from engine.advance.model import Model
from engine.advance.world import Witness, evaluation_context
from engine.context import Context, reading
from engine.model.forms import Evaluator


def make_evaluator(context: Context, model: Model, zone: str, instance: str = "") -> Evaluator:
    """Return what works out a form's expressions as the case would.

    Each call sees the world as it is then; nothing is recorded. `instance` is the case, if there is
    one.
    """
    finishing = Finishing(instance=instance) if instance else None

    def evaluate(expression: str, scope: Mapping[str, object]) -> object:
        with reading(context) as work:
            witness = Witness(work=work, model=model, zone=zone, finishing=finishing, locking=False)
            found = evaluation_context(witness, strict=False)
            return feel.evaluate(expression, scope, context=found)

    return evaluate
