import doctest
from decimal import Decimal

import pytest

from engine import feel
from engine.errors import ExpressionError


@pytest.mark.parametrize(
    ("text", "scope", "value"),
    [
        ("first name", {"first name": "Ada"}, "Ada"),
        ("first   name", {"first name": "Ada"}, "Ada"),
        ("first\n name", {"first name": "Ada"}, "Ada"),
        ("a-b", {"a-b": 7, "a": 3, "b": 1}, Decimal(7)),
        ("a - b", {"a-b": 7, "a": 3, "b": 1}, Decimal(7)),
        ("(a)-(b)", {"a-b": 7, "a": 3, "b": 1}, Decimal(2)),
        ("a-b", {"a": 3, "b": 1}, Decimal(2)),
        ("a+b + 1", {"a+b": 7}, Decimal(8)),
        ("a*b", {"a*b": 7}, Decimal(7)),
        ("a/b * 2", {"a/b": 7}, Decimal(14)),
        ("today's rate", {"today's rate": 7}, Decimal(7)),
        ("v1.2 + 1", {"v1.2": 7}, Decimal(8)),
        ("Profit and loss", {"Profit and loss": 7}, Decimal(7)),
        ("Profit and loss", {"Profit": True, "loss": False}, False),
        ("Profit and loss and x", {"Profit and loss": True, "x": True}, True),
        ("days in month > 3", {"days in month": 4}, True),
        ("date of birth", {"date of birth": 4}, Decimal(4)),
        ("return date", {"return date": 4}, Decimal(4)),
        ("a-b-c", {"a-b": 7, "a-b-c": 9}, Decimal(9)),
        ("Pre-Bureau Risk Category", {"Pre-Bureau Risk Category": "LOW"}, "LOW"),
        ("größe", {"größe": 2}, Decimal(2)),
        ("🐎 + 1", {"🐎": 1}, Decimal(2)),
        ("_x1", {"_x1": 1}, Decimal(1)),
        ("person.first name", {"person": {"first name": "Ada"}}, "Ada"),
        ("nullable", {"nullable": 1}, Decimal(1)),
        ("order", {"order": 1}, Decimal(1)),
        ("android", {"android": 1}, Decimal(1)),
        ("format", {"format": "x"}, "x"),
        ("date", {"date": 5}, Decimal(5)),
    ],
)
def test_a_name_is_resolved_against_the_scope(text, scope, value):
    assert feel.evaluate(text, scope) == value


def test_names_inside_contexts_of_the_scope_are_named_where_they_hold_operators():
    scope = {"person": {"pre-bureau": 1}}
    assert feel.evaluate("person.pre-bureau", scope, names=["pre-bureau"]) == 1
    assert feel.compile("person.pre-bureau", ["pre-bureau"]).evaluate(scope) == 1


def test_a_parameter_with_an_operator_in_its_name_is_known_in_the_body():
    assert feel.evaluate("(function(a-b, c) a-b + c)(1, 2)") == 3


def test_a_key_with_a_keyword_in_its_name_is_known_to_later_entries():
    assert feel.evaluate("{days in stock: 3, more: days in stock + 1}.more") == 4


def test_a_registered_function_is_found_by_its_name_with_a_keyword():
    functions = feel.Functions()
    functions.add(
        "working days between",
        lambda start, end: (end - start).days,
        parameters={"from": "date", "to": "date"},
        result="number",
    )
    text = 'working days between(@"2027-03-01", @"2027-03-05") + 1'
    assert feel.evaluate(text, functions=functions) == 5


def test_a_variable_hides_a_function_of_the_same_name():
    scope = {"f": 1}
    assert feel.evaluate("{count: function(x) 42, r: count([])}.r", scope) == 42


def test_a_leading_equals_sign_marks_an_expression():
    assert feel.evaluate("= 1 + 1") == 2
    assert feel.evaluate("=x", {"x": 5}) == 5


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("", 1, 1, "empty"),
        ("1 +", 1, 4, "breaks off"),
        ("= 1 +", 1, 6, "breaks off"),
        ("1 +\n* 2", 2, 1, "*"),
        ("'a'", 1, 1, "double"),
        ("a & b", 1, 3, "and"),
        ("a || b", 1, 3, "or"),
        ("!a", 1, 1, "not"),
        ("5 % 2", 1, 3, "modulo"),
        ('"abc', 1, 1, "not closed"),
        ("(1, 2)", 1, 1, "square"),
        ("[1, 2", 1, 6, "breaks off"),
        ("{a: 1, a: 2}", 1, 8, "twice"),
        ("f(a: 1, a: 2)", 1, 9, "twice"),
        ("if a then b", 1, 12, "breaks off"),
        ("x instance of", 1, 14, "breaks off"),
        ("a = = b", 1, 5, "="),
        ("for x in return 1", 1, 10, "return"),
        ("1e99999", 1, 1, "too large"),
    ],
)
def test_what_cannot_be_read_is_located(text, line, column, word):
    with pytest.raises(ExpressionError) as caught:
        feel.parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert word in str(caught.value)
    problem = feel.problems(text)[0]
    assert (problem.line, problem.column) == (line, column)
    assert problem.remedy


def test_a_readable_text_has_no_problems():
    assert feel.problems("1 + 1") == []


def test_the_example_of_the_package_works():
    failed, tried = doctest.testmod(feel)
    assert tried > 5
    assert failed == 0
