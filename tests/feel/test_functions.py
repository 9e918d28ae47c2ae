from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine import feel
from engine.clock import ManualClock
from engine.errors import ExpressionError, ModelError

_SOURCE = '''
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

__all__ = ["allowance", "days_over", "greeting", "parts", "broken", "first"]


def allowance(days: int, rate: Decimal = Decimal(2)) -> Decimal:
    """Return the allowance.

    Source:
        policy.md 4.2
    """
    assert type(days) is int
    return days * rate


def days_over(from_: date, to: date | None) -> int | None:
    """Count the days."""
    return None if to is None else (to - from_).days


def greeting(name: str) -> dict[str, str]:
    """Greet."""
    return {"text": "Hello " + name}


@dataclass
class Parts:
    whole: int
    rest: Decimal


def parts(number: Decimal) -> Parts:
    """Split a number."""
    return Parts(int(number), number % 1)


def broken(number: Decimal) -> Decimal:
    """Fail."""
    raise ValueError("The rate is unknown.")


def first(items: list[Decimal]) -> str:
    """Return the wrong type."""
    return items[0]
'''


@pytest.fixture(name="functions")
def functions_fixture():
    functions = feel.Functions()
    functions.add_module(_SOURCE)
    return functions


def test_a_module_offers_its_functions_by_name(functions):
    assert feel.evaluate("allowance(3)", functions=functions) == 6
    assert feel.evaluate("allowance(3, 1.5)", functions=functions) == Decimal("4.5")
    assert feel.evaluate("allowance(rate: 3, days: 2)", functions=functions) == 6
    text = 'days over(from: @"2027-03-01", to: @"2027-03-04")'
    assert feel.evaluate(text, functions=functions) == 3
    assert feel.evaluate('days over(@"2027-03-01", null)', functions=functions) is None
    assert feel.evaluate('greeting("Ada").text', functions=functions) == "Hello Ada"
    assert feel.evaluate("parts(2.5).rest", functions=functions) == Decimal("0.5")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("allowance(1.5)", "whole"),
        ('allowance("a")', "days"),
        ("allowance()", "days"),
        ("allowance(null)", "null"),
        ("allowance(1, 2, 3)", "argument"),
        ("allowance(hours: 1)", "hours"),
        ("broken(1)", "The rate is unknown."),
        ("first([1])", "promised"),
    ],
)
def test_a_wrong_call_names_the_function_and_the_argument(functions, text, word):
    with pytest.raises(ExpressionError) as caught:
        feel.evaluate(text, functions=functions, strict=True)
    assert word in str(caught.value)
    assert text.partition("(")[0] in str(caught.value)
    warnings = []
    assert feel.evaluate(text, functions=functions, warnings=warnings) is None
    assert word in warnings[0].message


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("import os\n__all__ = []", "os"),
        ("from pathlib import Path\n__all__ = []", "pathlib"),
        ("__all__ = []\nopen('x')", "open"),
        ("__all__ = []\neval('x')", "eval"),
        ("__all__ = []\n().__class__", "__class__"),
        ("from datetime import date\n__all__ = []\ndate.today()", "today"),
        ("__all__ = [", "read"),
    ],
)
def test_a_module_that_does_more_than_compute_is_refused(source, word):
    with pytest.raises(ModelError) as caught:
        feel.Functions().add_module(source)
    assert word in str(caught.value)
    assert caught.value.problems[0].line


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("def f(a: int) -> int:\n    return a", "__all__"),
        ("__all__ = ['f']\ndef f(a) -> int:\n    return a", "annotation"),
        ("__all__ = ['f']\ndef f(*, a: int) -> int:\n    return a", "keyword"),
        ("__all__ = ['count']\ndef count(a: int) -> int:\n    return a", "built-in"),
    ],
)
def test_a_module_that_does_not_say_what_it_offers_is_refused(source, word):
    with pytest.raises(ValueError, match=word):
        feel.Functions().add_module(source)


def test_a_registered_function_is_typed():
    functions = feel.Functions()
    functions.add(
        "supervisor of",
        lambda person: {"name": "Grace", "of": person},
        parameters={"person": "string"},
        result="context",
        doc="Who supervises a person.",
        source="directory",
        observed=True,
    )
    assert feel.evaluate('supervisor of("Ada").name', functions=functions) == "Grace"
    row = feel.describe_functions(functions)[0]
    assert row.name == "supervisor of"
    assert row.signature == "(person: string) -> context"
    assert (row.doc, row.source) == ("Who supervises a person.", "directory")
    with pytest.raises(ValueError, match="built-in"):
        functions.add("count", lambda: 1, parameters={})


def test_two_tables_of_functions_are_put_together():
    one, other = feel.Functions(), feel.Functions()
    one.add("one", lambda: 1, parameters={})
    other.add("two", lambda: 2, parameters={})
    assert feel.evaluate("one() + two()", functions=one | other) == 3
    assert feel.evaluate("two()", functions=one) is None


def test_calls_of_observed_functions_go_through_the_observer():
    functions = feel.Functions()
    functions.add("rate of", lambda day: 7, parameters={"day": "date"}, observed=True)
    functions.add("twice", lambda number: number * 2, parameters={"number": "number"})
    seen = []

    def observe(name, arguments, call):
        seen.append((name, list(arguments)))
        return call() + 1

    context = feel.EvaluationContext(functions=functions, observe=observe)
    expression = feel.compile('rate of(@"2027-03-01") + twice(1)', functions=functions)
    assert expression.evaluate({}, context) == 10
    assert seen == [("rate of", [date(2027, 3, 1)])]


def test_every_built_in_function_is_described():
    rows = feel.describe_functions()
    assert all(row.doc and row.signature and row.source for row in rows)
    assert {"substring", "list replace", "years and months duration"} <= {row.name for row in rows}


def test_now_and_today_come_from_the_clock_in_the_zone():
    clock = ManualClock(datetime(2027, 3, 1, 22, 30, tzinfo=UTC))
    zone = ZoneInfo("Africa/Nairobi")
    assert feel.evaluate("today()", clock=clock, zone=zone) == date(2027, 3, 2)
    assert feel.evaluate("now()", clock=clock, zone=zone) == clock.now()
    assert feel.evaluate("string(now())", clock=clock, zone=zone).endswith("@Africa/Nairobi")
    clock.move_by(timedelta(hours=2))
    assert feel.evaluate("now().hour", clock=clock) == 0
