import pytest

from engine import dmn, feel
from engine.errors import Problem


def messages(problems: list[Problem], rule: str) -> list[str]:
    return [problem.message for problem in problems if problem.rule == rule]


@pytest.fixture
def check(read, table):
    def found(inputs, outputs, *rules, rule: str, **options):
        return messages(dmn.find_problems(read(table(inputs, outputs, *rules, **options))), rule)

    return found


@pytest.mark.parametrize(
    ("rules", "gaps"),
    [
        (("<= 7; 1", "> 7; 2"), []),
        (("< 7; 1", "> 7; 2"), ["“Route”: No rule covers days = 7."]),
        (("[0..7]; 1", "> 7; 2"), ["“Route”: No rule covers days = less than 0."]),
        (("<= 7; 1", "> 20; 2"), ["“Route”: No rule covers days = between 7 and 20 or 20."]),
        (("not(5, 6); 1", "5; 2"), ["“Route”: No rule covers days = 6."]),
        (("-; 1",), []),
        (("limit; 1",), []),
        (("? > 5; 1", "<= 5; 2"), []),
        (("[1, 2]; 1", "not(1, 2); 2"), []),
        (("< 5 + 2; 1",), []),
    ],
)
def test_values_that_no_rule_covers_are_named(check, rules, gaps) -> None:
    assert check(["days: number"], ["x"], *rules, rule="table-gap", policy="FIRST") == gaps


def test_a_gap_of_two_columns_is_named_by_both(check) -> None:
    found = check(
        ['kind: string = "A", "B"', "ok: boolean"],
        ["x"],
        '"A"; -; 1',
        '"B"; true; 2',
        rule="table-gap",
    )
    assert found == ['“Route”: No rule covers kind = "B"; ok = false.']


@pytest.mark.parametrize(
    ("column", "rules", "gaps"),
    [
        ("d: string", ('"a"; 1',), ["d = any other text"]),
        ('d: string = "a"', ('"a"; 1',), []),
        ("d: boolean", ("true; 1",), ["d = false"]),
        ("d: number = >= 0", ("[0..5]; 1", "> 5; 2"), []),
        ("d", ("null; 1", "< 5; 2"), ["d = 5 or more than 5"]),
        (
            "d: date",
            ('< date("2025-01-01"); 1', '> date("2025-01-02"); 2'),
            ['d = @"2025-01-01" or @"2025-01-02"'],
        ),
        (
            "d",
            ('< duration("P1D"); 1', '> duration("P2D"); 2'),
            ['d = @"P1D" or between @"P1D" and @"P2D" or @"P2D"'],
        ),
        ("d", ('< duration("P1M"); 1', '>= duration("P2M"); 2'), ['d = @"P1M"']),
        (
            "d",
            ('< @"2025-01-01T00:00:00Z"; 1', '>= @"2025-01-01T00:00:00Z"; 2'),
            [],
        ),
        ("d", ("< 5; 1", '"a"; 2'), []),
    ],
)
def test_gaps_of_every_type(check, column, rules, gaps) -> None:
    found = check([column], ["x"], *rules, rule="table-gap", policy="FIRST")
    assert found == [f"“Route”: No rule covers {gap}." for gap in gaps]


def test_the_leave_route_is_complete(check) -> None:
    rules = (
        '"uncertified"; "illness"; <= 7; "P9"',
        '"uncertified"; "family emergency"; <= 7; "P9 supervisor"',
        '"uncertified"; -; > 7; "block"',
        '"certified"; -; <= 20; "P7"',
        '"certified"; -; > 20; "P6"',
    )
    inputs = [
        'type = "uncertified", "certified"',
        'reason = "illness", "family emergency"',
        "total",
    ]
    for rule in ("table-gap", "table-overlap", "table-unreachable", "table-value"):
        assert check(inputs, ["route"], *rules, rule=rule) == []


@pytest.mark.parametrize(
    ("policy", "default"), [("COLLECT", ""), ("RULE ORDER", ""), ("FIRST", " | 0")]
)
def test_a_gap_is_no_surprise_under_some_policies_or_with_a_default(check, policy, default) -> None:
    assert check(["n"], [f"x{default}"], "5; 1", rule="table-gap", policy=policy) == []


def test_rules_that_overlap_under_unique_are_named_with_a_value(check) -> None:
    found = check(
        ["days: number", "ok: boolean"],
        ["x"],
        "<= 7; -; 1",
        ">= 7; true; 2",
        "> 9; false; 3",
        rule="table-overlap",
    )
    assert found == [
        (
            "“Route”: Rules 1 and 2 both match days = 7; ok = true,"
            " but only one may under the hit policy UNIQUE."
        )
    ]


def test_rules_with_cells_that_cannot_be_compared_are_not_said_to_overlap(check) -> None:
    assert check(["n"], ["x"], "< limit; 1", "< 5; 2", rule="table-overlap") == []


def test_overlap_is_allowed_under_other_policies(check) -> None:
    assert check(["n"], ["x"], "< 5; 1", "< 7; 2", rule="table-overlap", policy="FIRST") == []


def test_rules_that_overlap_under_any_have_to_agree(check) -> None:
    rules = ("< 5; 1", "< 7; 1", "< 3; 2")
    found = check(["n"], ["x"], *rules, rule="table-overlap", policy="ANY")
    assert [it.partition(" both")[0] for it in found] == [
        "“Route”: Rules 1 and 3",
        "“Route”: Rules 2 and 3",
    ]


@pytest.mark.parametrize(
    ("rules", "numbers"),
    [
        (("<= 7; 1", "<= 5; 2", "-; 3"), [2]),
        (("<= 7; 1", "> 7; 2", "-; 3"), [3]),
        (("<= limit; 1", "<= 5; 2", "-; 3"), []),
        (("<= 7; 1", "-; 3"), []),
        (("[7..5]; 1", "-; 3"), [1]),
    ],
)
def test_a_rule_that_comes_too_late_never_counts(check, rules, numbers) -> None:
    found = check(["n: number"], ["x"], *rules, rule="table-unreachable", policy="FIRST")
    assert found == [f"“Route”: Rule {it} never counts: no value reaches it." for it in numbers]


def test_a_rule_outside_the_values_of_its_column_never_counts(check) -> None:
    found = check(["n: number = [0..10]"], ["x"], "> 20; 1", "-; 2", rule="table-unreachable")
    assert found == ["“Route”: Rule 1 never counts: no value reaches it."]


def test_literals_outside_the_values_of_their_column_are_named(read, table) -> None:
    inputs, outputs = ['kind: string = "A", "B"'], ['x = "p", "q"']
    body = table(inputs, outputs, '"A", "C"; "p"', '"B"; "r"')
    found = [it for it in dmn.find_problems(read(body)) if it.rule == "table-value"]
    assert [it.message for it in found] == [
        '“Route”: Rule 1: "C" is not one of the values allowed in “kind” ("A", "B").',
        '“Route”: Rule 2: "r" is not one of the values allowed in “x” ("p", "q").',
    ]
    assert [it.element for it in found] == ["rule_1", "rule_2"]


def test_the_values_of_a_column_may_come_from_its_type(read, table) -> None:
    item = (
        '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues>'
        '<text>"A", "B"</text></allowedValues></itemDefinition>'
    )
    model = read(item + table(["kind: tKind"], ["x"], '"A"; 1', '"B"; 2', '"C"; 3'))
    rules = [it.rule for it in dmn.find_problems(model)]
    assert rules == ["table-value", "table-unreachable"]


def test_a_cell_that_cannot_be_read_is_named_with_rule_and_line(read) -> None:
    body = (
        '<decision id="d" name="D"><decisionTable id="t">\n'
        "<input><inputExpression><text>n</text></inputExpression></input><output/>\n"
        '<rule id="r"><inputEntry id="cell">\n<text>&lt; </text></inputEntry>'
        "<outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>"
    )
    (problem,) = [it for it in dmn.find_problems(read(body)) if it.rule == "decision-expression"]
    assert "“D”, rule 1, “n”:" in problem.message
    assert (problem.file, problem.element, problem.line) == ("leave.dmn", "cell", 4)


def test_names_are_checked_when_those_outside_are_known(read, table, literal, data) -> None:
    model = read(
        data("n: number") + table(["days"], ["x"], "< n; total") + literal("d", "n", needs=("n",))
    )
    found = dmn.find_problems(model, {"days": feel.type_of("number")})
    assert [it.element for it in found if it.rule == "decision-expression"] == ["rule_1", "rule_1"]
    assert messages(dmn.find_problems(model), "decision-expression") == []


def test_an_unknown_function_is_named_even_when_names_are_not_known(read, literal) -> None:
    found = messages(
        dmn.find_problems(read(literal("d", "hours between(a, b)"))), "decision-expression"
    )
    assert len(found) == 1


def test_boxed_expressions_see_the_names_around_them(read, decision, knowledge, feel_text) -> None:
    boxed = (
        '<context><contextEntry><variable name="a"/><list>'
        + feel_text("1")
        + "</list></contextEntry>"
        '<contextEntry><variable name="f"/><functionDefinition><formalParameter name="p"/>'
        + feel_text("if p = 0 then 0 else f(p - 1)")
        + '</functionDefinition></contextEntry><contextEntry><for iteratorVariable="x"><in>'
        + feel_text("a")
        + "</in><return>"
        + feel_text("x + count(partial) + g(x)")
        + "</return></for></contextEntry></context>"
    )
    body = knowledge("g(q)", feel_text("if q > 1 then g(q - 1) else q"))
    model = read(body + decision("d", boxed, knows=("g",)))
    assert dmn.find_problems(model, {}) == []


def test_a_name_out_of_view_is_named(read, decision, feel_text) -> None:
    boxed = f"<conditional><if>{feel_text('gone')}</if><then>{feel_text('1')}</then></conditional>"
    found = messages(dmn.find_problems(read(decision("d", boxed)), {}), "decision-expression")
    assert len(found) == 1
    assert "gone" in found[0]


@pytest.mark.parametrize(
    ("boxed", "count"),
    [
        ('<some iteratorVariable="x"><in>{list}</in><satisfies>{x}</satisfies></some>', 0),
        ('<every iteratorVariable="y"><in>{list}</in><satisfies>{x}</satisfies></every>', 1),
        ("<filter><in>{list}</in><match>{x}</match></filter>", 0),
        ("<filter><in>{x}</in><match>{list}</match></filter>", 1),
        ('<relation><column name="a"/><row>{x}</row></relation>', 1),
        ("<invocation>{x}<binding><parameter name='a'/>{list}</binding></invocation>", 1),
        ('<functionDefinition kind="Java"/>', 0),
    ],
)
def test_names_in_each_kind_of_boxed_expression(read, decision, feel_text, boxed, count) -> None:
    written = boxed.replace("{list}", feel_text("[1, 2]")).replace("{x}", feel_text("x > 1"))
    found = messages(dmn.find_problems(read(decision("d", written)), {}), "decision-expression")
    assert len(found) == count


def test_requirements_and_types_that_lead_nowhere_are_named(read, literal) -> None:
    model = read(
        literal("d", "1", needs=("gone",), type_ref="tGone") + '<decision id="e" name="E"/>'
    )
    found = dmn.find_problems(model)
    assert [(it.rule, it.severity) for it in found] == [
        ("decision-reference", "error"),
        ("decision-type", "error"),
        ("decision-logic", "warning"),
    ]


def test_a_large_table_is_checked_in_a_moment(check) -> None:
    rules = [f"[{it}..{it + 1}); {it}" for it in range(150)]
    found = check(["n: number = [0..150)"], ["x"], *rules, rule="table-overlap")
    assert found == []


def test_a_table_that_is_too_large_to_be_checked_is_said_to_be(check) -> None:
    rules = [f"{it}; {it}" for it in range(400)]
    found = check(["n: number"], ["x"], *rules, rule="table-large")
    assert len(found) == 1


def test_imported_names_types_and_services_are_known(literal, data) -> None:
    model = "https://www.omg.org/spec/DMN/20191111/MODEL/"

    def file(namespace: str, body: str) -> bytes:
        return f'<definitions xmlns="{model}" name="n" namespace="{namespace}">{body}</definitions>'.encode()

    other = file(
        "other",
        literal("a", "1") + '<itemDefinition name="tA"><typeRef>number</typeRef></itemDefinition>',
    )
    body = (
        f'<import name="o" namespace="other" importType="{model}"/>'
        + literal("b", "o.a + n", needs=("!other#a", "n"), type_ref="o.tA")
        + data("n: o.tGone")
        + '<decisionService id="s" name="s"><outputDecision href="#b"/><inputData href="#gone"/>'
        "</decisionService>"
    )
    found = dmn.find_problems(dmn.load(file("main", body), imports=[other]), {})
    assert [(it.rule, it.element) for it in found] == [
        ("decision-type", "n"),
        ("decision-reference", "s"),
    ]


def test_types_of_inputs_reach_into_expressions(read, literal, data, table) -> None:
    items = (
        '<itemDefinition name="tNode"><itemComponent name="size"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="more" isCollection="true"><typeRef>tNode</typeRef></itemComponent>'
        "</itemDefinition>"
        '<itemDefinition name="tCall"><functionItem outputTypeRef="number"/></itemDefinition>'
    )
    good = literal("good", "node.size + node.more[1].size + f(1)", needs=("node", "f"))
    bad = literal("bad", 'node.size + "x"', needs=("node",))
    model = read(items + data("node: tNode", "f: tCall") + good + bad)
    found = [it for it in dmn.find_problems(model, {}) if it.rule == "decision-expression"]
    assert [it.element for it in found] == ["bad"]


def test_expressions_of_other_languages_are_left_alone(read) -> None:
    body = (
        '<decision id="d" name="d"><literalExpression expressionLanguage="juel">'
        "<text>${x}</text></literalExpression></decision>"
    )
    assert dmn.find_problems(read(body), {}) == []


def test_many_overlaps_are_told_up_to_a_bound(check) -> None:
    assert len(check(["n"], ["x"], *["-; 1"] * 8, rule="table-overlap")) == 10


@pytest.mark.parametrize(
    ("rules", "gaps"),
    [
        (('date("2025-13-01"); 1',), []),
        (('@"nonsense"; 1',), []),
        (("1e999999; -",), []),
        (('<= date("9999-12-31"); 1',), []),
        (('>= date("0001-01-01"); 1',), []),
        (('< @"2025-01-01T00:00:00"; 1', '>= @"2025-01-02T00:00:00Z"; 2'), ...),
        (('< @"10:00:00"; 1',), []),
        (('@"2025-01-01"; 1', 'not(@"2025-01-01"); 2'), []),
    ],
)
def test_dates_at_the_edges_do_not_stop_the_check(check, rules, gaps) -> None:
    found = check(["d"], ["x"], *rules, rule="table-gap", policy="FIRST")
    assert isinstance(found, list) if gaps is ... else found == gaps


def test_a_column_without_a_value_that_can_be_tried_is_left_alone(check) -> None:
    assert check(["d: number = > 5 and false"], ["x"], "5; 1", rule="table-gap") == []
