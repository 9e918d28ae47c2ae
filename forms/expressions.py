"""Every expression of a form, and what is wrong with it before it is ever worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import shorten

from engine import feel
from engine.errors import Problem
from forms.definition import (
    Component,
    Computed,
    FormDefinition,
    Formula,
    Group,
    Passage,
    Question,
    Rows,
    Table,
)
from forms.fields import get_type
from forms.paths import get_path, walk, walk_scope
from forms.scopes import SPECIAL
from forms.template import list_formulas


def list_expression_problems(
    definition: FormDefinition, file: str, known: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the expressions of a form.

    Args:
        definition: The form.
        file: Its name inside the procedure's folder.
        known: Variable and function names that its expressions may use.
    """
    types = _list_types(definition, known)
    for component in walk(definition.components):
        element = ".".join(get_path(component)) or component.id
        for formula in list_component_formulas(component):
            for problem in feel.check(formula.text, types):
                message = f"{problem.message} (In “{shorten(formula.text, 100)}”.)"
                yield replace(
                    problem, message=message, file=file, element=element, line=component.line
                )


def _list_types(definition: FormDefinition, known: Sequence[str]) -> dict[str, feel.Type | None]:
    """Return every name that an expression may use, with its type where the form decides it."""
    types: dict[str, feel.Type | None] = dict.fromkeys(known)
    types |= dict.fromkeys(form for name in SPECIAL for form in (name, f"_{name}_"))
    for component in walk_scope(definition.components):
        path = get_path(component)
        if len(path) == 1 and isinstance(component, Question):
            written = get_type(component).replace("files", "list<string>")
            types[path[0]] = None if "Any" in written else feel.type_of(written)
        elif path:
            types[path[0]] = None
    return types


def list_component_formulas(component: Component) -> Iterator[Formula]:
    """Yield every expression of a component, those in its texts included."""
    found = (*_list_common(component), *_list_own(component))
    yield from (formula for formula in found if isinstance(formula, Formula))
    for text in _list_texts(component):
        yield from list_formulas(text)


def list_changing_formulas(component: Component) -> Iterator[Formula]:
    """Yield the expressions of a component that change what the page shows.

    Those that only judge a submission do not.
    """
    judging = {component.check, *list_formulas(component.check_message)}
    yield from (found for found in list_component_formulas(component) if found not in judging)


def _list_common(component: Component) -> tuple[object, ...]:
    return component.hide, component.check


def _list_own(component: Component) -> tuple[object, ...]:
    if isinstance(component, Question):
        limits = component.limits
        bounds = (limits.minimum, limits.maximum, limits.min_length, limits.max_length)
        listed = component.options.formula if component.options else None
        return (*bounds, listed, component.read_only, component.default)
    if isinstance(component, Computed):
        return (component.formula,)
    return (component.source, component.columns_shown) if isinstance(component, Table) else ()


def _list_texts(component: Component) -> tuple[str, ...]:
    shared = (component.check_message,) if component.check_message.startswith("=") else ()
    if isinstance(component, Question | Computed):
        return (*shared, component.label, component.help, component.prefix, component.suffix)
    if isinstance(component, Group | Rows | Table):
        return (*shared, component.label)
    return (*shared, component.content) if isinstance(component, Passage) else shared
