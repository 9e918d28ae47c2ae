"""Puts a form together as one page shows it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from engine.errors import Problem
from engine.model.forms import Evaluator
from forms.definition import FormDefinition
from forms.drawing import Page, draw
from forms.drawing_questions import draw_question
from forms.expressions import list_changing_formulas
from forms.initial import add_initial, make_initial
from forms.messages import say
from forms.paths import walk
from forms.scopes import Scope
from forms.view import Fault, FieldView, FormView, Reader
from forms.visibility import settle


def view(
    definition: FormDefinition,
    scope: Mapping[str, object],
    answers: Mapping[str, object] | None,
    problems: Sequence[Problem],
    evaluate: Evaluator,
    reader: Reader | None = None,
) -> FormView:
    """Return a form as a page shows it.

    Args:
        definition: From `load`.
        scope: Variables of the case that the form may show or use.
        answers: Raw answers, from a draft or a submission that was refused; None or empty for a
            form that nobody has begun.
        problems: Of the submission that was refused.
        evaluate: Works out an expression. What cannot be worked out yet is left blank.
        reader: Who reads; English without one.
    """
    reader = reader or Reader()
    case = Scope(case=scope, answers={}, this={}, evaluate=evaluate, before=scope)
    initial = make_initial(definition, case)
    raw = add_initial(definition.components, initial, answers or {})
    settled = settle(definition, raw, scope, evaluate)
    page = Page(
        settled=settled,
        reader=reader,
        errors=_group(problems, reader),
        words=_list_words(definition),
        draw_question=draw_question,
    )
    fields = draw(page, definition.components, settled.scope)
    everything = list(_list_all(fields))
    return FormView(
        fields=fields,
        faults=tuple(_list_faults(everything, page.errors)),
        has_files=any(field.kind == "files" for field in everything),
        has_controls=any(field.controls for field in everything) and not reader.read_only,
        read_only=reader.read_only,
    )


def _group(problems: Sequence[Problem], reader: Reader) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for problem in problems:
        text = say(problem, reader.gettext, reader.translate, reader.show, reader.rewrite)
        grouped[problem.element] = (*grouped.get(problem.element, ()), text)
    return grouped


def _list_words(definition: FormDefinition) -> frozenset[str]:
    """Return the words of every expression that changes the page."""
    formulas = (
        formula for item in walk(definition.components) for formula in list_changing_formulas(item)
    )
    return frozenset(word for formula in formulas for word in re.findall(r"\w+", formula.text))


def _list_all(fields: tuple[FieldView, ...]) -> Iterator[FieldView]:
    for field in fields:
        yield field
        yield from _list_all(field.fields)
        for row in field.rows:
            yield from _list_all(row.fields)


def _list_faults(fields: list[FieldView], errors: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    """Yield what the summary says: first what belongs to no field on the page, then the fields'."""
    told = {text for field in fields for text in field.errors}
    for texts in errors.values():
        yield from (Fault(id="", text=text) for text in texts if text not in told)
    for field in fields:
        yield from (Fault(id=field.id, text=text) for text in field.errors)
