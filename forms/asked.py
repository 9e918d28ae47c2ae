"""A question as it stands for one person now: its limits, options and day worked out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol

from engine.errors import ExpressionError, LimitError
from engine.model.forms import Evaluator
from forms.definition import Bound, Formula, Kind, Limits, Option, Options, Question
from forms.messages import FieldError, make_errors
from forms.options import read_options, write_token
from forms.scopes import Scope

#: Works out a formula: strictly when the answer is judged, calmly when the page is drawn.
Work = Callable[[Formula], object]


class MakeError(Protocol):
    """Makes an error about one question."""

    def __call__(self, rule: str, **params: object) -> FieldError:
        """Return the error of a rule; the parameters go into its template."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with everything worked out that does not depend on its own answer."""

    question: Question
    required: bool = False
    #: Shown, not asked.
    read_only: bool = False
    #: Smallest and largest number, or first and last day.
    minimum: object = None
    maximum: object = None
    min_length: object = None
    max_length: object = None
    #: None while any text will do.
    options: tuple[Option, ...] | None = None
    #: Zone for a date and time that is written without one.
    zone: tzinfo = UTC
    #: Days before this one are refused; None when none is.
    today: date | None = None
    #: Expressions that failed while the page was drawn or the answers were judged.
    failures: tuple[ExpressionError, ...] = ()
    error: MakeError = field(default=make_errors(""), repr=False)


def ask_loosely(question: Question) -> Asked:
    """Return a question by which answers can be read, though not judged, before all are known."""
    options = question.options
    open_options = options is None or options.variable or options.formula or options.people
    return Asked(
        question=question,
        options=None if open_options or options is None else options.fixed,
        error=make_errors(question.label),
    )


def ask(question: Question, scope: Scope, *, judged: bool = True) -> Asked:
    """Return a question as it stands now.

    Args:
        question: Any that is on the form.
        scope: The form or the row that it stands in.
        judged: False to leave out limits and options, as for a blank answer.
    """
    failures: list[ExpressionError] = []

    def work(formula: Formula) -> object:
        try:
            return scope.work_out(formula)
        except ExpressionError as error:
            failures.append(error)
        except LimitError as error:
            failures.append(ExpressionError(str(error), text=formula.text))
        return None

    limits = question.limits if judged else Limits()
    read_only = question.read_only
    return Asked(
        question=question,
        required=question.required,
        read_only=scope.find(read_only) is True if isinstance(read_only, Formula) else read_only,
        minimum=_limit(limits.minimum, work),
        maximum=_limit(limits.maximum, work),
        min_length=_limit(limits.min_length, work),
        max_length=_limit(limits.max_length, work),
        options=find_options(question.options, scope, work) if judged else None,
        zone=_find_zone(question, scope),
        today=_find_today(limits, scope),
        failures=tuple(failures),
        error=make_errors(question.label),
    )


def _limit(bound: Bound, work: Work) -> object:
    return work(bound) if isinstance(bound, Formula) else bound


def find_options(source: Options | None, scope: Scope, work: Work) -> tuple[Option, ...] | None:
    """Return what can be chosen; None when the question has no list, as for any person."""
    if source is None:
        return None
    if source.formula:
        found = work(source.formula)
    elif source.variable:
        found = scope.case.get(source.variable)
    else:
        return source.fixed or (None if source.people else ())
    options = read_options(found if isinstance(found, list) else [])
    return tuple(_name(option, scope.evaluate) for option in options) if source.people else options


def _name(option: Option, evaluate: Evaluator) -> Option:
    """Put a person's name where only the id is known."""
    if option.label != write_token(option.value):
        return option
    name = find_person(option.value, evaluate)
    return Option(value=option.value, label=name) if name else option


def find_person(person: object, evaluate: Evaluator) -> str | None:
    """Return the name of a person of the organisation; None when there is no such person."""
    try:
        name = evaluate("name of(person)", {"person": person})
    except ExpressionError:
        return None
    return name if isinstance(name, str) else None


def _find_zone(question: Question, scope: Scope) -> tzinfo:
    if question.kind is not Kind.DATE_TIME:
        return UTC
    now = scope.find(Formula("now()"))
    return now.tzinfo or UTC if isinstance(now, datetime) else UTC


def _find_today(limits: Limits, scope: Scope) -> date | None:
    today = scope.find(Formula("today()")) if limits.not_past else None
    return today if isinstance(today, date) else None
