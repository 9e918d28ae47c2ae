from datetime import date

import pytest

from engine import feel
from engine.errors import ExpressionError


@pytest.mark.parametrize(
    ("text", "value", "met"),
    [
        ("-", 1, True),
        ("-", None, True),
        (" - ", 1, True),
        ("5", 5, True),
        ("5", 6, False),
        ("-5", -5, True),
        ("< 5", 4, True),
        ("< 5", 5, False),
        ("<= 5", 5, True),
        ("> 5", 5, False),
        (">= 5", 5, True),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ("]1..5[", 1, False),
        ("[1..5[", 5, False),
        ("1, 2, 3", 2, True),
        ("1, 2, 3", 4, False),
        ("< 3, > 7, 5", 5, True),
        ("< 3, > 7, 5", 6, False),
        ("not(5)", 5, False),
        ("not(5)", 6, True),
        ("not(1, 2)", 2, False),
        ("not(< 5, > 10)", 7, True),
        ("not(null)", 1, True),
        ("not(null)", None, False),
        ("null", None, True),
        ("null", 1, False),
        ('"a"', "a", True),
        ('"a", "b"', "b", True),
        ('not("a")', "a", False),
        ("true", True, True),
        ("true", False, False),
        ("false", False, True),
        ("not(true)", True, False),
        ("? > 5", 6, True),
        ("? > 5", 4, False),
        ("? > 1 and ? < 5", 3, True),
        ("even(?)", 4, True),
        ("even(?)", 3, False),
        ('contains(?, "b")', "abc", True),
        ("list contains([1, 2], ?)", 2, True),
        ("? in [1..5]", 3, True),
        ("? = null", None, True),
        ("? != null", None, False),
        ("[1, 2, 3]", 2, True),
        ("[1, 2, 3]", 4, False),
        ("[[1..3], [5..7]]", 6, True),
        ("[1, 2]", [1, 2], True),
        ('date("2027-03-01")', date(2027, 3, 1), True),
        ('< @"2027-03-01"', date(2027, 2, 28), True),
        ('[@"2027-01-01"..@"2027-12-31"]', date(2027, 6, 1), True),
        ("limit", 10, True),
        ("< limit", 9, True),
        ("< limit * 2", 19, True),
        ("[0..limit]", 11, False),
        ("choices", 2, True),
        ("choices", 5, False),
        ("not(choices)", 5, True),
        ("flag", 3, True),
        ("5", "5", None),
        ("< 5", "a", None),
        ("< 5", None, None),
        ("not(< 5)", None, None),
        ("? > 5", None, None),
        ("1, null", None, True),
        ('"a", < 5', 3, True),
    ],
)
def test_a_cell_is_met_or_not(text, value, met):
    scope = {"limit": 10, "choices": [1, 2, 3], "flag": True}
    assert feel.unary_tests(text, value, scope) is met


def test_a_cell_that_cannot_be_read_is_an_error():
    with pytest.raises(ExpressionError):
        feel.unary_tests("< 5,", 3)


def test_a_cell_of_another_type_is_an_error_in_strict_mode():
    with pytest.raises(ExpressionError, match="compared"):
        feel.unary_tests("< 5", "a", strict=True)
