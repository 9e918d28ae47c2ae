"""Checks what was filled in and returns it as values of the case."""

from collections.abc import Mapping, Sequence

from marshmallow import ValidationError

from engine.errors import ExpressionError, LimitError, SubmissionError
from engine.model.forms import Evaluator
from forms.definition import Component, Computed, Formula, Question
from forms.messages import FieldError, FieldProblem, make_errors, make_problem
from forms.paths import find_value, get_path, put_value, walk_scope, write_path
from forms.pruning import prune
from forms.reading import load
from forms.schema import make_schema
from forms.scopes import Scope, list_shown, visit
from forms.visibility import Settled, get_blank, keeps_value, settle


def check(
    form: bytes,
    submission: Mapping[str, object],
    scope: Mapping[str, object],
    evaluate: Evaluator,
) -> dict[str, object]:
    """Return the checked answers as FEEL values, computed fields included.

    Every question that is on the form has a value, null when it was left blank. One that was
    hidden sets null where the case has no such variable, so that later expressions can name it,
    and leaves the variable alone where it has.

    Args:
        form: The form definition.
        submission: Raw answers: texts from a page, or JSON.
        scope: Variables of the case that the form may show or use.
        evaluate: For conditions, limits, options, computed fields and checks.

    Raises:
        SubmissionError: If an answer is missing or wrong; one `FieldProblem` a field.
        ExpressionError: If the answers are right and an expression of the form fails on them.
        ModelError: If the form cannot be used.
    """
    settled = settle(load(form), submission, scope, evaluate)
    schema, failures = make_schema(settled)
    try:
        values = schema.load(prune(settled.raw, settled))
    except ValidationError as error:
        raise SubmissionError(list_problems(error.messages)) from error
    overlay(settled.scope.answers, values)
    failures += _compute(settled)
    problems, unclear = _judge(settled)
    if problems:
        raise SubmissionError(problems)
    if failures or unclear:
        raise (*failures, *unclear)[0]
    return _collect(settled)


def list_problems(messages: object, path: tuple[str | int, ...] = ()) -> list[FieldProblem]:
    """Return the errors of a schema, one for each field, in the order of the form."""
    if isinstance(messages, FieldError):
        return [make_problem(write_path(path), messages)]
    if isinstance(messages, Mapping):
        steps = ((() if name == "_schema" else (name,), inner) for name, inner in messages.items())
        return [problem for step, inner in steps for problem in list_problems(inner, path + step)]
    found = [list_problems(item, path) for item in messages] if isinstance(messages, list) else []
    return [problem for problems in found for problem in problems]


def overlay(into: dict[str, object], values: object) -> None:
    """Put checked values over those that could be read, in contexts and rows too."""
    for name, value in values.items() if isinstance(values, dict) else ():
        old = into.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            overlay(old, value)
        elif isinstance(old, list) and _are_rows(old) and isinstance(value, list):
            for row, new in zip(old, value, strict=True):
                overlay(row, new)
        else:
            into[name] = value


def _are_rows(items: Sequence[object]) -> bool:
    return bool(items) and all(isinstance(item, dict) for item in items)


def _compute(settled: Settled) -> list[ExpressionError]:
    """Work out the computed values from the checked answers, in the order of the form."""
    failures: list[ExpressionError] = []
    for component, place in visit(settled.definition.components, settled.scope, settled.hidden):
        if isinstance(component, Computed):
            put_value(place.this, component.path, None)
            try:
                value = _work_out(component, component.formula, place)
            except ExpressionError as error:
                failures.append(error)
            else:
                put_value(place.this, component.path, value)
    return failures


def _judge(settled: Settled) -> tuple[list[FieldProblem], list[ExpressionError]]:
    """Return the conditions of the form that are not true, and those that cannot be worked out.

    The latter often follow from the former, such as a count of days that end before they begin.
    """
    problems: list[FieldProblem] = []
    failures: list[ExpressionError] = []
    for component, place in visit(settled.definition.components, settled.scope, settled.hidden):
        try:
            if component.check and _work_out(component, component.check, place) is not True:
                problems.append(_make_unmet(component, place))
        except ExpressionError as error:
            failures.append(error)
    return problems, failures


def _work_out(component: Component, formula: Formula, place: Scope) -> object:
    """Return the value of a formula of a component.

    Raises:
        ExpressionError: If it has none, or takes too much; names the component.
    """
    try:
        return place.work_out(formula)
    except LimitError as error:
        message = f"The form's field {component.id} takes too much to work out: {error}"
        raise ExpressionError(message, text=formula.text) from error
    except ExpressionError as error:
        message = f"The form's field {component.id} cannot be worked out: {error}"
        raise ExpressionError(
            message, text=error.text, line=error.line, column=error.column, remedy=error.remedy
        ) from error


def _make_unmet(component: Component, place: Scope) -> FieldProblem:
    text: object = component.check_message
    if component.check_message.startswith("="):
        text = _work_out(component, Formula(component.check_message[1:]), place)
    label = getattr(component, "label", "") or component.id
    error = make_errors(label)
    path = get_path(component)
    element = write_path(place.path + path) if path else component.id
    return make_problem(element, error("check", text=text) if text else error("unmet"))


def _collect(settled: Settled) -> dict[str, object]:
    """Return what the submission sets, out of all the answers."""
    result: dict[str, object] = {}
    place = settled.scope
    shown = list(list_shown(settled.definition.components, place, settled.hidden))
    for component in walk_scope(settled.definition.components):
        path = get_path(component)
        if not path:
            continue
        if len(path) > 1 and path[0] not in result:
            old = place.case.get(path[0])
            result[path[0]] = dict(old) if isinstance(old, dict) else {}
        if component in shown:
            if not (isinstance(component, Question) and keeps_value(component, place, settled)):
                put_value(result, path, find_value(place.answers, path))
        elif find_value(place.case, path) is None:
            put_value(result, path, get_blank(component))
    return result
