"""How a built-in function is declared."""

from collections.abc import Callable
from inspect import getdoc, signature
from typing import Final

from engine.feel.signature import Signature, parameters_of
from engine.feel.types import type_of
from engine.feel.values import Function, Value

#: Every built-in function by name, filled while the modules of this package are imported.
BUILTINS: Final[dict[str, Function]] = {}

Body = Callable[..., Value]


def builtin(
    name: str, parameters: str, result: str = "Any", *, gather: str = ""
) -> Callable[[Body], Body]:
    """Declare one way of calling a built-in function.

    Args:
        name: In FEEL.
        parameters: Such as ``string: string, length?: number``.
        result: Type of the result.
        gather: See ``Signature.gather``.

    Returns:
        A decorator. The function gets the run first if it has a parameter ``run``.
    """

    def declare(body: Body) -> Body:
        known = BUILTINS.get(name)
        takes_run = next(iter(signature(body).parameters), "") == "run"
        added = Signature(
            parameters=parameters_of(parameters),
            body=body if takes_run else _without_run(body),
            result=type_of(result),
            gather=gather,
        )
        BUILTINS[name] = Function(
            name=name,
            signatures=(added, *(known.signatures if known else ())),
            doc=(getdoc(body) or "").partition("\n")[0],
            source="DMN 10.3.4",
        )
        return body

    return declare


def _without_run(body: Body) -> Body:
    return lambda _run, *arguments: body(*arguments)
