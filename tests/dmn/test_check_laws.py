"""What the checks claim of a table holds for every value."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import dmn

EDGES = st.integers(-3, 6)


@st.composite
def number_cells(draw: st.DrawFn) -> str:
    low, high = sorted((draw(EDGES), draw(EDGES)))
    form = draw(
        st.sampled_from(["-", "{l}", "< {l}", ">= {l}", "[{l}..{h}]", "({l}..{h})", "not({l})"])
    )
    return form.format(l=low, h=high)


TEXTS = st.sampled_from(["-", '"a"', '"b"', 'not("a")', '"a", "b"'])
RULES = st.lists(st.tuples(number_cells(), TEXTS), min_size=1, max_size=5)
VALUES = st.tuples(
    st.one_of(st.integers(-5, 8), st.decimals(-4, 7, places=1)), st.sampled_from(["a", "b", "c"])
)


@pytest.fixture(scope="module")
def matching() -> Callable[..., list[int]]:
    def numbers(model: dmn.Model, value: tuple[object, str]) -> list[int]:
        result = model.evaluate("Route", {"n": value[0], "t": value[1]})
        return [rule.number for rule in result.rules]

    return numbers


def rules_named(model: dmn.Model, rule: str) -> list[str]:
    return [it.message for it in dmn.find_problems(model) if it.rule == rule]


law = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@law
@given(rules=RULES, values=st.lists(VALUES, min_size=15, max_size=15))
def test_values_are_covered_and_rules_apart_where_nothing_else_is_said(
    read, table, matching, rules, values
) -> None:
    lines = [f"{number}; {text}; 1" for number, text in rules]
    model = read(table(["n", "t"], ["x"], *lines))
    gaps, overlaps = rules_named(model, "table-gap"), rules_named(model, "table-overlap")
    found = [matching(model, value) for value in values]
    if not gaps:
        assert all(found)
    if not overlaps:
        assert all(len(numbers) < 2 for numbers in found)


@law
@given(rules=RULES, values=st.lists(VALUES, min_size=15, max_size=15))
def test_a_rule_that_is_said_never_to_count_never_does(
    read, table, matching, rules, values
) -> None:
    lines = [f"{number}; {text}; 1" for number, text in rules]
    model = read(table(["n", "t"], ["x"], *lines, policy="FIRST"))
    unreachable = {
        int(message.partition("Rule ")[2].partition(" ")[0])
        for message in rules_named(model, "table-unreachable")
    }
    reached = {number for value in values for number in matching(model, value)}
    assert not unreachable & reached
