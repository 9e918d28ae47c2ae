"""Finds what is wrong with a form before anybody has to fill it in."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from engine.errors import ModelError, Problem
from forms.definition import (
    Component,
    FormDefinition,
    Formula,
    Group,
    Passage,
    Picture,
    Question,
    Rows,
    Table,
)
from forms.expressions import list_expression_problems
from forms.names import list_early_uses
from forms.options import choose
from forms.paths import get_path, walk
from forms.reading import read

#: What FEEL reads as one plain name, so that every expression can use it; names that begin with an
#: underscore are the page's own.
PLAIN_NAME = re.compile(r"[^\W\d_]\w*")
#: Words of the HTML `autocomplete` attribute that make sense in a form of an organisation.
AUTOCOMPLETE = frozenset(
    (
        *("off", "on", "name", "given-name", "family-name", "additional-name", "honorific-prefix"),
        *("email", "tel", "tel-national", "username", "organization", "organization-title"),
        *("street-address", "address-line1", "address-line2", "address-level1", "address-level2"),
        *("postal-code", "country", "country-name", "bday", "sex", "url", "language"),
    )
)


def find_problems(form: bytes, file: str, known: Sequence[str]) -> list[Problem]:
    """Return what is wrong with a form.

    Args:
        form: The text of the file.
        file: Its name inside the procedure's folder.
        known: Variable and function names that its expressions may use.
    """
    try:
        definition, problems = read(form, file)
    except ModelError as error:
        return list(error.problems)
    found = [
        Problem(
            message=message,
            remedy=remedy,
            file=file,
            element=".".join(get_path(component)) or component.id,
            line=component.line,
            rule=rule,
        )
        for component in walk(definition.components)
        for rule, message, remedy in _look_at(component)
    ]
    return [
        *problems,
        *list_early_uses(definition, file),
        *found,
        *_look_at_whole(definition, file),
        *list_expression_problems(definition, file, known),
    ]


#: Short name of the rule, what is wrong, what to do.
Finding = tuple[str, str, str]


def _look_at_whole(definition: FormDefinition, file: str) -> Iterator[Problem]:
    if not definition.components:
        yield Problem(
            message="The form is empty.",
            remedy="Add a field, or take the form off the task.",
            file=file,
            rule="form-empty",
        )


def _look_at(component: Component) -> Iterator[Finding]:
    yield from _look_at_name(component)
    if isinstance(component, Question):
        yield from _look_at_question(component)
    if isinstance(component, Question | Group | Rows) and not component.label:
        yield "form-label", "There is no label.", "Say what is asked, in a few words."
    if isinstance(component, Picture) and not component.alt:
        yield "form-image", "The image has no alternative text.", "Say what it shows."
    if isinstance(component, Passage) and not component.content:
        yield "form-text", "The text is empty.", "Write it, or remove the component."
    if isinstance(component, Table) and not component.columns_shown:
        yield "form-table", "The table has no columns.", "Give it some."
    if component.check and not component.check_message:
        message = "A check has no message for the person who fails it."
        yield "form-check", message, "Give it a checkMessage that says what to do."


def _look_at_name(component: Component) -> Iterator[Finding]:
    for name in get_path(component):
        if not PLAIN_NAME.fullmatch(name):
            yield (
                "form-key",
                f"“{name}” cannot be a variable.",
                "Use letters, digits and _, a letter first.",
            )


def _look_at_question(question: Question) -> Iterator[Finding]:
    limits = question.limits
    yield from _look_at_bounds("number", limits.minimum, limits.maximum)
    yield from _look_at_bounds("length", limits.min_length, limits.max_length)
    if question.required and question.read_only is True:
        message = "The field must be answered and cannot be."
        yield "form-read-only", message, "Make it either required or read-only."
    if question.autocomplete and question.autocomplete.split()[-1] not in AUTOCOMPLETE:
        message = f"“{question.autocomplete}” is no kind of autocomplete."
        yield "form-autocomplete", message, "Use a word of the HTML standard, such as tel."
    yield from _look_at_default(question)


def _look_at_bounds(what: str, least: object, most: object) -> Iterator[Finding]:
    if isinstance(least, Decimal) and isinstance(most, Decimal) and least > most:
        message = f"The smallest {what}, {least}, is above the largest, {most}."
        yield "form-limits", message, "Correct one of them."


def _look_at_default(question: Question) -> Iterator[Finding]:
    fixed = question.options.fixed if question.options else ()
    default = question.default
    values = default if isinstance(default, list) else [default]
    # A default that is worked out is looked at when the form is shown.
    if isinstance(default, Formula) or not fixed or default in {None, ""}:
        return
    if not all(choose(fixed, value) for value in values):
        message = f"“{default}” stands there at first and is no option."
        yield "form-default", message, "Choose a default among the options."
