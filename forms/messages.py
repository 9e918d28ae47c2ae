"""What people are told of their answers: a template and what goes into it, for translation.

Each template is marked with `N_`, so that the catalogue of translations finds it. `label` is the
question's label, which a procedure translates itself; everything else is a value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.errors import Problem


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "to be translated later"
    """Mark a text for translation and return it as it is."""
    return text


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """One thing wrong with one answer."""

    #: Stable short name, such as ``required``.
    rule: str
    #: English, with ``%(name)s`` for each parameter.
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.params


@dataclass(frozen=True, kw_only=True)
class FieldProblem(Problem):
    """A wrong answer as `SubmissionError` carries it; `element` is the field's name on the page."""

    #: English, with ``%(name)s`` for each parameter.
    template: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


def make_problem(element: str, error: FieldError) -> FieldProblem:
    """Return the problem of one field."""
    return FieldProblem(
        message=str(error),
        element=element,
        rule=error.rule,
        template=error.template,
        params=error.params,
    )


def say(
    problem: Problem,
    gettext: Callable[[str], str] = str,
    translate: Callable[[str], str] = str,
    show: Callable[[object], str] = str,
    rewrite: Callable[[str], str] = str,
) -> str:
    """Return a problem in the reader's language.

    Args:
        problem: Of a field, or any other.
        gettext: Puts the product's words into their language; gets templates.
        translate: Puts the form's own texts into their language; gets labels.
        show: Writes a number or a date as the reader does.
        rewrite: Writes the days in a text that an expression made as the reader does.
    """
    if not isinstance(problem, FieldProblem):
        return problem.message
    words = {
        name: translate(str(value)) if name in {"label", "text"} else show(value)
        for name, value in problem.params.items()
    }
    if "text" in words:
        words["text"] = rewrite(words["text"])
    return gettext(problem.template) % words


def make_errors(label: str) -> Callable[..., FieldError]:
    """Return a function that makes errors about one question."""

    def error(rule: str, **params: object) -> FieldError:
        return FieldError(rule=rule, template=TEMPLATES[rule], params={"label": label} | params)

    return error


TEMPLATES = {
    "required": N_("Answer “%(label)s”."),
    "tick": N_("Tick “%(label)s” to go on."),
    "choose": N_("Choose an answer to “%(label)s”."),
    "send": N_("Send a file for “%(label)s”."),
    "option": N_("Choose one of the answers offered for “%(label)s”."),
    "person": N_("Choose a person of the organisation for “%(label)s”."),
    "text": N_("“%(label)s” must be a text."),
    "short": N_("“%(label)s” must have %(limit)s characters or more; it has %(length)s."),
    "long": N_("“%(label)s” must have %(limit)s characters or fewer; it has %(length)s."),
    "pattern": N_("“%(label)s” is not written as it should be."),
    "email": N_("“%(label)s” must be an e-mail address such as name@example.org."),
    "phone": N_(
        "“%(label)s” must be a telephone number with its country code, such as +254 20 7621234."
    ),
    "number": N_("“%(label)s” must be a number such as %(example)s."),
    "digits": N_("“%(label)s” has too many digits."),
    "whole": N_("“%(label)s” must be a whole number."),
    "decimals": N_("“%(label)s” must have %(limit)s decimals or fewer."),
    "small": N_("“%(label)s” must be %(limit)s or more."),
    "large": N_("“%(label)s” must be %(limit)s or less."),
    "yes": N_("“%(label)s” must be yes or no."),
    "date": N_("“%(label)s” must be a real date."),
    "time": N_("“%(label)s” must be a time of day such as 09:30."),
    "moment": N_("“%(label)s” must be a date and a time of day."),
    "skipped": N_("“%(label)s” falls in the hour that is skipped when the clocks go forward."),
    "early": N_("“%(label)s” must be %(limit)s or later."),
    "late": N_("“%(label)s” must be %(limit)s or earlier."),
    "past": N_("“%(label)s” must not lie in the past."),
    "list": N_("“%(label)s” must be a list."),
    "files": N_("Send “%(label)s” again; the files did not arrive."),
    "many": N_("Send %(limit)s files or fewer for “%(label)s”."),
    "accept": N_("“%(file)s” cannot be used for “%(label)s”; send %(accepted)s."),
    "size": N_("“%(file)s” is larger than %(limit)s MB."),
    "empty": N_("“%(file)s” is empty."),
    "few rows": N_("Add to “%(label)s” until it has %(limit)s entries."),
    "many rows": N_("“%(label)s” must have %(limit)s entries or fewer."),
    "check": "%(text)s",
    "unmet": N_("“%(label)s” does not fit the other answers."),
    "unknown": N_("This is not a question of this form."),
    "fixed": N_("“%(label)s” cannot be changed here."),
    "shape": N_("The answers are not put together as this form needs them."),
}
