"""Takes out of a submission what the form did not ask of this person."""

from collections.abc import Mapping

from forms.definition import Question
from forms.paths import find_value, get_path, walk_scope
from forms.scopes import visit
from forms.visibility import Settled, find_row


def prune(answers: Mapping[str, object], settled: Settled) -> dict[str, object]:
    """Return raw answers without those to hidden questions, and to such as became read-only.

    Both can be sent in good faith: the page was drawn before the answer that changed it. What no
    page of this form can send stays in, to be refused.
    """
    raw = {name: _copy(value) for name, value in answers.items()}
    for component, place in visit(settled.definition.components, settled.scope):
        spot = place.spot(component)
        if spot in settled.hidden:
            for inner in walk_scope((component,)):
                _drop(find_row(raw, place), get_path(inner))
        elif isinstance(component, Question) and spot in settled.fixed:
            _drop(find_row(raw, place), component.path)
    return raw


def _copy(raw: object) -> object:
    if isinstance(raw, Mapping):
        return {name: _copy(value) for name, value in raw.items()}
    return [_copy(item) for item in raw] if isinstance(raw, list | tuple) else raw


def _drop(answers: object, path: tuple[str, ...]) -> None:
    inner = find_value(answers, path[:-1])
    if path and isinstance(inner, dict):
        inner.pop(path[-1], None)
