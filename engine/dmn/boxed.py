"""Evaluates boxed expressions."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.dmn.functions import make_function
from engine.dmn.run import Place
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
    Variable,
)
from engine.dmn.tables import evaluate_table
from engine.dmn.walking import texts_in
from engine.feel.run import Frame
from engine.feel.values import Function, Refusal, Value

__all__ = ["define_function", "evaluate"]


def evaluate(expression: Expression | None, scope: Frame, place: Place) -> Value:
    """Evaluate an expression of any kind; one that is missing is null.

    Raises:
        ExpressionError: In strict mode, if a part of it has no value.
        LimitError: If it takes too long or grows too large.
    """
    if expression is None:
        return None
    return _EVALUATORS[type(expression)](expression, scope, place)


def _literal(expression: Literal, scope: Frame, place: Place) -> Value:
    value = place.value_of(expression.text, scope)
    if not expression.type:
        return value
    return place.converted(value, expression.type, "The expression", expression.text.line)


def _context(expression: Context, scope: Frame, place: Place) -> Value:
    names: dict[str, Value] = {}
    inner = place.frame(names, scope)
    for entry in expression.entries:
        value = evaluate(entry.value, inner, place)
        if entry.variable is None:
            return value
        names[entry.variable.name] = _typed(value, entry.variable, place)
    return names


def _typed(value: Value, variable: Variable, place: Place) -> Value:
    return place.converted(value, variable.type, f"“{variable.name}”", 0)


def _invocation(expression: Invocation, scope: Frame, place: Place) -> Value:
    function = evaluate(expression.function, scope, place)
    names = [variable.name for variable, _ in expression.bindings]
    arguments = [
        _typed(evaluate(value, scope, place), variable, place)
        for variable, value in expression.bindings
    ]
    text = Text(text="", element=expression.id, line=expression.line)
    if not isinstance(function, Function):
        return place.fail("What is invoked is not a function.", text)
    try:
        return place.run.feel.invoke(function, arguments, names)
    except Refusal as refusal:
        return place.fail(refusal.message, text, refusal.remedy)


def _function(expression: FunctionDefinition, scope: Frame, place: Place) -> Value:
    return define_function("", expression, lambda: scope, place)


def define_function(
    name: str, definition: FunctionDefinition, scope: Callable[[], Frame], place: Place
) -> Function | None:
    """Return the function that a definition describes; null for one that is not in FEEL.

    Args:
        name: What people call it; empty for one without a name.
        definition: Parameters and body.
        scope: Asked at each call for the names that the body sees besides its parameters.
        place: Where it is defined.

    Raises:
        ExpressionError: In strict mode, if the body is not in FEEL.
    """
    if definition.kind.upper() != "FEEL":
        text = Text(text="", element=definition.id, line=definition.line)
        remedy = "Write it as a FEEL expression or register it under a name."
        place.fail(f"Functions of the kind {definition.kind} are not run.", text, remedy)
        return None

    def body(arguments: Mapping[str, Value]) -> Value:
        return evaluate(definition.body, place.frame(arguments, scope()), place)

    return make_function(name, definition.parameters, body, place, definition.line)


def _list(expression: ListExpression, scope: Frame, place: Place) -> Value:
    return [evaluate(element, scope, place) for element in expression.elements]


def _relation(expression: Relation, scope: Frame, place: Place) -> Value:
    return [
        {
            column.name: _typed(evaluate(cell, scope, place), column, place)
            for column, cell in zip(expression.columns, row, strict=False)
        }
        for row in expression.rows
    ]


def _conditional(expression: Conditional, scope: Frame, place: Place) -> Value:
    met = evaluate(expression.condition, scope, place)
    return evaluate(expression.then if met is True else expression.otherwise, scope, place)


_ITEMS = Text(text="for item in collection return item", element="", line=0)
_ITEM_AT = Text(text="collection[position]", element="", line=0)


def _items(collection: Expression | None, scope: Frame, place: Place) -> list[Value] | None:
    """Return what a loop goes through: the items of a list or a range; None for null."""
    value = evaluate(collection, scope, place)
    items = place.value_of(_ITEMS, place.frame({"collection": value}))
    return items if isinstance(items, list) else None


def _for(expression: For, scope: Frame, place: Place) -> Value:
    items = _items(expression.collection, scope, place)
    if items is None:
        return None
    results: list[Value] = []
    names: dict[str, Value] = {"partial": results}
    outer = place.frame(names, scope)
    keeps_partial = any("partial" in it.text for it in texts_in(expression.result))
    for item in items:
        place.run.feel.spend(1)
        inner = place.frame({expression.iterator: item}, outer)
        result = evaluate(expression.result, inner, place)
        if keeps_partial and isinstance(result, list | dict | Function):
            # The result may hold the list seen as partial, which must not change any more.
            place.run.feel.spend(len(results) // 16)
            names["partial"] = results = list(results)
        results.append(result)
    return results


def _quantified(expression: Quantified, scope: Frame, place: Place) -> Value:
    items = _items(expression.collection, scope, place)
    if items is None:
        return None
    decisive, unknown = expression.quantifier == "some", False
    for item in items:
        place.run.feel.spend(1)
        inner = place.frame({expression.iterator: item}, scope)
        met = evaluate(expression.condition, inner, place)
        if met is decisive:
            return decisive
        unknown = unknown or met is not (not decisive)
    return None if unknown else not decisive


def _filter(expression: Filter, scope: Frame, place: Place) -> Value:
    value = evaluate(expression.collection, scope, place)
    items = value if isinstance(value, list) else [] if value is None else [value]
    results: list[Value] = []
    for number, item in enumerate(items):
        place.run.feel.spend(1)
        inner = place.frame({"item": item}, scope)
        inner = place.frame(item, inner) if isinstance(item, dict) else inner
        met = evaluate(expression.match, inner, place)
        if met is True:
            results.append(item)
        elif number == 0 and isinstance(met, Decimal):
            return place.value_of(_ITEM_AT, place.frame({"collection": items, "position": met}))
    return results


_EVALUATORS: Mapping[type, Callable[..., Value]] = {
    Literal: _literal,
    Table: evaluate_table,
    Context: _context,
    Invocation: _invocation,
    FunctionDefinition: _function,
    ListExpression: _list,
    Relation: _relation,
    Conditional: _conditional,
    For: _for,
    Quantified: _quantified,
    Filter: _filter,
}
