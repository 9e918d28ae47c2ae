"""A call at a place of the text: its refusal becomes null and a warning, or a located error."""

from collections.abc import Sequence

from engine.feel.run import Place, Run
from engine.feel.values import Function, Refusal, Value


def call_at(
    run: Run, place: Place, function: Value, arguments: Sequence[Value], names: Sequence[str] = ()
) -> Value:
    """Call a value at a place of the text; null and a warning where that does not work."""
    if not isinstance(function, Function):
        return run.fail(
            place, "This is not a function.", "Write the name of a function before “(”."
        )
    try:
        return run.invoke(function, arguments, names)
    except Refusal as refusal:
        name = f"{function.name}(...)" if function.name else "The function"
        return run.fail(place, f"{name} has no result: {refusal.message}", refusal.remedy)
