import pytest

from engine import feel
from engine.errors import ExpressionError

_MONEY = feel.type_of("context<amount: number, currency: string>")


def test_a_type_with_a_name_of_its_own_can_be_asked_for():
    context = feel.EvaluationContext(types={"tMoney": _MONEY})
    scope = {"cost": {"amount": 1, "currency": "EUR"}, "costs": [{"amount": 1}]}
    assert feel.evaluate("cost instance of tMoney", scope, context=context) is True
    assert feel.evaluate("costs instance of list<tMoney>", scope, context=context) is False
    assert feel.evaluate("[cost] instance of list<tMoney>", scope, context=context) is True
    text = "(function(c: tMoney) c.amount)(cost)"
    assert feel.evaluate(text, scope, context=context) == 1
    assert feel.evaluate("(function(c: tMoney) c)(1)", scope, context=context) is None


@pytest.mark.parametrize(
    "written",
    [
        "number",
        "string?",
        "list<number>",
        "list<list<date and time>>",
        "context<a: number, b c: list<string>>",
        "range<date>",
        "function<number, string> -> boolean",
        "function<> -> Any",
        "tMoney",
        "model.tMoney",
    ],
)
def test_a_type_is_written_as_it_was_read(written):
    assert str(feel.type_of(written)) == written


@pytest.mark.parametrize(
    "written",
    ["", "list<", "list<number", "context<a>", "number x", "list<" * 30, "function<number>"],
)
def test_what_is_no_type_is_refused(written):
    with pytest.raises(ValueError, match="type"):
        feel.type_of(written)


def test_a_type_that_cannot_be_read_is_located_in_its_expression():
    with pytest.raises(ExpressionError, match="type") as caught:
        feel.parse("x instance of list<number")
    assert caught.value.column == 26


def test_values_from_python_become_feel_values():
    scope = {"a": 1, "b": 1.5, "c": (1, 2), "d": {"x": [3]}, "e": float("nan"), "f": {4}}
    assert feel.format(feel.evaluate("[a, b, c, d, e, f]", scope)) == (
        "[1, 1.5, [1, 2], {x: [3]}, null, [4]]"
    )
