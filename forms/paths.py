"""Where things stand: components within a form, values within the answers."""

import re
from collections.abc import Iterator, Mapping

from forms.definition import Component, Computed, Group, Question, Rows

STEP = re.compile(r"([^.\[\]]+)|\[(\d{1,4})\]")
WHOLE = re.compile(r"[^.\[\]]+(\[\d{1,4}\])?(\.[^.\[\]]+(\[\d{1,4}\])?)*")


def walk(components: tuple[Component, ...]) -> Iterator[Component]:
    """Yield every component in the order of the file, those inside groups and rows included."""
    for component in components:
        yield component
        if isinstance(component, Group | Rows):
            yield from walk(component.components)


def walk_scope(components: tuple[Component, ...]) -> Iterator[Component]:
    """Yield the components that share one scope of answers: into groups, not into rows."""
    for component in components:
        yield component
        if isinstance(component, Group):
            yield from walk_scope(component.components)


def list_questions(
    components: tuple[Component, ...], prefix: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Question]]:
    """Yield every question with the names down to it, through lists too."""
    for component in walk_scope(components):
        if isinstance(component, Question):
            yield prefix + component.path, component
        elif isinstance(component, Rows):
            yield from list_questions(component.components, prefix + component.path)


def get_path(component: Component) -> tuple[str, ...]:
    """Return the names down to a component's value; empty for one that has none."""
    return component.path if isinstance(component, Question | Computed | Rows) else ()


def find_value(answers: object, path: tuple[str, ...]) -> object:
    """Return what stands at a path of nested mappings, or None."""
    for name in path:
        if not isinstance(answers, Mapping):
            return None
        answers = answers.get(name)
    return answers


def find_at(answers: object, path: tuple[str | int, ...]) -> object:
    """Return what stands at a path that leads through rows, or None."""
    for step in path:
        if isinstance(step, int):
            rows = answers if isinstance(answers, list | tuple) else ()
            answers = rows[step] if step < len(rows) else None
        else:
            answers = find_value(answers, (step,))
    return answers


def put_value(answers: dict[str, object], path: tuple[str, ...], value: object) -> None:
    """Set what stands at a path, making the contexts on the way."""
    for name in path[:-1]:
        inner = answers.get(name)
        if not isinstance(inner, dict):
            inner = answers[name] = {}
        answers = inner
    answers[path[-1]] = value


def write_path(path: tuple[str | int, ...]) -> str:
    """Return the name of a field on a page, such as ``family[0].name``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_path(name: str) -> tuple[str | int, ...]:
    """Return the steps of a field's name; empty when it is no such name."""
    if not WHOLE.fullmatch(name):
        return ()
    return tuple(word or int(index) for word, index in STEP.findall(name))
