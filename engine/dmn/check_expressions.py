"""Finds what is wrong with the expressions of a model, before they run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine import feel
from engine.dmn.elements import BusinessKnowledge, Decision, Element, InputData
from engine.dmn.library import Home
from engine.dmn.static_types import Known, StaticTypes
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
    Rule,
    Table,
    Text,
)
from engine.dmn.tables import is_any
from engine.dmn.walking import logic_of
from engine.errors import Problem
from engine.feel import nodes
from engine.feel.parsing import Start
from engine.feel.types import Type

__all__ = ["check_expressions"]

Names = Mapping[str, Known]


@dataclass(frozen=True, kw_only=True)
class _View:
    """What an expression sees."""

    home: Home
    owner: str
    types: StaticTypes
    functions: feel.Functions
    names: Names = field(default_factory=dict)
    #: Whether there may be more names than are known.
    open: bool = False
    #: Names of the model that are read rightly only when they are known.
    special: frozenset[str] = frozenset()

    def plus(self, names: Names) -> "_View":
        return replace(self, names={**self.names, **names})


def check_expressions(
    home: Home,
    element: Element,
    outside: Names | None,
    functions: feel.Functions,
    special: frozenset[str],
) -> Iterator[Problem]:
    """Go through the problems of one element's expressions.

    Args:
        home: The file of the element.
        element: A decision or a knowledge model; others have no expressions.
        outside: Names that come from outside the model, with their types; None when they are not
            known, and then no name is said to be unknown.
        functions: The functions that expressions may call.
        special: Names of the model that hold an operator or a keyword.
    """
    types = StaticTypes()
    names = {**_required(home, element, types)}
    if isinstance(element, BusinessKnowledge):
        names |= {element.name: None, element.variable.name: None}
    view = _View(
        home=home,
        owner=f"“{element.name}”",
        types=types,
        functions=functions,
        names={**(outside or {}), **names},
        open=outside is None,
        special=special,
    )
    yield from _check(logic_of(element), view)


def _required(home: Home, element: Element, types: StaticTypes) -> dict[str, Known]:
    names: dict[str, Known] = {}
    references = element.knowledge if isinstance(element, Decision | BusinessKnowledge) else ()
    if isinstance(element, Decision):
        references = (*element.information, *references)
    for reference in references:
        found = home.find(reference)
        if found is None:
            continue
        at, required = found
        if len(at.path) > len(home.path) and at.path[-1]:
            names[at.path[-1]] = None
            continue
        is_value = isinstance(required, InputData | Decision)
        known = types.find(required.variable.type, at) if is_value else None
        names |= {required.name: known, required.variable.name: known}
    return names


def _check(expression: Expression | None, view: _View) -> Iterator[Problem]:
    if expression is not None:
        yield from _CHECKS[type(expression)](expression, view)


def _text(
    text: Text, view: _View, what: str = "", start: Start = "expression"
) -> Iterator[Problem]:
    if text.language:
        return
    names = {**dict.fromkeys(view.special), **view.names}
    if view.open:
        names = {**dict.fromkeys(_used(text.text, names, view.functions, start)), **names}
    for problem in feel.check(text.text, names, view.functions, start=start):
        yield replace(
            problem,
            message=f"{view.owner}{f', {what}' if what else ''}: {problem.message}",
            file=view.home.definitions.file,
            element=text.element,
            line=text.line + max(problem.line - 1, 0),
            rule="decision-expression",
        )


def _used(text: str, names: Names, functions: feel.Functions, start: Start) -> set[str]:
    """Return the names that a text uses as values, whether or not they are known."""
    if feel.problems(text, (*names, *functions.special), start=start):
        return set()
    tree = feel.parse(text, (*names, *functions.special), start=start)
    used: set[str] = set()
    pending: list[nodes.Node] = [tree.root]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Name):
            used.add(node.name)
        called = node.function if isinstance(node, nodes.Call) else None
        named = isinstance(called, nodes.Name)
        pending += (it for it in nodes.children(node) if not (named and it is called))
    return used - set(functions.table)


def _check_literal(expression: Literal, view: _View) -> Iterator[Problem]:
    yield from _text(expression.text, view)


def _check_table(table: Table, view: _View) -> Iterator[Problem]:
    for column in table.inputs:
        what = f"column “{column.label}”"
        yield from _text(column.expression, view, what)
        if column.values.text.strip():
            yield from _text(column.values, view, what, "tests")
    for output in table.outputs:
        what = f"output “{output.label}”" if output.label else "the output"
        if output.values.text.strip():
            yield from _text(output.values, view, what, "tests")
        if output.default.text.strip():
            yield from _text(output.default, view, what)
    for rule in table.rules:
        yield from _check_rule(rule, table, view)


def _check_rule(rule: Rule, table: Table, view: _View) -> Iterator[Problem]:
    for column, test in zip(table.inputs, rule.tests, strict=True):
        cell = view.plus({"?": view.types.find(column.type, view.home)})
        if not is_any(test.text):
            yield from _text(test, cell, f"rule {rule.number}, “{column.label}”", "tests")
    for result in rule.results:
        if not is_any(result.text):
            yield from _text(result, view, f"rule {rule.number}")


def _check_context(expression: Context, view: _View) -> Iterator[Problem]:
    for entry in expression.entries:
        own = {entry.variable.name: None} if entry.variable else {}
        recursive = isinstance(entry.value, FunctionDefinition)
        yield from _check(entry.value, view.plus(own) if recursive else view)
        if entry.variable:
            known = view.types.find(entry.variable.type, view.home)
            view = view.plus({entry.variable.name: known})


def _check_invocation(expression: Invocation, view: _View) -> Iterator[Problem]:
    yield from _check(expression.function, view)
    for _, value in expression.bindings:
        yield from _check(value, view)


def _check_function(expression: FunctionDefinition, view: _View) -> Iterator[Problem]:
    if expression.kind.upper() != "FEEL":
        yield Problem(
            message=f"{view.owner}: Functions of the kind {expression.kind} are not run.",
            remedy="Write it as a FEEL expression or register it under a name.",
            file=view.home.definitions.file,
            element=expression.id,
            line=expression.line,
            rule="decision-function",
        )
        return
    parameters = {it.name: view.types.find(it.type, view.home) for it in expression.parameters}
    yield from _check(expression.body, view.plus(parameters))


def _check_list(expression: ListExpression, view: _View) -> Iterator[Problem]:
    for element in expression.elements:
        yield from _check(element, view)


def _check_relation(expression: Relation, view: _View) -> Iterator[Problem]:
    for row in expression.rows:
        for cell in row:
            yield from _check(cell, view)


def _check_conditional(expression: Conditional, view: _View) -> Iterator[Problem]:
    for part in (expression.condition, expression.then, expression.otherwise):
        yield from _check(part, view)


def _check_for(expression: For, view: _View) -> Iterator[Problem]:
    yield from _check(expression.collection, view)
    inner = view.plus({"partial": Type(name="list"), expression.iterator: None})
    yield from _check(expression.result, inner)


def _check_quantified(expression: Quantified, view: _View) -> Iterator[Problem]:
    yield from _check(expression.collection, view)
    yield from _check(expression.condition, view.plus({expression.iterator: None}))


def _check_filter(expression: Filter, view: _View) -> Iterator[Problem]:
    """Check a filter; the entries of an item are names in its condition, whatever they are."""
    yield from _check(expression.collection, view)
    yield from _check(expression.match, replace(view.plus({"item": None}), open=True))


_CHECKS: Mapping[type, Callable[..., Iterator[Problem]]] = {
    Literal: _check_literal,
    Table: _check_table,
    Context: _check_context,
    Invocation: _check_invocation,
    FunctionDefinition: _check_function,
    ListExpression: _check_list,
    Relation: _check_relation,
    Conditional: _check_conditional,
    For: _check_for,
    Quantified: _check_quantified,
    Filter: _check_filter,
}
