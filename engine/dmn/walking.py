"""Walks through the expressions and names of a model."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.dmn.elements import BusinessKnowledge, Decision, Definitions, Element, ItemDefinition
from engine.dmn.syntax import (
    Conditional,
    Context,
    Expression,
    Filter,
    For,
    FunctionDefinition,
    Invocation,
    ListExpression,
    Literal,
    Quantified,
    Relation,
    Table,
    Text,
)

__all__ = ["logic_of", "names_in", "texts_in", "walk"]

Parts = Sequence[Expression | None]


def logic_of(element: Element) -> Expression | None:
    """Return the expression of a decision or a knowledge model."""
    return element.logic if isinstance(element, Decision | BusinessKnowledge) else None


def walk(expression: Expression | None) -> Iterator[Expression]:
    """Go through an expression and all within it, outer ones first."""
    if expression is None:
        return
    yield expression
    for part in _parts(expression):
        yield from walk(part)


def texts_in(expression: Expression | None) -> Iterator[Text]:
    """Go through the FEEL texts of an expression and of all within it."""
    for part in walk(expression):
        if isinstance(part, Literal):
            yield part.text
        elif isinstance(part, Table):
            for column in part.inputs:
                yield from (column.expression, column.values)
            for output in part.outputs:
                yield from (output.values, output.default)
            for rule in part.rules:
                yield from (*rule.tests, *rule.results)


def _parts(expression: Expression) -> Parts:
    return _PARTS[type(expression)](expression)


_PARTS: Mapping[type, Callable[..., Parts]] = {
    Literal: lambda _: (),
    Table: lambda _: (),
    Context: lambda it: [entry.value for entry in it.entries],
    Invocation: lambda it: [it.function, *(value for _, value in it.bindings)],
    FunctionDefinition: lambda it: [it.body],
    ListExpression: lambda it: it.elements,
    Relation: lambda it: [cell for row in it.rows for cell in row],
    Conditional: lambda it: [it.condition, it.then, it.otherwise],
    For: lambda it: [it.collection, it.result],
    Quantified: lambda it: [it.collection, it.condition],
    Filter: lambda it: [it.collection, it.match],
}


def names_in(definitions: Definitions) -> Iterator[str]:
    """Go through every name that a file declares."""
    for imported in definitions.imports:
        yield imported.name
    yield from _type_names(definitions.types.values())
    for element in definitions.elements.values():
        yield element.name
        yield element.variable.name
        for expression in walk(logic_of(element)):
            yield from _expression_names(expression)


def _type_names(items: Iterable[ItemDefinition]) -> Iterator[str]:
    for item in items:
        yield from (component.name for component in item.components)
        yield from _type_names(item.components)


def _expression_names(expression: Expression) -> Iterable[str]:
    reader = _NAMES.get(type(expression))
    return reader(expression) if reader else ()


_NAMES: Mapping[type, Callable[..., Iterable[str]]] = {
    Table: lambda it: [column.name for column in it.outputs],
    Context: lambda it: [entry.variable.name for entry in it.entries if entry.variable],
    FunctionDefinition: lambda it: [parameter.name for parameter in it.parameters],
    Relation: lambda it: [column.name for column in it.columns],
    For: lambda it: [it.iterator],
    Quantified: lambda it: [it.iterator],
}
