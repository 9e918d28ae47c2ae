from datetime import date
from decimal import Decimal

import pytest

from engine import dmn
from engine.errors import ExpressionError, ModelError, NotFoundError


@pytest.mark.parametrize(
    ("cell", "value", "matches"),
    [
        ("-", 1, True),
        ("", 1, True),
        ("-", None, True),
        ("5", 5, True),
        ("5", 6, False),
        ("< 5", 4, True),
        ("<= 5", 5, True),
        ("> 5, < 2", 1, True),
        ("[1..5]", 5, True),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ("(1..5)", 3, True),
        ("not(5, 6)", 7, True),
        ("not(5, 6)", 6, False),
        ("not([1..5])", 6, True),
        ('"a", "b"', "b", True),
        ('not("a")', "b", True),
        ("true", True, True),
        ("true", False, False),
        ("null", None, True),
        ("null", 1, False),
        ("< 5", None, False),
        ("? > 5 and ? < 9", 7, True),
        ('starts with(?, "ab")', "abc", True),
        ("limit", 10, True),
        ("< limit", 9, True),
        ("limit * 2", 20, True),
        ("[1, 2, 3]", 2, True),
        ('date("2025-01-01")', date(2025, 1, 1), True),
        ('< date("2025-01-01")', date(2024, 12, 31), True),
        ('[@"2025-01-01"..@"2025-12-31"]', date(2025, 6, 1), True),
        ('"a"', ["a"], False),
        ('list contains(?, "a")', ["a", "b"], True),
        ('["a", "b"]', ["a", "b"], True),
        ("some x in ? satisfies x > 2", [1, 3], True),
        ("5", "5", False),
    ],
)
def test_a_cell(read, table, cell: str, value: object, matches: bool) -> None:
    model = read(table(["n"], ["hit"], f"{cell}; true"))
    result = model.evaluate("Route", {"n": value, "limit": 10})
    assert (result.value is True) is matches


def test_inputs_are_noted_by_label_or_expression(read) -> None:
    body = (
        '<decision id="d" name="d"><decisionTable id="t">'
        '<input label="Total"><inputExpression><text>a + 1</text></inputExpression></input>'
        "<input><inputExpression><text>b</text></inputExpression></input>"
        "<input><inputExpression><text>b</text></inputExpression></input>"
        '<output name="x"/><rule id="r"><inputEntry><text>-</text></inputEntry>'
        "<inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>"
        "<outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>"
    )
    result = read(body).evaluate("d", {"a": 1, "b": "x"})
    assert result.inputs == {"Total": Decimal(2), "b": "x", "b 3": "x"}


def test_several_outputs_are_a_context_by_the_names_of_the_columns(read, table) -> None:
    result = read(table(["n"], ["a", "b"], "-; 1; n")).evaluate("Route", {"n": 4})
    assert result.value == {"a": Decimal(1), "b": Decimal(4)}
    assert result.rules[0].outputs == result.value


def test_an_empty_output_is_null(read, table) -> None:
    assert read(table(["n"], ["a", "b"], "-; ; -")).evaluate("Route", {"n": 4}).value == {
        "a": None,
        "b": None,
    }


def test_an_input_without_an_expression_is_null(read) -> None:
    body = (
        '<decision id="d" name="d"><decisionTable><input label="gone"/><output/><rule>'
        "<inputEntry><text>null</text></inputEntry><outputEntry><text>1</text></outputEntry>"
        "</rule></decisionTable></decision>"
    )
    result = read(body).evaluate("d", {})
    assert (result.value, result.inputs) == (Decimal(1), {"gone": None})


def test_a_table_without_inputs_matches_its_rules(read, table) -> None:
    assert read(table([], ["a"], "1", "2", policy="COLLECT")).evaluate("Route", {}).value == [
        Decimal(1),
        Decimal(2),
    ]


def test_a_value_outside_those_allowed_is_a_warning_and_passes_no_dash(read, table) -> None:
    model = read(table(['n = "a", "b"'], ["x"], '"c"; 1', "-; 2", policy="COLLECT"))
    result = model.evaluate("Route", {"n": "c"})
    assert result.value == [Decimal(1)]
    assert "“n” is not one of those allowed" in result.warnings[0].message
    assert model.evaluate("Route", {"n": None}).value == [Decimal(2)]


def test_a_result_outside_those_allowed_is_null(read, table) -> None:
    result = read(table(["n"], ['x = "a", "b"'], '-; "c"')).evaluate("Route", {"n": 1})
    assert result.value is None
    assert result.warnings[0].element == "rule_1"


def test_strict_mode_stops_at_an_unknown_name_and_says_where(read, table) -> None:
    model = read(table(["missing"], ["x"], "-; 1"))
    with pytest.raises(ExpressionError, match=r"leave\.dmn.*“Route”: There is no “missing” here"):
        model.evaluate("Route", {}, strict=True)


def test_strict_mode_lets_null_pass_by_the_cells(read, table) -> None:
    model = read(table(["n"], ["x"], "< 5; 1", "-; 2", policy="FIRST"))
    assert model.evaluate("Route", {"n": None}, strict=True).value == Decimal(2)


def test_annotations_come_from_their_columns_or_the_description(read) -> None:
    rule = "<outputEntry><text>1</text></outputEntry>"
    body = (
        '<decision id="d" name="d"><decisionTable id="t" hitPolicy="COLLECT"><output/>'
        '<annotation name="Clause"/><annotation name="Why"/>'
        f"<rule>{rule}<annotationEntry><text>4.2</text></annotationEntry>"
        "<annotationEntry><text>short</text></annotationEntry></rule>"
        f"<rule><description>total over 20 days</description>{rule}</rule>"
        "</decisionTable></decision>"
    )
    model = read(body)
    result = model.evaluate("d", {})
    assert [it.annotations for it in result.rules] == [("4.2", "short"), ("total over 20 days",)]
    view = dmn.describe_table(model, "d", result)
    assert view.annotations == ("Clause", "Why")
    assert [it.annotations for it in view.rules] == [("4.2", "short"), ("total over 20 days", "")]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('<decisionTable hitPolicy="BEST"><output/></decisionTable>', "The hit policy “BEST”"),
        ('<decisionTable aggregation="AVG"><output/></decisionTable>', "The aggregation “AVG”"),
        ("<decisionTable/>", "no output column"),
        (
            (
                "<decisionTable><output/><rule><inputEntry><text>1</text></inputEntry>"
                "<outputEntry><text>1</text></outputEntry></rule></decisionTable>"
            ),
            "Rule 1 has 1 input cells; the table has 0 columns",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(read, written: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        read(f'<decision id="d" name="d">\n{written}</decision>')
    assert caught.value.problems[0].file == "leave.dmn"
    assert caught.value.problems[0].line == 2


def test_all_that_is_wrong_in_a_file_is_said_at_once(read) -> None:
    bad = '<decisionTable hitPolicy="BEST"><output/></decisionTable>'
    with pytest.raises(ModelError) as caught:
        read(
            f'<decision id="a" name="a">{bad}</decision><decision id="b" name="b">{bad}</decision>'
        )
    assert len(caught.value.problems) == 2


def test_an_id_that_stands_twice_is_refused(read, literal) -> None:
    with pytest.raises(ModelError, match="The id “a” stands for two elements"):
        read(literal("a", "1") + literal("a", "2"))


@pytest.mark.parametrize("data", [b"<a/>", b"<definitions xmlns='x'/>", b"", b"<!DOCTYPE a><a/>"])
def test_what_is_no_decision_model_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError):
        dmn.load(data, file="x.dmn")


def test_a_table_is_described_for_people_with_the_matched_rule_marked(read, table) -> None:
    outputs = ['risk: string = "High", "Low" | "Low"']
    model = read(table(["age: number"], outputs, '< 5; "Low"', '-; "High"', policy="PRIORITY"))
    view = dmn.describe_table(model, "Route", model.evaluate("Route", {"age": 3}))
    assert (view.name, view.symbol, view.orientation) == ("Route", "P", "Rule-as-Row")
    assert view.inputs == (dmn.ColumnView(label="age", expression="age", type="number", values=""),)
    assert view.outputs[0].values == '"High", "Low"'
    assert view.outputs[0].default == '"Low"'
    assert [(it.tests, it.results) for it in view.rules] == [
        (("< 5",), ('"Low"',)),
        (("-",), ('"High"',)),
    ]
    assert [(it.matched, it.hit) for it in view.rules] == [(True, False), (True, True)]


def test_the_rules_of_a_required_decision_are_marked_too(read, table, literal) -> None:
    model = read(table(["n"], ["x"], "1; 1", "2; 2") + literal("d", "Route", needs=("!route",)))
    view = dmn.describe_table(model, "Route", model.evaluate("d", {"n": 2}))
    assert [it.hit for it in view.rules] == [False, True]


@pytest.mark.parametrize(
    ("aggregation", "symbol"),
    [("", "C"), ("SUM", "C+"), ("MIN", "C<"), ("MAX", "C>"), ("COUNT", "C#")],
)
def test_the_corner_of_a_table_shows_its_policy(read, table, aggregation: str, symbol: str) -> None:
    model = read(table(["n"], ["x"], "-; 1", policy="COLLECT", aggregation=aggregation))
    assert dmn.describe_table(model, "Route").symbol == symbol


@pytest.mark.parametrize("orientation", ["Rule-as-Row", "Rule-as-Column", "CrossTable"])
def test_the_orientation_is_kept_and_has_no_bearing_on_the_result(
    read, table, orientation: str
) -> None:
    body = table(["n"], ["x"], "1; 10", "2; 20")
    body = body.replace('id="table"', f'id="table" preferredOrientation="{orientation}"')
    model = read(body)
    assert dmn.describe_table(model, "Route").orientation == orientation
    assert model.evaluate("Route", {"n": 2}).value == Decimal(20)


def cross(body: str) -> str:
    return body.replace('id="table"', 'id="table" preferredOrientation="CrossTable"')


def test_a_crosstab_is_laid_out_by_its_first_input_along_the_top(read, table) -> None:
    rules = ('"A"; 1; "a1"', '"B"; 1; "b1"', '"A"; 2; "a2"')
    model = read(cross(table(["kind", "n"], ["x"], *rules)))
    result = model.evaluate("Route", {"kind": "A", "n": 2})
    layout = dmn.lay_out_crosstab(dmn.describe_table(model, "Route", result))
    assert layout is not None
    assert (layout.columns, layout.rows) == (('"A"', '"B"'), (("1",), ("2",)))
    shown = [[rule and (rule.results[0], rule.hit) for rule in row] for row in layout.rules]
    assert shown == [[('"a1"', False), ('"b1"', False)], [('"a2"', True), None]]


@pytest.mark.parametrize(
    ("inputs", "outputs", "rules"),
    [
        (["n"], ["x"], ("1; 1",)),
        (["n", "m"], ["x", "y"], ("1; 1; 1; 1",)),
        (["n", "m"], ["x"], ("1; 1; 1", "1; 1; 2")),
    ],
)
def test_what_cannot_be_laid_out_as_a_cross_is_not(read, table, inputs, outputs, rules) -> None:
    model = read(cross(table(inputs, outputs, *rules)))
    assert dmn.lay_out_crosstab(dmn.describe_table(model, "Route")) is None


def test_a_decision_that_is_no_table_is_not_described(read, literal) -> None:
    with pytest.raises(NotFoundError, match="“d” is not a decision table"):
        dmn.describe_table(read(literal("d", "1")), "d")
