"""What stands in a form before anybody types."""

from collections.abc import Mapping
from datetime import date, datetime, time

from forms.definition import Component, FormDefinition, Formula, Question, Rows
from forms.paths import find_value, put_value, walk_scope
from forms.scopes import Scope


def make_initial(definition: FormDefinition, scope: Scope) -> dict[str, object]:
    """Return the raw answers that a form starts with: those of the case, else the defaults."""
    return _make(definition.components, scope.case, scope)


def _make(components: tuple[Component, ...], before: object, scope: Scope) -> dict[str, object]:
    initial: dict[str, object] = {}
    for component in walk_scope(components):
        if isinstance(component, Question):
            put_value(initial, component.path, _start(component, before, scope))
        elif isinstance(component, Rows):
            put_value(initial, component.path, _start_rows(component, before, scope))
    return initial


def _start(question: Question, before: object, scope: Scope) -> object:
    value = find_value(before, question.path)
    if value is not None:
        return None if isinstance(value, Mapping) else write_raw(value)
    default = question.default
    return write_raw(scope.find(default)) if isinstance(default, Formula) else default


def _start_rows(rows: Rows, before: object, scope: Scope) -> list[object]:
    old = find_value(before, rows.path)
    found = list(old) if isinstance(old, list) else [None] * rows.start
    return [_make(rows.components, row, scope) for row in found[: rows.most]]


def write_raw(value: object) -> object:
    """Return a FEEL value as it would be sent: dates and times in ISO 8601, lists item by item."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return [write_raw(item) for item in value] if isinstance(value, list) else value


def add_initial(
    components: tuple[Component, ...], initial: Mapping[str, object], answers: Mapping[str, object]
) -> dict[str, object]:
    """Return raw answers with what they leave out, as for a question that has just appeared.

    A list that is answered keeps its rows; in them, too, what is left out starts as it would.
    """
    whole: dict[str, object] = {}
    for component in walk_scope(components):
        if isinstance(component, Question | Rows):
            given = has_value(answers, component.path)
            value = find_value(answers if given else initial, component.path)
            put_value(whole, component.path, value)
    return whole


def has_value(answers: object, path: tuple[str, ...]) -> bool:
    """Tell whether something, even null, was sent for a question."""
    inner = find_value(answers, path[:-1])
    return isinstance(inner, Mapping) and path[-1] in inner
