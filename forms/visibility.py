"""Which components are on the form, and which are only shown, given the answers so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.model.forms import Evaluator
from forms.definition import Component, Computed, FormDefinition, Formula, Question, Rows
from forms.draft import is_blank, make_blank, read_loosely
from forms.paths import find_at, find_value, get_path, put_value, walk_scope
from forms.scopes import Scope, Spot, visit

#: Conditions that hide each other settle within this many rounds, or are left as they are then.
ROUNDS = 10


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A form as far as it is answered."""

    definition: FormDefinition
    #: What was typed or sent.
    raw: Mapping[str, object]
    #: The answers that can be read; null for those that cannot, or that are hidden.
    scope: Scope
    #: What is not on the form; what is inside it is not either.
    hidden: frozenset[Spot] = frozenset()
    #: Questions that a formula makes read-only.
    fixed: frozenset[Spot] = frozenset()


def settle(
    definition: FormDefinition,
    raw: Mapping[str, object],
    case: Mapping[str, object],
    evaluate: Evaluator,
) -> Settled:
    """Return the form as far as it is answered.

    What is hidden counts as not answered: a chain of questions closes from its first link. A
    condition that cannot be worked out hides nothing.

    Args:
        definition: The form.
        raw: Answers as they were typed or sent.
        case: Variables of the case.
        evaluate: Works out an expression.
    """
    answers = read_loosely(definition.components, raw)
    scope = Scope(case=case, answers=answers, this=answers, evaluate=evaluate, before=case)
    settled = Settled(definition=definition, raw=raw, scope=scope)
    for _ in range(ROUNDS):
        _fill(settled)
        hidden = _find(settled, lambda component: component.hide)
        fixed = _find(settled, _get_switch)
        if (hidden, fixed) == (settled.hidden, settled.fixed):
            break
        settled = _read_again(settled, hidden, fixed)
    return settled


def _get_switch(component: Component) -> Formula | None:
    switch = component.read_only if isinstance(component, Question) else None
    return switch if isinstance(switch, Formula) else None


def _read_again(settled: Settled, hidden: frozenset[Spot], fixed: frozenset[Spot]) -> Settled:
    old = settled.scope
    answers = read_loosely(settled.definition.components, settled.raw)
    scope = Scope(
        case=old.case, answers=answers, this=answers, evaluate=old.evaluate, before=old.case
    )
    return Settled(
        definition=settled.definition, raw=settled.raw, scope=scope, hidden=hidden, fixed=fixed
    )


def _fill(settled: Settled) -> None:
    """Put what is known into the answers: kept values, blanks for what is hidden, computed ones."""
    components, scope = settled.definition.components, settled.scope
    for component, place in visit(components, scope):
        if isinstance(component, Question) and keeps_value(component, place, settled):
            put_value(place.this, component.path, find_value(place.before, component.path))
        if place.spot(component) in settled.hidden:
            _blank(component, place)
    for component, place in visit(components, scope, settled.hidden):
        if isinstance(component, Computed):
            put_value(place.this, component.path, place.find(component.formula))


def _blank(component: Component, place: Scope) -> None:
    for inner in walk_scope((component,)):
        if path := get_path(inner):
            put_value(place.this, path, get_blank(inner))


def get_blank(component: Component) -> object:
    """Return the value of something that was not asked."""
    if isinstance(component, Question):
        return make_blank(component)
    return [] if isinstance(component, Rows) else None


def keeps_value(question: Question, place: Scope, settled: Settled) -> bool:
    """Tell whether a question leaves the value that the case has for it.

    One that is only shown does; so do sealed values that are not sent again, since the page
    cannot show them.
    """
    value = find_value(place.before, question.path)
    if question.read_only is True or place.spot(question) in settled.fixed:
        return True
    if value is None or not is_blank(find_value(find_row(settled.raw, place), question.path)):
        return False
    return isinstance(value, dict) and "sealed" in value


def find_row(raw: object, place: Scope) -> object:
    """Return the raw answers of the row (or form) that a scope stands for."""
    return find_at(raw, place.path)


def _find(settled: Settled, pick: Callable[[Component], Formula | None]) -> frozenset[Spot]:
    """Return the spots of the components for which a condition of theirs is true."""
    return frozenset(
        place.spot(component)
        for component, place in visit(settled.definition.components, settled.scope)
        if (formula := pick(component)) and place.find(formula) is True
    )
