"""What can be said of an expression before it runs: its type, and what is wrong with it."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.feel import nodes
from engine.feel.call_types import Argument, call_problem
from engine.feel.nodes import Node
from engine.feel.scopes import Known, Scope
from engine.feel.type_tables import (
    ARITHMETIC,
    BOOLEAN,
    MEMBERS,
    ORDERED,
    PLAIN,
    common,
    context_type,
    type_of_value,
)
from engine.feel.types import Type

Report = Callable[[Node, str, str], None]
_VAGUE: Final = frozenset({"Any", "Null"})


class Inference:
    """Walks one expression and reports what is wrong with it."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def type(self, node: Node, scope: Scope) -> Known:
        """Return the type of a node's value; None when it is not known."""
        found: Known = _RULES[type(node)](self, node, scope)
        return None if found is not None and found.name in _VAGUE else found

    def boolean(self, node: Node, scope: Scope, what: str) -> None:
        """Report a node that is neither true nor false."""
        found = self.type(node, scope)
        if found is not None and found.name != "boolean":
            remedy = "Compare it with something."
            self.report(node, f"{what} is a {found}, neither true nor false.", remedy)


def _literal(run: Inference, node: nodes.Literal, _scope: Scope) -> Known:
    if node.temporal and node.value is None:
        text = f"“{node.temporal}” is no date, time or duration."
        run.report(node, text, "Write for example 2027-03-01 or P3D.")
    return type_of_value(node.value)


def _name(run: Inference, node: nodes.Name, scope: Scope) -> Known:
    if scope.has(node.name):
        return scope.type_of(node.name)
    if node.name not in scope.functions:
        near = scope.nearest(node.name)
        remedy = f"Do you mean “{near}”?" if near else "Check the spelling, or declare it."
        run.report(node, f"There is no “{node.name}” here.", remedy)
    return None


def _list(run: Inference, node: nodes.ListOf, scope: Scope) -> Known:
    return Type(name="list", items=common([run.type(item, scope) for item in node.items]))


def _context(run: Inference, node: nodes.Context, scope: Scope) -> Known:
    members: dict[str, Known] = {}
    inner = scope.inner(members)
    for entry in node.entries:
        members[entry.key] = run.type(entry.value, inner)
    return context_type(members)


def _arithmetic(run: Inference, node: nodes.Arithmetic, scope: Scope) -> Known:
    left = run.type(node.first, scope)
    for operator, side in node.rest:
        right = run.type(side, scope)
        left = _applied(run, side, operator, left, right)
    return left


def _applied(run: Inference, side: Node, operator: str, left: Known, right: Known) -> Known:
    if left is None or right is None:
        return None
    found = ARITHMETIC[operator].get((left.name, right.name))
    if found is None:
        run.report(side, f"“{operator}” does not go with {left} and {right}.", "Convert one side.")
    return Type(name=found) if found else None


def _negation(run: Inference, node: nodes.Negation, scope: Scope) -> Known:
    found = run.type(node.value, scope)
    if found is not None and found.name != "number" and "duration" not in found.name:
        run.report(node, f"“-” does not go with {found}.", "Write it before a number or duration.")
    return found


def _comparison(run: Inference, node: nodes.Comparison, scope: Scope) -> Known:
    left, right = run.type(node.left, scope), run.type(node.right, scope)
    _comparable(run, node, left, right, ordered=node.operator not in {"=", "!="})
    return BOOLEAN


def _comparable(run: Inference, node: Node, left: Known, right: Known, *, ordered: bool) -> None:
    if left is not None and right is not None and left.name != right.name:
        run.report(node, f"A {left} is never compared with a {right}.", "Convert one side.")
        return
    for found in (left, right):
        if ordered and found is not None and found.name not in ORDERED:
            run.report(node, f"Values of type {found} have no order.", "Use = or !=.")
            return


def _between(run: Inference, node: nodes.Between, scope: Scope) -> Known:
    value = run.type(node.value, scope)
    for end in (node.low, node.high):
        _comparable(run, end, value, run.type(end, scope), ordered=True)
    return BOOLEAN


def _operator_test(run: Inference, node: nodes.OperatorTest, scope: Scope) -> Known:
    return Type(name="range", items=run.type(node.value, scope))


def _tests(run: Inference, node: nodes.Tests, scope: Scope) -> Known:
    value = scope.type_of("?")
    for item in node.items:
        _test(run, item, value, scope)
    return BOOLEAN


def _membership(run: Inference, node: nodes.Membership, scope: Scope) -> Known:
    value = run.type(node.value, scope)
    inner = scope.inner({"?": value})
    for test in node.tests:
        _test(run, test, value, inner)
    return BOOLEAN


def _test(run: Inference, node: Node, value: Known, scope: Scope) -> None:
    if isinstance(node, nodes.OperatorTest):
        operand = run.type(node.value, scope)
        _comparable(run, node, value, operand, ordered=node.operator not in {"=", "!="})
        return
    found = run.type(node, scope)
    if found is None or value is None or found == BOOLEAN:
        return
    items = found.items if found.name in {"list", "range"} and value.name != found.name else found
    if items is not None and items.name not in {value.name, "range"}:
        run.report(node, f"A {value} is never compared with a {items}.", "Correct the test.")


def _instance_of(run: Inference, node: nodes.InstanceOf, scope: Scope) -> Known:
    run.type(node.value, scope)
    return BOOLEAN


def _logic(run: Inference, node: nodes.Conjunction | nodes.Disjunction, scope: Scope) -> Known:
    for item in node.items:
        run.boolean(item, scope, "A side of and, or")
    return BOOLEAN


def _conditional(run: Inference, node: nodes.Conditional, scope: Scope) -> Known:
    run.boolean(node.condition, scope, "The condition")
    return common([run.type(node.then, scope), run.type(node.otherwise, scope)])


def _iterated(run: Inference, iterators: tuple[nodes.Iterator_, ...], scope: Scope) -> Scope:
    for iterator in iterators:
        found = run.type(iterator.domain, scope)
        if iterator.high is not None:
            run.type(iterator.high, scope)
        elif found is not None and found.name in {"list", "range"}:
            found = found.items
        scope = scope.inner({iterator.name: found})
    return scope


def _loop(run: Inference, node: nodes.Loop, scope: Scope) -> Known:
    inner = _iterated(run, node.iterators, scope.inner({"partial": Type(name="list")}))
    return Type(name="list", items=run.type(node.body, inner))


def _quantified(run: Inference, node: nodes.Quantified, scope: Scope) -> Known:
    run.boolean(node.body, _iterated(run, node.iterators, scope), "The condition")
    return BOOLEAN


def _path(run: Inference, node: nodes.Path, scope: Scope) -> Known:
    return _member(run, node, run.type(node.value, scope))


def _member(run: Inference, node: nodes.Path, owner: Known) -> Known:
    if owner is None:
        return None
    if owner.name == "list":
        return Type(name="list", items=_member(run, node, owner.items))
    members = dict(owner.members or ()) if owner.name == "context" else MEMBERS.get(owner.name)
    if members is not None and node.name in members:
        return members[node.name]
    if owner.members is not None or (members is not None and owner.name != "context"):
        known = ", ".join(members or ())
        run.report(node, f"A {owner.name} here has no “{node.name}”.", f"It has: {known}.")
    elif owner.name in PLAIN:
        run.report(node, f"A {owner.name} has no “{node.name}”.", "Remove what follows the dot.")
    return None


def _filter(run: Inference, node: nodes.Filter, scope: Scope) -> Known:
    owner = run.type(node.value, scope)
    item = owner.items if owner is not None and owner.name == "list" else owner
    inner = scope.inner({"item": item})
    if item is None:
        inner = inner.inner({}, unbounded=True)
    elif item.name == "context":
        inner = inner.inner(dict(item.members or ()), unbounded=item.members is None)
    found = run.type(node.condition, inner)
    if found is not None and found.name == "number":
        return item
    if found is not None and found != BOOLEAN:
        run.report(node.condition, f"A filter is a condition or a place, not a {found}.", "")
    return Type(name="list", items=item)


def _call(run: Inference, node: nodes.Call, scope: Scope) -> Known:
    types = [run.type(argument, scope) for argument in node.arguments]
    if not isinstance(node.function, nodes.Name):
        called = run.type(node.function, scope)
        return called.result if called is not None else None
    name = node.function.name
    function = scope.function(name)
    if function is None:
        return _called(run, node.function, scope)
    names = node.names or ("",) * len(types)
    arguments = [Argument(name=one, type=found) for one, found in zip(names, types, strict=True)]
    problem = call_problem(function, arguments)
    if problem:
        run.report(node, f"{name}(...): {problem.message}", problem.remedy)
    return common(signature.result for signature in function.signatures)


def _called(run: Inference, node: nodes.Name, scope: Scope) -> Known:
    if not scope.has(node.name):
        near = scope.nearest(node.name)
        remedy = f"Do you mean “{near}”?" if near else "docket feel --functions lists them."
        run.report(node, f"There is no function “{node.name}”.", remedy)
        return None
    found = scope.type_of(node.name)
    if found is not None and found.name != "function":
        run.report(node, f"“{node.name}” is a {found}, not a function.", "")
    return found.result if found is not None else None


def _range(run: Inference, node: nodes.RangeOf, scope: Scope) -> Known:
    start, end = run.type(node.start, scope), run.type(node.end, scope)
    _comparable(run, node, start, end, ordered=True)
    return Type(name="range", items=start or end)


def _lambda(run: Inference, node: nodes.Lambda, scope: Scope) -> Known:
    inner = scope.inner(dict(node.parameters))
    unknown = Type(name="Any")
    parameters = tuple(found or unknown for _, found in node.parameters)
    result = None if node.external else run.type(node.body, inner)
    return Type(name="function", parameters=parameters, result=result)


_RULES: Final[Mapping[type[Node], Callable[..., Known]]] = {
    nodes.Literal: _literal,
    nodes.Name: _name,
    nodes.ListOf: _list,
    nodes.Context: _context,
    nodes.Arithmetic: _arithmetic,
    nodes.Negation: _negation,
    nodes.Comparison: _comparison,
    nodes.Between: _between,
    nodes.OperatorTest: _operator_test,
    nodes.Tests: _tests,
    nodes.Membership: _membership,
    nodes.InstanceOf: _instance_of,
    nodes.Conjunction: _logic,
    nodes.Disjunction: _logic,
    nodes.Conditional: _conditional,
    nodes.Loop: _loop,
    nodes.Quantified: _quantified,
    nodes.Path: _path,
    nodes.Filter: _filter,
    nodes.Call: _call,
    nodes.RangeOf: _range,
    nodes.Lambda: _lambda,
}
