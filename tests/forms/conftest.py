import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine import feel
from engine.clock import ManualClock
from engine.errors import SubmissionError
from engine.model.forms import Evaluator
from forms import FORMS

PEOPLE = {"amina": "Amina Diallo", "boris": "Boris Petrov"}


def make_form(*components: Mapping[str, object]) -> bytes:
    """Return a form; ids are made up where a component has none."""
    numbered = [{"id": f"Field_{number}"} | dict(item) for number, item in enumerate(components)]
    return json.dumps({"type": "default", "schemaVersion": 19, "components": numbered}).encode()


def evaluate(text: str, scope: Mapping[str, object]) -> object:
    """Work out an expression as a case does: strictly, on 2 March 2026 in Nairobi."""
    functions = feel.Functions()
    functions.add(
        "name of",
        PEOPLE.get,
        parameters={"person": "string"},
        result="string",
        doc="The name of a person.",
    )
    return feel.evaluate(
        text,
        scope,
        strict=True,
        functions=functions,
        clock=ManualClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        zone=ZoneInfo("Africa/Nairobi"),
    )


@pytest.fixture
def evaluator() -> Evaluator:
    return evaluate


Ask = Callable[..., dict[str, object]]


@pytest.fixture
def answer() -> Ask:
    """Fill in a form of some components; `case` holds the variables of the case."""

    def fill_in(
        *components: Mapping[str, object],
        case: Mapping[str, object] | None = None,
        **answers: object,
    ) -> dict[str, object]:
        return FORMS.check(make_form(*components), answers, case or {}, evaluate)

    return fill_in


@pytest.fixture
def refuse(answer: Ask) -> Callable[..., dict[str, str]]:
    """Fill in a form wrongly; returns the rule that each field broke."""

    def fill_in(*components: Mapping[str, object], **answers: object) -> dict[str, str]:
        with pytest.raises(SubmissionError) as refused:
            answer(*components, **answers)
        return {problem.element: problem.rule for problem in refused.value.problems}

    return fill_in
