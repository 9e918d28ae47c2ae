from decimal import Decimal

import pytest

from engine.errors import ExpressionError, SubmissionError

AMOUNT = {"type": "number", "key": "amount", "label": "Amount", "validate": {"required": True}}
TOTAL = {"type": "expression", "key": "total", "expression": "=amount * rate"}
FIRST = {"type": "datetime", "key": "first", "dateLabel": "First day"}
LAST = {
    "type": "datetime",
    "key": "last",
    "dateLabel": "Last day",
    "properties": {"check": "=last >= first", "checkMessage": "It ends before it begins."},
}
SPAN = {"type": "expression", "key": "span", "expression": '=if last < first then error else "ok"'}


def test_a_computed_value_is_worked_out_from_the_checked_answers(answer):
    found = answer(AMOUNT, TOTAL, case={"rate": Decimal(3)}, amount="2")
    assert found == {"amount": Decimal(2), "total": Decimal(6)}


def test_a_computed_value_may_use_the_one_before_it(answer):
    double = {
        "type": "number",
        "key": "double",
        "label": "D",
        "properties": {"computed": "=total * 2"},
    }
    found = answer(AMOUNT, TOTAL, double, case={"rate": Decimal(3)}, amount="2")
    assert found["double"] == Decimal(12)


def test_a_computed_value_in_a_row_sees_its_row_and_those_around_it(answer):
    name = {"type": "textfield", "key": "name", "id": "n", "label": "N"}
    text = '=this.name + " of " + parent.chief + string(i[1])'
    line = {"type": "expression", "key": "line", "id": "l", "expression": text}
    rows = {"type": "dynamiclist", "path": "team", "label": "Team", "components": [name, line]}
    chief = {"type": "textfield", "key": "chief", "label": "Chief"}
    found = answer(chief, rows, chief="Amina", team=[{"name": "Bo"}, {"name": "Cy"}])
    assert [row["line"] for row in found["team"]] == ["Bo of Amina1", "Cy of Amina2"]


def test_a_hidden_computed_value_is_null(answer):
    hidden = TOTAL | {"conditional": {"hide": "=amount < 10"}}
    assert answer(AMOUNT, hidden, case={"rate": Decimal(3)}, amount="2")["total"] is None


def test_a_computed_value_that_fails_is_an_error_that_names_it(answer):
    with pytest.raises(ExpressionError, match="Field_1"):
        answer(AMOUNT, TOTAL, amount="2")


def test_a_check_that_is_not_true_refuses_the_answers(answer):
    with pytest.raises(SubmissionError) as refused:
        answer(FIRST, LAST, first="2026-03-02", last="2026-03-01")
    (problem,) = refused.value.problems
    assert (problem.element, problem.message) == ("last", "It ends before it begins.")
    assert answer(FIRST, LAST, first="2026-03-02", last="2026-03-02")


def test_a_check_that_fails_because_of_another_does_not_hide_its_message(refuse):
    assert refuse(FIRST, LAST, SPAN, first="2026-03-02", last="2026-03-01") == {"last": "check"}


def test_a_check_without_a_message_says_which_answer(answer):
    quiet = AMOUNT | {"properties": {"check": "=amount > 5"}}
    with pytest.raises(SubmissionError, match="“Amount” does not fit the other answers"):
        answer(quiet, amount="1")


def test_the_message_of_a_check_may_be_worked_out(answer):
    told = {"check": "=amount > 5", "checkMessage": '="Not " + string(amount) + "."'}
    with pytest.raises(SubmissionError, match="Not 1"):
        answer(AMOUNT | {"properties": told}, amount="1")


def test_a_check_on_something_without_a_value_is_told_by_its_id(refuse):
    group = {
        "type": "group",
        "id": "period",
        "label": "Period",
        "components": [AMOUNT | {"id": "a"}],
        "properties": {"check": "=amount > 5", "checkMessage": "More."},
    }
    assert refuse(group, amount="1") == {"period": "check"}


def test_a_check_of_a_row_is_told_at_its_field(refuse):
    inner = AMOUNT | {
        "id": "a",
        "properties": {"check": "=this.amount > 5", "checkMessage": "More."},
    }
    rows = {"type": "dynamiclist", "path": "lines", "label": "Lines", "components": [inner]}
    assert refuse(rows, lines=[{"amount": 9}, {"amount": 1}]) == {"lines[1].amount": "check"}


def test_a_check_also_sees_what_was_left_blank(refuse):
    proof = {
        "type": "filepicker",
        "key": "proof",
        "label": "Proof",
        "properties": {"check": "=proof != null", "checkMessage": "Send it."},
    }
    assert refuse(proof) == {"proof": "check"}
