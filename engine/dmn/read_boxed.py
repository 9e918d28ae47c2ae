"""Reads boxed expressions."""

from collections.abc import Callable, Mapping

from engine.dmn.nodes import (
    child,
    children,
    element_id,
    kind,
    name_of,
    text_of,
    type_of,
    variable_of,
)
from engine.dmn.read_table import read_table
from engine.dmn.syntax import (
    Conditional,
    Context,
    ContextEntry,
    Expression,
    Filter,
    For,
    FunctionDefinition,
    Invocation,
    ListExpression,
    Literal,
    Quantified,
    Relation,
)
from engine.model.xml import Element, line_of

__all__ = ["read_expression_in", "read_function"]


def read_expression_in(parent: Element | None) -> Expression | None:
    """Read the first expression directly inside an element; None when there is none.

    Raises:
        ModelError: If a decision table in it cannot be read.
    """
    inner = child(parent, *_READERS)
    return None if inner is None else _READERS[kind(inner)](inner)


def read_function(element: Element) -> FunctionDefinition:
    """Read a function definition, or the encapsulated logic of a business knowledge model.

    Raises:
        ModelError: If a decision table in it cannot be read.
    """
    return FunctionDefinition(
        id=element_id(element),
        parameters=tuple(variable_of(inner) for inner in children(element, "formalParameter")),
        body=read_expression_in(element),
        kind=_function_kind(element),
        line=line_of(element),
    )


def _function_kind(element: Element) -> str:
    """Return the kind; up to DMN 1.1 it stood in an attribute of a vendor's namespace."""
    for name, value in element.attrib.items():
        if str(name).rpartition("}")[2] == "kind":
            written = str(value)
            return {"J": "Java", "P": "PMML", "F": "FEEL"}.get(written, written)
    return "FEEL"


def _read_literal(element: Element) -> Literal:
    return Literal(text=text_of(element), type=type_of(element))


def _read_context(element: Element) -> Context:
    return Context(entries=tuple(_read_entry(it) for it in children(element, "contextEntry")))


def _read_entry(element: Element) -> ContextEntry:
    variable = child(element, "variable")
    return ContextEntry(
        variable=None if variable is None or not name_of(variable) else variable_of(variable),
        value=read_expression_in(element),
    )


def _read_invocation(element: Element) -> Invocation:
    return Invocation(
        id=element_id(element),
        function=read_expression_in(element),
        bindings=tuple(
            (variable_of(child(inner, "parameter")), read_expression_in(inner))
            for inner in children(element, "binding")
        ),
        line=line_of(element),
    )


def _read_list(element: Element) -> ListExpression:
    return ListExpression(elements=_expressions(element))


def _expressions(element: Element) -> tuple[Expression | None, ...]:
    return tuple(_READERS[kind(inner)](inner) for inner in children(element, *_READERS))


def _read_relation(element: Element) -> Relation:
    return Relation(
        columns=tuple(variable_of(inner) for inner in children(element, "column")),
        rows=tuple(_expressions(inner) for inner in children(element, "row")),
    )


def _read_conditional(element: Element) -> Conditional:
    return Conditional(
        condition=read_expression_in(child(element, "if")),
        then=read_expression_in(child(element, "then")),
        otherwise=read_expression_in(child(element, "else")),
    )


def _iterator(element: Element) -> str:
    return " ".join(element.get("iteratorVariable", "").split())


def _read_for(element: Element) -> For:
    return For(
        iterator=_iterator(element),
        collection=read_expression_in(child(element, "in")),
        result=read_expression_in(child(element, "return")),
    )


def _read_quantified(element: Element) -> Quantified:
    return Quantified(
        quantifier="some" if kind(element) == "some" else "every",
        iterator=_iterator(element),
        collection=read_expression_in(child(element, "in")),
        condition=read_expression_in(child(element, "satisfies")),
    )


def _read_filter(element: Element) -> Filter:
    return Filter(
        collection=read_expression_in(child(element, "in")),
        match=read_expression_in(child(element, "match")),
    )


_READERS: Mapping[str, Callable[[Element], Expression]] = {
    "literalExpression": _read_literal,
    "decisionTable": read_table,
    "context": _read_context,
    "invocation": _read_invocation,
    "functionDefinition": read_function,
    "list": _read_list,
    "relation": _read_relation,
    "conditional": _read_conditional,
    "for": _read_for,
    "some": _read_quantified,
    "every": _read_quantified,
    "filter": _read_filter,
}
