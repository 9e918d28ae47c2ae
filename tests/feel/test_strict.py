import pytest

from engine import feel
from engine.errors import ExpressionError

_SCOPE = {"amount": 5, "empty": None, "person": {"name": "Ada"}, "items": [1, 2]}


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("amont > 3", 1, "amont"),
        ("amount > limit", 10, "limit"),
        ("person.nme", 8, "nme"),
        ("empty.name", 7, "null"),
        ("amount.name", 8, "name"),
        ("empty + 1", 1, "null"),
        ("empty > 1", 1, "null"),
        ('amount > "3"', 1, "compared"),
        ('amount = "3"', 1, "compared"),
        ('amount + "3"', 1, "number and string"),
        ("empty between 1 and 2", 1, "compared"),
        ("empty in [1..2]", 10, "compared"),
        ("amount and true", 1, "neither true nor false"),
        ("if amount then 1 else 2", 4, "neither true nor false"),
        ("if empty then 1 else 2", 4, "neither true nor false"),
        ("not(empty)", 1, "negand"),
        ("1 / 0", 1, "zero"),
        ("upper case(amount)", 1, "string"),
        ("upper case(empty)", 1, "null"),
        ("nothing(1)", 1, "nothing"),
        ("amount(1)", 1, "function"),
        ('date("2027-02-30")', 1, "2027-02-30"),
        ('@"2027-02-30"', 1, "2027-02-30"),
        ("for i in empty return i", 5, "null"),
        ("empty[item > 1]", 6, "null"),
        ("items[amount > 1 and nobody]", 22, "nobody"),
        ("amount instance of tPerson", 1, "tPerson"),
        ("substring(person.name)", 1, "start position"),
        ("abs(x: 1)", 1, "x"),
        ("[5..1]", 1, "ends before"),
        ("function() external {}", 1, "Java"),
        ("= 1 + nobody", 7, "nobody"),
    ],
)
def test_what_has_no_value_is_an_error_where_it_stands(text, column, word):
    assert feel.evaluate(text, _SCOPE) is not True
    with pytest.raises(ExpressionError) as caught:
        feel.evaluate(text, _SCOPE, strict=True)
    assert word in str(caught.value)
    assert (caught.value.line, caught.value.column) == (1, column)
    assert caught.value.text == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("empty = null", True),
        ("empty != null and empty > 3", False),
        ("amount != null or empty > 3", True),
        ("empty in (1, null)", True),
        ("null", None),
        ("empty", None),
        ("items[5]", None),
        ("items[item > 9]", []),
        ("[][1]", None),
        ("{a: empty}.a", None),
        ("list contains(items, null)", False),
        ("if empty = null then 1 else 2", 1),
        ('get value(person, "age")', None),
        ("count(items[item = amount])", 0),
    ],
)
def test_null_where_it_belongs_is_no_error(text, value):
    assert feel.evaluate(text, _SCOPE, strict=True) == value


def test_an_error_on_another_line_names_it():
    with pytest.raises(ExpressionError) as caught:
        feel.evaluate("amount +\n  amount +\n  nobody", _SCOPE, strict=True)
    assert (caught.value.line, caught.value.column) == (3, 3)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ExpressionError) as caught:
        feel.evaluate("amont", _SCOPE, strict=True)
    assert "amount" in caught.value.remedy


def test_every_null_leaves_a_warning_that_can_be_read():
    warnings = []
    assert feel.evaluate("amont > 3 and person.nme > 1", _SCOPE, warnings=warnings) is None
    assert [warning.severity for warning in warnings] == ["warning"] * len(warnings)
    assert warnings[0].column == 1
    assert all(warning.message.endswith(".") for warning in warnings)


@pytest.mark.parametrize(
    ("text", "column", "remedy"),
    [
        ("amount == 5", 9, "Write a single =."),
        ("count([1, 2)", 12, "bracket"),
        ("count(items))", 13, "bracket"),
        ("amount /* so many", 9, "Close the comment"),
        ("5 amount", 3, "operator"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_how_to_mend_it(text, column, remedy):
    with pytest.raises(ExpressionError) as caught:
        feel.evaluate(text, _SCOPE)
    assert caught.value.column == column
    assert remedy in caught.value.remedy
