"""Functions that a model defines, as values that FEEL can call."""

from collections.abc import Callable, Mapping, Sequence

from engine.dmn.run import Place
from engine.dmn.syntax import Variable
from engine.feel.run import Run as Evaluation
from engine.feel.signature import Parameter, Signature
from engine.feel.types import Type
from engine.feel.values import Function, Refusal, Value

__all__ = ["Body", "make_function"]

#: What a function does with its arguments by name.
Body = Callable[[Mapping[str, Value]], Value]

_ANYTHING = Type(name="Any", nullable=True)


def make_function(
    name: str, parameters: Sequence[Variable], body: Body, place: Place, line: int
) -> Function:
    """Return a function of a model.

    Arguments are converted to the declared types of the parameters; where that cannot be done the
    call has no value.

    Args:
        name: What people call it.
        parameters: In the order of a call by position.
        body: Called with the converted arguments.
        place: The file whose types the parameters have.
        line: Where it is defined.
    """

    def call(_evaluation: Evaluation, *arguments: Value) -> Value:
        given: dict[str, Value] = {}
        for parameter, argument in zip(parameters, arguments, strict=True):
            what = f"The argument “{parameter.name}” of {name or 'a function'}"
            given[parameter.name] = place.converted(argument, parameter.type, what, line)
            if argument is not None and given[parameter.name] is None:
                raise Refusal(f"{what} is not of the type {parameter.type}.")
        return body(given)

    accepted = tuple(Parameter(name=it.name, types=(_ANYTHING,)) for it in parameters)
    return Function(name=name, signatures=(Signature(parameters=accepted, body=call),))
