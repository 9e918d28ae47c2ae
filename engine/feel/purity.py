"""Reads a procedure's arithmetic: a Python module that computes and does nothing else."""

import ast
from collections.abc import Iterator
from types import ModuleType
from typing import Final

from engine.errors import ModelError, Problem

#: What arithmetic may import.
_ALLOWED: Final = frozenset(
    {
        "__future__", "calendar", "collections", "dataclasses", "datetime", "decimal", "enum",
        "fractions", "functools", "itertools", "math", "operator", "re", "statistics", "typing",
        "zoneinfo",
    }
)  # fmt: skip
_FORBIDDEN: Final = frozenset(
    {
        "__import__", "breakpoint", "compile", "delattr", "eval", "exec", "getattr", "globals",
        "input", "locals", "open", "print", "setattr", "vars",
    }
)  # fmt: skip
_CLOCKS: Final = frozenset({"now", "today", "utcnow"})


def load_module(source: str, name: str = "calculations") -> ModuleType:
    """Return the module that a source text defines.

    Args:
        source: The text of a Python module.
        name: What it is called in messages.

    Returns:
        The module, executed.

    Raises:
        ModelError: If it cannot be read, or does more than compute; with the lines.
    """
    try:
        tree = ast.parse(source, f"{name}.py")
    except SyntaxError as error:
        problem = Problem(
            message=f"The Python text cannot be read: {error.msg}.",
            file=f"{name}.py",
            line=error.lineno or 0,
            rule="calculation-unreadable",
        )
        raise ModelError([problem]) from error
    problems = list(_impurities(tree, f"{name}.py"))
    if problems:
        raise ModelError(problems)
    module = ModuleType(name)
    exec(compile(tree, f"{name}.py", "exec"), vars(module))  # noqa: S102 - read above: it computes and does nothing else
    return module


def _impurities(tree: ast.Module, file: str) -> Iterator[Problem]:
    for node in ast.walk(tree):
        found = _impurity(node)
        if found:
            yield Problem(
                message=f"“{found}” has no place in a calculation.",
                remedy="Compute from the arguments alone; what else is needed becomes an argument.",
                file=file,
                line=getattr(node, "lineno", 0),
                rule="calculation-not-pure",
            )


def _impurity(node: ast.AST) -> str:
    if isinstance(node, ast.Import):
        return next((one.name for one in node.names if not _allowed(one.name)), "")
    if isinstance(node, ast.ImportFrom):
        return "" if _allowed(node.module or "") else f"from {node.module} import"
    if isinstance(node, ast.Name):
        return node.id if node.id in _FORBIDDEN else ""
    if isinstance(node, ast.Attribute):
        hidden = node.attr.startswith("__") or node.attr in _CLOCKS
        return node.attr if hidden else ""
    return "async" if isinstance(node, ast.AsyncFunctionDef) else ""


def _allowed(module: str) -> bool:
    return module.partition(".")[0] in _ALLOWED
