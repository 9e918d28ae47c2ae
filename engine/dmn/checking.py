"""Finds what is wrong with a decision model before a case meets it."""

from collections.abc import Iterator, Mapping

from engine import feel
from engine.dmn.check_expressions import check_expressions
from engine.dmn.check_tables import check_table
from engine.dmn.elements import BusinessKnowledge, Decision, DecisionService, Element, Reference
from engine.dmn.library import Home
from engine.dmn.model import Model
from engine.dmn.run import Place, begin
from engine.dmn.syntax import Table
from engine.dmn.types import is_known
from engine.dmn.walking import logic_of, walk
from engine.errors import Problem
from engine.feel.types import Type

__all__ = ["find_problems"]


def find_problems(
    model: Model,
    types: Mapping[str, Type | None] | None = None,
    functions: feel.Functions | None = None,
) -> list[Problem]:
    """Return what is wrong with the elements of a model's own file.

    Args:
        model: The model.
        types: The names that come from outside the model (a case's variables) with their types,
            None for a type that is not known. Without them no name is said to be unknown.
        functions: Functions beside the built-in ones.

    Returns:
        Expressions that cannot be read or use unknown names, requirements and types that lead
        nowhere, decisions without logic; in tables: rules that overlap, values that no rule
        covers, rules that never count, literals that are not allowed in their column. Each with
        its element and line; gaps and missing logic are warnings.
    """
    known = functions or feel.BUILT_IN
    home = model.library.home
    run = begin(feel.EvaluationContext(functions=known), model.names, home)
    problems: list[Problem] = []
    for element in home.definitions.elements.values():
        problems += _references(home, element)
        problems += _types(home, element)
        problems += check_expressions(home, element, types, known, model.names)
        place = Place(run=run, home=home, owner=f"“{element.name}”", element=element.id)
        for expression in walk(logic_of(element)):
            if isinstance(expression, Table):
                problems += check_table(expression, place)
    return problems


def _references(home: Home, element: Element) -> Iterator[Problem]:
    if isinstance(element, Decision) and element.logic is None:
        message, remedy = "The decision has no logic.", "Write a table or an expression."
        yield _problem(home, element, element.line, message, remedy, "logic", warning=True)
    for reference in _outgoing(element):
        if home.find(reference) is None:
            message = f"The reference to “{reference.id}” leads nowhere."
            remedy = "Remove it, or draw it to an element of the model or of an import."
            yield _problem(home, element, reference.line, message, remedy, "reference")


def _outgoing(element: Element) -> tuple[Reference, ...]:
    if isinstance(element, Decision):
        return element.information + element.knowledge
    if isinstance(element, BusinessKnowledge):
        return element.knowledge
    if isinstance(element, DecisionService):
        inputs = element.input_decisions + element.input_data
        return element.outputs + element.encapsulated + inputs
    return ()


def _types(home: Home, element: Element) -> Iterator[Problem]:
    if not is_known(element.variable.type, home):
        message = f"The type “{element.variable.type}” is not defined."
        remedy = "Define it in the model, or choose one of FEEL's types."
        yield _problem(home, element, element.line, message, remedy, "type")


def _problem(
    home: Home,
    element: Element,
    line: int,
    message: str,
    remedy: str,
    rule: str,
    *,
    warning: bool = False,
) -> Problem:
    return Problem(
        message=f"“{element.name}”: {message}",
        remedy=remedy,
        file=home.definitions.file,
        element=element.id,
        line=line,
        rule=f"decision-{rule}",
        severity="warning" if warning else "error",
    )
