"""Rules about expressions: each can be read, and every name in it is known."""

from collections.abc import Iterator

from engine import feel
from engine.check.folder import Folder
from engine.errors import Problem
from engine.spiff import Element


def look_at_expressions(
    folder: Folder, known: frozenset[str], functions: feel.Functions
) -> Iterator[Problem]:
    """Find expressions that cannot be read or that use a name that nothing writes."""
    for element in folder.definition.elements.values() if folder.definition else ():
        for expression in element.expressions:
            found = feel.check(expression.text, dict.fromkeys(known), functions)
            yield from (
                _place(problem, element, expression.what, expression.line) for problem in found
            )
    for flow in folder.definition.flows.values() if folder.definition else ():
        if flow.condition:
            for problem in feel.check(flow.condition, dict.fromkeys(known), functions):
                yield Problem(
                    file=flow.file,
                    line=flow.line,
                    element=flow.id,
                    message=f"The condition of {flow.name or flow.id}: {problem.message}",
                    remedy=problem.remedy,
                    column=problem.column,
                    rule="expression",
                )
    yield from _look_at_summary(folder, known, functions)
    for name in sorted(known & set(functions.table)):
        yield Problem(
            message=f"The variable {name} hides the function {name}.",
            remedy="Give the variable another name.",
            element=name,
            rule="hidden-function",
        )


def _look_at_summary(
    folder: Folder, known: frozenset[str], functions: feel.Functions
) -> Iterator[Problem]:
    if folder.procedure is not None and folder.procedure.summary:
        for problem in feel.check(folder.procedure.summary, dict.fromkeys(known), functions):
            message = f"The summary: {problem.message}"
            yield Problem(
                file="procedure.toml", message=message, remedy=problem.remedy, rule="expression"
            )


def _place(problem: Problem, element: Element, what: str, line: int) -> Problem:
    return Problem(
        file=element.file,
        line=line or element.line,
        element=element.id,
        message=f"The {what} of “{element.name or element.id}”: {problem.message}",
        remedy=problem.remedy,
        column=problem.column,
        rule="expression",
        severity=problem.severity,
    )
