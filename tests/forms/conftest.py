import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import forms
from engine import feel
from engine.clock import ManualClock
from engine.errors import Problem, SubmissionError
from engine.model.forms import Evaluator
from forms.definition import Component

PEOPLE = {"amina": "Amina Diallo", "boris": "Boris Petrov"}
NAIROBI = ZoneInfo("Africa/Nairobi")

Parts = Mapping[str, object]


def _make(*components: Parts) -> bytes:
    numbered = [{"id": f"Field_{number}"} | dict(item) for number, item in enumerate(components)]
    form = {"type": "default", "schemaVersion": 19, "components": numbered}
    return json.dumps(form, indent=1, ensure_ascii=False).encode()


def _evaluate(text: str, scope: Mapping[str, object]) -> object:
    functions = feel.Functions()
    functions.add("name of", PEOPLE.get, parameters={"person": "string"}, result="string")
    return feel.evaluate(
        text,
        scope,
        strict=True,
        functions=functions,
        clock=ManualClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        zone=NAIROBI,
    )


@pytest.fixture
def make() -> Callable[..., bytes]:
    """Make a form of some components; ids are made up where one has none."""
    return _make


@pytest.fixture
def read_one() -> Callable[[Parts], Component]:
    """Read a form of one component."""

    def read(component: Parts) -> Component:
        (found,) = forms.load(_make(component)).components
        return found

    return read


@pytest.fixture
def evaluate() -> Evaluator:
    """Work out an expression as a case does: strictly, on 2 March 2026 in Nairobi."""
    return _evaluate


@pytest.fixture
def answer() -> Callable[..., dict[str, object]]:
    """Fill in a form of some components; `case` holds the variables of the case."""

    def fill_in(
        *components: Parts, case: Parts | None = None, **answers: object
    ) -> dict[str, object]:
        return forms.FORMS.check(_make(*components), answers, case or {}, _evaluate)

    return fill_in


@pytest.fixture
def refuse(answer: Callable[..., dict[str, object]]) -> Callable[..., dict[str, str]]:
    """Fill in a form wrongly; returns the rule that each field broke."""

    def fill_in(*components: Parts, **answers: object) -> dict[str, str]:
        with pytest.raises(SubmissionError) as refused:
            answer(*components, **answers)
        return {problem.element: problem.rule for problem in refused.value.problems}

    return fill_in


@pytest.fixture
def draw() -> Callable[..., forms.FormView]:
    """Draw a form of some components for one person."""

    def drawn(
        *components: Parts,
        case: Parts | None = None,
        answers: Parts | None = None,
        problems: Sequence[Problem] = (),
        reader: forms.Reader | None = None,
    ) -> forms.FormView:
        definition = forms.load(_make(*components))
        return forms.view(definition, case or {}, answers, problems, _evaluate, reader)

    return drawn


@pytest.fixture
def find(make: Callable[..., bytes]) -> Callable[..., list[str]]:
    """Find the rules that a form of some components breaks."""

    def found(*components: Parts, known: Sequence[str] = ()) -> list[str]:
        problems = forms.FORMS.find_problems(_make(*components), "a.form", known)
        return [problem.rule for problem in problems]

    return found
