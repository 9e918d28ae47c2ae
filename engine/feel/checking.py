"""Checks an expression before it runs, as ``docket check`` does."""

from collections.abc import Iterator, Mapping

from engine.errors import Problem
from engine.feel.inferring import Inference
from engine.feel.nodes import Node
from engine.feel.parsing import Start, parse, problem_at, problems
from engine.feel.registry import BUILT_IN, Functions
from engine.feel.scopes import Scope
from engine.feel.types import Type


def check(
    text: str,
    types: Mapping[str, Type | None],
    functions: Functions | None = None,
    *,
    start: Start = "expression",
    wanted: Type | None = None,
) -> list[Problem]:
    """Return what is wrong with an expression, without running it.

    Args:
        text: The expression, or with ``start="tests"`` a decision table's cell.
        types: Every name in scope; None for one whose type is not known. For a cell, ``?`` may
            be among them.
        functions: Functions beside the built-in ones.
        start: What the text is.
        wanted: The type that the result has to have, where it matters.

    Returns:
        Problems with line, column and remedy; empty when nothing is known to be wrong.
    """
    known = functions or BUILT_IN
    names = (*types, *_member_names(types), *known.special)
    unreadable = problems(text, names, start=start)
    if unreadable:
        return unreadable
    found: list[Problem] = []
    tree = parse(text, names, start=start)

    def report(node: Node, message: str, remedy: str) -> None:
        found.append(problem_at(tree.text, node.at, message, remedy, "expression-wrong"))

    scope = Scope(names={"?": None, **types} if start == "tests" else types, functions=known.table)
    result = Inference(report).type(tree.root, scope)
    if wanted is not None and result is not None and result.name != wanted.name:
        report(tree.root, f"The result is a {result}, but has to be a {wanted}.", "")
    return found


def _member_names(types: Mapping[str, Type | None]) -> Iterator[str]:
    pending = [found for found in types.values() if found is not None]
    while pending:
        found = pending.pop()
        pending.extend(member for _, member in found.members or ())
        pending.extend([found.items] if found.items else [])
        yield from (name for name, _ in found.members or ())
