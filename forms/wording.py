"""Lists what a form says to people, for whoever translates it."""

from collections.abc import Iterator

from forms.definition import (
    Component,
    Computed,
    FormDefinition,
    Group,
    Passage,
    Question,
    Rows,
    Table,
)
from forms.paths import walk
from forms.reading import load


def list_texts(form: bytes) -> tuple[str, ...]:
    """Return the texts of a form that people read, in order, each once; expressions left out."""
    definition: FormDefinition = load(form)
    texts = [text for component in walk(definition.components) for text in _list_own(component)]
    return tuple(dict.fromkeys(text for text in texts if text and not text.startswith("=")))


def _list_own(component: Component) -> Iterator[str]:
    yield component.check_message
    if isinstance(component, Question | Computed):
        yield from (component.label, component.help)
    if isinstance(component, Question) and component.options:
        yield from (option.label for option in component.options.fixed)
    if isinstance(component, Group | Rows | Table):
        yield component.label
    if isinstance(component, Passage):
        yield component.content
