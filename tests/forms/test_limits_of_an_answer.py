from datetime import date

import pytest

from engine.errors import ExpressionError, SubmissionError
from forms import FORMS

TEXT = {"type": "textfield", "key": "a", "label": "A"}
NUMBER = {"type": "number", "key": "a", "label": "A"}
DATE = {"type": "datetime", "key": "a", "dateLabel": "A"}


def limited(component, **rules):
    return component | {"validate": rules}


@pytest.mark.parametrize(
    ("component", "right", "wrong", "rule"),
    [
        (limited(TEXT, minLength=2), "ab", "a", "short"),
        (limited(TEXT, maxLength=2), "ab", "abc", "long"),
        (limited(TEXT, pattern="^[A-Z]{3}$"), "USD", "usd", "pattern"),
        (limited(TEXT, validationType="email"), "a.b@example.org", "a.b@example", "email"),
        (limited(TEXT, validationType="email"), "a@b.org", f"{'a' * 250}@b.org", "email"),
        (limited(TEXT, validationType="phone"), "+254 (20) 762-1234", "12345", "phone"),
        (limited(TEXT, validationType="phone"), "0041 22 917 1234", "call me", "phone"),
        (limited(NUMBER, min=1), "1", "0.99", "small"),
        (limited(NUMBER, max="10"), "10", "10.01", "large"),
        (limited(NUMBER, max="=1 + 1"), "2", "3", "large"),
        (NUMBER | {"decimalDigits": 2}, "1.250", "1.255", "decimals"),
        (NUMBER | {"decimalDigits": 0}, "1.0", "1.5", "whole"),
        (NUMBER | {"decimalDigits": 2}, "1e-2", "1e-3", "decimals"),
        (DATE | {"disallowPassedDates": True}, "2026-03-02", "2026-03-01", "past"),
        (limited(DATE, min='=date("2026-01-01")'), "2026-01-01", "2025-12-31", "early"),
        (limited(DATE, max="=today()"), "2026-03-02", "2026-03-03", "late"),
        (
            limited(DATE | {"subtype": "datetime"}, max="=now()"),
            "2026-03-02T23:00",
            "2026-03-03T01:00",
            "late",
        ),
    ],
)
def test_a_limit_lets_its_edge_through_and_refuses_what_is_beyond(
    answer, refuse, component, right, wrong, rule
):
    assert answer(component, a=right)["a"] is not None
    assert refuse(component, a=wrong) == {"a": rule}


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        (TEXT, "required"),
        (NUMBER, "required"),
        (DATE, "required"),
        (TEXT | {"type": "checkbox"}, "tick"),
        (TEXT | {"type": "radio", "values": [{"value": "x"}]}, "choose"),
        (TEXT | {"type": "checklist", "values": [{"value": "x"}]}, "choose"),
        (TEXT | {"type": "filepicker"}, "send"),
    ],
)
@pytest.mark.parametrize("sent", [{}, {"a": None}, {"a": " "}, {"a": []}])
def test_a_required_answer_must_be_given(refuse, component, rule, sent):
    assert refuse(limited(component, required=True), **sent) == {"a": rule}


def test_a_required_declaration_must_be_made(refuse, answer):
    box = limited(TEXT | {"type": "checkbox"}, required=True)
    assert refuse(box, a="false") == {"a": "tick"}
    assert answer(box, a="true") == {"a": True}


def test_a_limit_that_fails_stops_an_answer_that_is_right_otherwise(answer, refuse):
    question = limited(NUMBER, max="=balance")
    with pytest.raises(ExpressionError):
        answer(question, a="5")
    other = TEXT | {"key": "b", "validate": {"required": True}}
    assert refuse(question, other, a="5") == {"b": "required"}
    assert answer(question) == {"a": None}


def test_a_local_time_that_the_clocks_skip_is_refused(make, evaluate):
    form = make(DATE | {"subtype": "datetime"})

    def in_paris(text, scope):
        return (
            evaluate('date and time("2026-01-01T00:00:00@Europe/Paris")', {})
            if text == "now()"
            else None
        )

    with pytest.raises(SubmissionError) as refused:
        FORMS.check(form, {"a": "2026-03-29T02:30"}, {}, in_paris)
    assert [problem.rule for problem in refused.value.problems] == ["skipped"]
    found = FORMS.check(form, {"a": "2026-03-29T03:30"}, {}, in_paris)["a"]
    assert found.utcoffset().total_seconds() == 7200


def test_values_of_a_scenario_may_come_as_values(answer):
    assert answer(DATE, a=date(2026, 3, 2)) == {"a": date(2026, 3, 2)}
