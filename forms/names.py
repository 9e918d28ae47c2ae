"""Finds components of a form whose names clash, or are used before they have a value."""

import re
from collections.abc import Iterator

from engine.errors import Problem
from forms.definition import Component, Computed, FormDefinition, Rows
from forms.paths import get_path, walk, walk_scope

#: A text in an expression, and a name that is not a member of something.
TEXT = re.compile(r'"(\\.|[^"\\])*"')
NAME = re.compile(r"(?<![.\w])\w+")


def list_clashes(form: FormDefinition, file: str) -> Iterator[Problem]:
    """Yield ids and variables that are used twice, in the form and in each list."""
    yield from _list_ids(form, file)
    yield from _list_paths(form.components, file)
    for component in walk(form.components):
        if isinstance(component, Rows):
            yield from _list_paths(component.components, file)


def _list_ids(form: FormDefinition, file: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for component in walk(form.components):
        if component.id in seen:
            yield Problem(
                message=f"Two components have the id {component.id}.",
                remedy="Give each its own.",
                file=file,
                element=component.id,
                line=component.line,
                rule="form-duplicate-id",
            )
        seen.add(component.id)


def _list_paths(components: tuple[Component, ...], file: str) -> Iterator[Problem]:
    seen: list[tuple[str, ...]] = []
    for component in walk_scope(components):
        path = get_path(component)
        clash = next((other for other in seen if path and _collide(other, path)), None)
        if clash:
            yield Problem(
                message=f"“{'.'.join(path)}” and “{'.'.join(clash)}” cannot both be kept.",
                remedy="Give each field a key of its own.",
                file=file,
                element=".".join(path),
                line=component.line,
                rule="form-duplicate-key",
            )
        if path:
            seen.append(path)


def _collide(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def list_early_uses(form: FormDefinition, file: str) -> Iterator[Problem]:
    """Yield computed values that use one which is worked out after them."""
    computed = [item for item in walk_scope(form.components) if isinstance(item, Computed)]
    for number, component in enumerate(computed):
        words = set(NAME.findall(TEXT.sub("", component.formula.text)))
        for later in computed[number:]:
            if later.path[0] in words and len(later.path) == 1:
                yield Problem(
                    message=f"“{component.path[-1]}” uses “{later.path[0]}”, which has no value yet.",
                    remedy="Computed values are worked out from the top down: change their order.",
                    file=file,
                    element=".".join(component.path),
                    line=component.line,
                    rule="form-order",
                )
