"""Rules about forms, decisions, calculations and parameters: each can be read, and each is used."""

import ast
from collections.abc import Iterator

from engine import dmn, feel
from engine.advance.model import SHARED
from engine.check.diagram_rules import make_problem
from engine.check.folder import Folder
from engine.errors import ModelError, Problem
from engine.model.parameter_values import find_places


def look_at_forms(folder: Folder) -> Iterator[Problem]:
    """Find forms that nobody uses, and confidential fields that nobody may read."""
    used = (
        {element.form for element in folder.definition.elements.values()}
        if folder.definition
        else set()
    )
    if folder.procedure is not None:
        used.add(folder.procedure.start_form)
        yield from _look_at_start(folder, folder.procedure.start_form)
    confidential = folder.procedure.confidential if folder.procedure else {}
    for path in folder.files:
        if not path.endswith(".form"):
            continue
        form = path.rpartition("/")[2].removesuffix(".form")
        if form not in used and not path.startswith(SHARED) and folder.definition is not None:
            yield Problem(file=path, message=f"No task uses the form {form}.", rule="form-unused")
        for field in folder.fields.get(form, ()) if form in used else ():
            if field.confidential and field.key not in confidential:
                message = f"The field {field.key} is confidential, but nobody may read it."
                remedy = "Say who in procedure.toml under [confidential]."
                yield Problem(
                    file=path,
                    element=field.key,
                    message=message,
                    remedy=remedy,
                    rule="confidential",
                )


def _look_at_start(folder: Folder, form: str) -> Iterator[Problem]:
    if form and not folder.find_form(form):
        message = f"The start has no form {form}."
        yield Problem(
            file="procedure.toml", message=message, remedy=f"Add forms/{form}.form.", rule="form"
        )


def look_at_decisions(folder: Folder, functions: feel.Functions) -> Iterator[Problem]:
    """Find decisions that are wrong, and decisions that are called but not there."""
    there: set[str] = set()
    tables = {path: data for path, data in folder.files.items() if path.endswith(".dmn")}
    for path, data in tables.items():
        try:
            model = dmn.load(data, file=path, imports=tables)
        except ModelError:  # what is wrong is among the folder's problems
            continue
        there |= {decision.id for decision in model.decisions}
        yield from dmn.find_problems(model, functions=functions)
    for element in folder.definition.elements.values() if folder.definition else ():
        if (
            element.decision
            and not element.decision.startswith("=")
            and element.decision not in there
        ):
            remedy = "Add a .dmn file with a decision of this id."
            yield make_problem(
                element, f"calls {element.decision}, which is missing", remedy, "decision"
            )


def look_at_calculations(folder: Folder) -> Iterator[Problem]:
    """Find calculations that import what they must not, or do not say what they are."""
    for path, data in folder.files.items():
        if not path.endswith(".py"):
            continue
        try:
            tree = ast.parse(data)
        except SyntaxError:  # what is wrong is among the folder's problems
            continue
        yield from _look_at_module(path, tree)


#: What arithmetic needs, and nothing that reads, writes or asks the time.
_ALLOWED = {"bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "enum"}
_ALLOWED |= {"fractions", "functools", "itertools", "math", "operator", "re", "typing"}


def _look_at_module(path: str, tree: ast.Module) -> Iterator[Problem]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] not in _ALLOWED:
                message = f"Calculations may not import {name}."
                remedy = f"They are pure; allowed are {', '.join(sorted(_ALLOWED))}."
                yield Problem(
                    file=path, line=_line(node), message=message, remedy=remedy, rule="python"
                )
    for function in tree.body:
        public = isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if public and isinstance(function, ast.FunctionDef) and ast.get_docstring(function) is None:
            message = f"{function.name} does not say what it works out."
            yield Problem(
                file=path,
                line=function.lineno,
                message=message,
                remedy="Add a docstring.",
                rule="python",
            )


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def look_at_parameters(folder: Folder) -> Iterator[Problem]:
    """Find tables that do not say their columns: nobody could load them."""
    places = find_places(folder.files) if folder.procedure else {}
    for parameter in folder.procedure.parameters.values() if folder.procedure else ():
        lists = [value for _, value in parameter.values if isinstance(value, list)]
        if parameter.columns or all(rows and not isinstance(rows[0], dict) for rows in lists):
            continue
        yield Problem(
            file=places.get(parameter.name, ""),
            element=parameter.name,
            message=f"The parameter {parameter.name} is a table and does not say its columns.",
            remedy='Add columns = { name = "text", ... }: text, number, date or boolean.',
            rule="parameter-columns",
        )
