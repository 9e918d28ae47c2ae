"""Whether a call fits a function, judged by names, number and types of the arguments."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.feel.scopes import Known
from engine.feel.signature import Parameter, Signature
from engine.feel.types import conforms
from engine.feel.values import Function, Refusal


@dataclass(frozen=True, kw_only=True)
class Argument:
    """What is known of one argument."""

    #: Empty when it is given by position.
    name: str
    type: Known


def call_problem(function: Function, arguments: Sequence[Argument]) -> Refusal | None:
    """Return why no way of calling a function takes the arguments; None when one does."""
    found: Refusal | None = None
    for signature in function.signatures:
        problem = _problem(signature, arguments)
        if problem is None:
            return None
        found = problem if found is None or "It takes" in found.message else found
    return found


def _problem(signature: Signature, arguments: Sequence[Argument]) -> Refusal | None:
    named = any(argument.name for argument in arguments)
    if signature.gather and not named:
        missing = len(arguments) < len(signature.parameters)
        return Refusal("It takes one argument or more.") if missing else None
    known = {parameter.name: parameter for parameter in signature.parameters}
    if named:
        for argument in arguments:
            if argument.name not in known:
                remedy = f"It takes: {', '.join(known)}."
                return Refusal(f"There is no parameter “{argument.name}”.", remedy)
        pairs = [(known[argument.name], argument) for argument in arguments]
    else:
        pairs = list(zip(signature.parameters, arguments, strict=False))
    return _count(signature, arguments, named=named) or _types(pairs)


def _count(signature: Signature, arguments: Sequence[Argument], *, named: bool) -> Refusal | None:
    given = {argument.name for argument in arguments}
    most = len(signature.parameters)
    if len(arguments) > most:
        return Refusal(f"It takes {most} arguments, not {len(arguments)}.", str(signature))
    for place, parameter in enumerate(signature.parameters):
        absent = parameter.name not in given if named else place >= len(arguments)
        if absent and not parameter.optional:
            return Refusal(f"“{parameter.name}” is missing.", f"Add it: {parameter}.")
    return None


def _types(pairs: list[tuple[Parameter, Argument]]) -> Refusal | None:
    for parameter, argument in pairs:
        if argument.type is not None and not _takes(parameter, argument.type):
            types = " or ".join(str(one) for one in parameter.types)
            return Refusal(f"“{parameter.name}” is a {argument.type}, but has to be {types}.")
    return None


def _takes(parameter: Parameter, given: Known) -> bool:
    if given is None or given.name == "list":
        return True
    for wanted in parameter.types:
        if wanted.name in {"Any", "list", given.name} or conforms(given, wanted):
            return True
        if (given.name, wanted.name) == ("date", "date and time"):
            return True
    return False
