from decimal import Decimal

import pytest

from engine.errors import ExpressionError

AGES = ("< 18; 1", ">= 18; 2", ">= 65; 3")


def test_unique_gives_the_only_rule_that_matches(read, table) -> None:
    result = read(table(["age"], ["class"], *AGES)).evaluate("Route", {"age": 20})
    assert result.value == Decimal(2)
    assert [(rule.id, rule.number, rule.hit) for rule in result.rules] == [("rule_2", 2, True)]


def test_two_rules_under_unique_are_null_and_a_warning_that_names_them(read, table) -> None:
    result = read(table(["age"], ["class"], *AGES)).evaluate("Route", {"age": 70})
    assert result.value is None
    assert [rule.number for rule in result.rules] == [2, 3]
    assert "Rules 2 and 3 match, but only one may" in result.warnings[0].message


def test_two_rules_under_unique_are_an_error_in_strict_mode(read, table) -> None:
    model = read(table(["age"], ["class"], *AGES))
    with pytest.raises(ExpressionError, match=r"leave.dmn.*table.*Rules 2 and 3"):
        model.evaluate("Route", {"age": 70}, strict=True)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", Decimal(2)),
        ("RULE ORDER", [Decimal(2), Decimal(3)]),
        ("COLLECT", [Decimal(2), Decimal(3)]),
    ],
)
def test_several_rules_that_match(read, table, policy: str, expected: object) -> None:
    model = read(table(["age"], ["class"], *AGES, policy=policy))
    assert model.evaluate("Route", {"age": 70}).value == expected


def test_first_notes_only_the_rule_that_counts(read, table) -> None:
    result = read(table(["age"], ["class"], *AGES, policy="FIRST")).evaluate("Route", {"age": 70})
    assert [rule.number for rule in result.rules] == [2]


def test_any_gives_what_all_rules_say(read, table) -> None:
    rules = ("> 1; 5", "> 2; 5.0", "> 3; 6")
    model = read(table(["n"], ["class"], *rules, policy="ANY"))
    result = model.evaluate("Route", {"n": 3})
    assert result.value == Decimal(5)
    assert [(rule.number, rule.hit) for rule in result.rules] == [(1, True), (2, False)]


def test_rules_that_disagree_under_any_are_null(read, table) -> None:
    rules = ("> 1; 5", "> 2; true")
    result = read(table(["n"], ["class"], *rules, policy="ANY")).evaluate("Route", {"n": 3})
    assert result.value is None
    assert "Rules 1 and 2 match and say different things" in result.warnings[0].message


def test_rules_that_all_say_null_agree_under_any(read, table) -> None:
    rules = ("> 1; null", "> 2; null")
    result = read(table(["n"], ["class"], *rules, policy="ANY")).evaluate("Route", {"n": 3})
    assert (result.value, result.warnings) == (None, ())


PRIORITIES = ('< 10; "Low"', '< 20; "High"', '< 30; "Medium"')
OUTPUT = 'risk = "High", "Medium", "Low"'


def test_priority_gives_the_result_that_stands_first_among_those_allowed(read, table) -> None:
    model = read(table(["n"], [OUTPUT], *PRIORITIES, policy="PRIORITY"))
    result = model.evaluate("Route", {"n": 5})
    assert result.value == "High"
    assert [(rule.number, rule.hit) for rule in result.rules] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_output_order_sorts_by_the_values_allowed(read, table) -> None:
    model = read(table(["n"], [OUTPUT], *PRIORITIES, policy="OUTPUT ORDER"))
    assert model.evaluate("Route", {"n": 5}).value == ["High", "Medium", "Low"]
    assert model.evaluate("Route", {"n": 25}).value == ["Medium"]


def test_priority_compares_several_outputs_from_left_to_right(read, table) -> None:
    outputs = ['a = "x", "y"', 'b = "x", "y"']
    rules = ('-; "y"; "x"', '-; "x"; "y"', '-; "x"; "x"')
    model = read(table(["n"], outputs, *rules, policy="PRIORITY"))
    assert model.evaluate("Route", {"n": 1}).value == {"a": "x", "b": "x"}


def test_output_order_of_several_outputs(read, table) -> None:
    outputs = ['a = "x", "y"', "b"]
    rules = ('-; "y"; 1', '-; "x"; 2', '-; "x"; 3')
    model = read(table(["n"], outputs, *rules, policy="OUTPUT ORDER"))
    values = model.evaluate("Route", {"n": 1}).value
    assert values == [
        {"a": "x", "b": Decimal(2)},
        {"a": "x", "b": Decimal(3)},
        {"a": "y", "b": Decimal(1)},
    ]


def test_priority_may_take_the_values_from_the_type_of_the_output(read, table) -> None:
    item = (
        '<itemDefinition name="tRisk"><typeRef>string</typeRef><allowedValues>'
        '<text>"High", "Low"</text></allowedValues></itemDefinition>'
    )
    rules = ('-; "Low"', '-; "High"')
    model = read(item + table(["n"], ["risk: tRisk"], *rules, policy="PRIORITY"))
    assert model.evaluate("Route", {"n": 1}).value == "High"
    model = read(item + table(["n"], ["risk"], *rules, policy="PRIORITY", type_ref="tRisk"))
    assert model.evaluate("Route", {"n": 1}).value == "High"


def test_priority_without_values_takes_the_first_rule(read, table) -> None:
    model = read(table(["n"], ["risk"], '-; "Low"', '-; "High"', policy="PRIORITY"))
    assert model.evaluate("Route", {"n": 1}).value == "Low"


def test_results_that_are_none_of_the_values_come_last(read, table) -> None:
    rules = ("-; null", "-; 7", "-; 2")
    outputs = ["points = [5..9], 2"]
    model = read(table(["n"], outputs, *rules, policy="OUTPUT ORDER"))
    assert model.evaluate("Route", {"n": 1}).value == [Decimal(7), Decimal(2), None]


def test_values_that_are_no_list_leave_the_order_of_the_rules(read, table) -> None:
    outputs = ["points = -"]
    model = read(table(["n"], outputs, "-; 7", "-; 2", policy="OUTPUT ORDER"))
    assert model.evaluate("Route", {"n": 1}).value == [Decimal(7), Decimal(2)]


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [("SUM", Decimal("7.5")), ("MIN", Decimal(2)), ("MAX", Decimal("5.5")), ("COUNT", Decimal(2))],
)
def test_collect_aggregates(read, table, aggregation: str, expected: Decimal) -> None:
    rules = ("> 1; 2", "> 2; 5.5", "> 5; 100")
    body = table(["n"], ["points"], *rules, policy="COLLECT", aggregation=aggregation)
    assert read(body).evaluate("Route", {"n": 4}).value == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("MIN", "a"), ("MAX", "b")])
def test_collect_finds_the_least_and_greatest_of_texts(
    read, table, aggregation: str, expected: str
) -> None:
    body = table(["n"], ["x"], '-; "b"', '-; "a"', policy="COLLECT", aggregation=aggregation)
    assert read(body).evaluate("Route", {"n": 4}).value == expected


def test_an_aggregation_of_several_outputs_is_refused(read, table) -> None:
    body = table(["n"], ["a", "b"], "-; 1; 2", policy="COLLECT", aggregation="SUM")
    result = read(body).evaluate("Route", {"n": 4})
    assert result.value is None
    assert "SUM needs a table with a single output column" in result.warnings[0].message


def test_collect_of_several_outputs_is_a_list_of_contexts(read, table) -> None:
    body = table(["n"], ["a", "b"], "-; 1; 2", "-; 3; 4", policy="COLLECT")
    assert read(body).evaluate("Route", {"n": 4}).value == [
        {"a": Decimal(1), "b": Decimal(2)},
        {"a": Decimal(3), "b": Decimal(4)},
    ]


@pytest.mark.parametrize(
    "policy",
    ["UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"],
)
def test_no_rule_gives_null(read, table, policy: str) -> None:
    result = read(table(["n"], ["a"], "> 5; 1", policy=policy)).evaluate("Route", {"n": 4})
    assert (result.value, result.rules, result.warnings) == (None, (), ())


@pytest.mark.parametrize(
    "policy",
    ["UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"],
)
def test_no_rule_gives_the_default_output(read, table, policy: str) -> None:
    model = read(table(["n"], ["a | 2 + 3"], "> 5; 1", policy=policy))
    assert model.evaluate("Route", {"n": 4}).value == Decimal(5)


def test_the_default_of_several_outputs_is_a_context(read, table) -> None:
    model = read(table(["n"], ["a | 1", "b"], "> 5; 1; 2"))
    assert model.evaluate("Route", {"n": 4}).value == {"a": Decimal(1), "b": None}


def test_a_declared_list_wraps_the_default_of_a_table_with_several_hits(read, table) -> None:
    body = table(["n"], ["a | 7"], "> 5; 1", policy="RULE ORDER", type_ref="tList")
    item = '<itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
    assert read(item + body).evaluate("Route", {"n": 4}).value == [Decimal(7)]
