"""What somebody has typed so far: kept as it is, and read as far as it goes."""

from collections.abc import Mapping

from marshmallow import ValidationError

from forms.asked import ask_loosely
from forms.definition import Component, Computed, FormDefinition, Kind, Question, Rows
from forms.paths import find_value, put_value, walk_scope
from forms.values import read_value

#: Longest text that a draft keeps of one answer.
MAX_TYPED = 50_000


def read_draft(definition: FormDefinition, raw: object) -> dict[str, object]:
    """Return the answers of a form as they were typed, ready for JSON; never fails.

    What the form does not ask is left out; so is what no page or caller can have typed.
    """
    return _keep(definition.components, raw)


def _keep(components: tuple[Component, ...], raw: object) -> dict[str, object]:
    kept: dict[str, object] = {}
    for component in walk_scope(components):
        if isinstance(component, Rows):
            rows = find_value(raw, component.path)
            if isinstance(rows, list | tuple):
                put_value(
                    kept,
                    component.path,
                    [_keep(component.components, row) for row in rows[: component.most]],
                )
        elif isinstance(component, Question):
            typed = _keep_typed(find_value(raw, component.path))
            if typed is not None:
                put_value(kept, component.path, typed)
    return kept


def _keep_typed(value: object) -> object:
    if isinstance(value, list | tuple):
        return [kept for item in value[:1_000] if (kept := _keep_typed(item)) is not None]
    if isinstance(value, bool | int | float | None):
        return value
    return str(value)[:MAX_TYPED] if not isinstance(value, Mapping) else None


def read_loosely(components: tuple[Component, ...], raw: object) -> dict[str, object]:
    """Return the answers as FEEL values as far as they can be read; null where they cannot.

    Every question is there, so that any expression can name it.
    """
    answers: dict[str, object] = {}
    for component in walk_scope(components):
        if isinstance(component, Rows):
            rows = find_value(raw, component.path)
            items = rows if isinstance(rows, list | tuple) else ()
            loose = [read_loosely(component.components, row) for row in items[: component.most]]
            put_value(answers, component.path, loose)
        elif isinstance(component, Question):
            put_value(answers, component.path, _read(component, find_value(raw, component.path)))
        elif isinstance(component, Computed):
            put_value(answers, component.path, None)
    return answers


def _read(question: Question, raw: object) -> object:
    if is_blank(raw):
        return make_blank(question)
    try:
        return read_value(ask_loosely(question), raw)
    except ValidationError:
        return None


def make_blank(question: Question) -> object:
    """Return the value of a question that was left blank: false, an empty list, else null."""
    if question.kind is Kind.YES_NO:
        return False
    return [] if question.kind is Kind.SOME_OF else None


def is_blank(raw: object) -> bool:
    """Tell whether nothing was answered."""
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
