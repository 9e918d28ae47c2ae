from decimal import Decimal

import pytest

from engine import feel
from engine.errors import ExpressionError


def test_arithmetic_follows_the_usual_precedence():
    assert feel.evaluate("1 + 2 * 3") == Decimal(7)


def test_an_unknown_name_is_null_and_a_warning():
    warnings = []
    assert feel.evaluate("nobody", {}, warnings=warnings) is None
    assert "nobody" in warnings[0].message


def test_an_unknown_name_is_a_located_error_in_strict_mode():
    with pytest.raises(ExpressionError) as caught:
        feel.evaluate("1 +\n nobody", {}, strict=True)
    assert (caught.value.line, caught.value.column) == (2, 2)


def test_a_cell_is_met_by_one_of_its_tests():
    assert feel.unary_tests("< 5, [10..20]", 12) is True
    assert feel.unary_tests('not("a")', "a") is False
