from decimal import Decimal

import pytest

from engine.errors import LimitError


def text(value: str) -> str:
    return f'<literalExpression><text>"{value}"</text></literalExpression>'


def entry(name: str, boxed: str, type_ref: str = "") -> str:
    typed = f'typeRef="{type_ref}"' if type_ref else ""
    variable = f'<variable name="{name}" {typed}/>' if name else ""
    return f"<contextEntry>{variable}{boxed}</contextEntry>"


def test_a_decision_without_logic_is_null(read) -> None:
    result = read('<decision id="d" name="d"/>').evaluate("d", {})
    assert (result.value, result.warnings) == (None, ())


def test_a_literal_expression_over_an_input_with_spaces_in_its_name(read, literal, data) -> None:
    model = read(
        data("Full Name: string") + literal("d", '"Hello " + Full Name', needs=("Full Name",))
    )
    assert model.evaluate("d", {"Full Name": "John Doe"}).value == "Hello John Doe"


def test_a_name_with_an_operator_in_it_is_one_name(read, literal, data) -> None:
    model = read(
        data("pre-tax", "pre", "tax") + literal("d", "pre-tax + 1", needs=("pre-tax", "pre", "tax"))
    )
    assert model.evaluate("d", {"pre-tax": 5, "pre": 1, "tax": 1}).value == Decimal(6)


def test_a_context_gives_its_entries_each_seeing_those_before(read, decision, feel) -> None:
    boxed = f"<context>{entry('a', feel('2'))}{entry('b', feel('a * 3'))}</context>"
    assert read(decision("d", boxed)).evaluate("d", {}).value == {"a": Decimal(2), "b": Decimal(6)}


def test_a_context_with_a_result_entry_gives_that(read, decision, feel) -> None:
    boxed = f"<context>{entry('a', feel('2'))}{entry('', feel('a * 3'))}</context>"
    assert read(decision("d", boxed)).evaluate("d", {}).value == Decimal(6)


def test_contexts_nest(read, decision, feel) -> None:
    inner = f"<context>{entry('x', feel('outer + 1'))}{entry('y', feel('x + 1'))}</context>"
    boxed = f"<context>{entry('outer', feel('1'))}{entry('inner', inner)}{entry('', feel('inner.y'))}</context>"
    assert read(decision("d", boxed)).evaluate("d", {}).value == Decimal(3)


def test_an_entry_that_is_not_of_its_type_is_null(read, decision, feel) -> None:
    boxed = f"<context>{entry('a', feel('1'), 'string')}</context>"
    result = read(decision("d", boxed)).evaluate("d", {})
    assert result.value == {"a": None}
    assert "“a”" in result.warnings[0].message


def test_a_function_in_a_context_can_call_itself(read, decision, feel) -> None:
    function = (
        '<functionDefinition><formalParameter name="n" typeRef="number"/>'
        f"{feel('if n <= 1 then 1 else n * fact(n - 1)')}</functionDefinition>"
    )
    boxed = f"<context>{entry('fact', function)}{entry('', feel('fact(10)'))}</context>"
    assert read(decision("d", boxed)).evaluate("d", {}).value == Decimal(3628800)


def test_a_function_without_an_end_is_stopped(read, decision, feel) -> None:
    function = f'<functionDefinition><formalParameter name="n"/>{feel("again(n + 1)")}</functionDefinition>'
    boxed = f"<context>{entry('again', function)}{entry('', feel('again(1)'))}</context>"
    with pytest.raises(LimitError):
        read(decision("d", boxed)).evaluate("d", {})


def test_a_list_of_expressions(read, decision, feel) -> None:
    boxed = f"<list>{feel('1')}{feel('2 + 3')}<list>{feel('null')}</list></list>"
    assert read(decision("d", boxed)).evaluate("d", {}).value == [Decimal(1), Decimal(5), [None]]


def test_a_relation_is_a_list_of_contexts(read, decision, feel) -> None:
    boxed = (
        '<relation><column name="name"/><column name="days"/>'
        f"<row>{text('a')}{feel('1')}</row><row>{text('b')}{feel('1 + 1')}</row></relation>"
    )
    assert read(decision("d", boxed)).evaluate("d", {}).value == [
        {"name": "a", "days": Decimal(1)},
        {"name": "b", "days": Decimal(2)},
    ]


@pytest.mark.parametrize(
    ("condition", "expected"), [("true", "yes"), ("false", "no"), ("null", "no"), ("1", "no")]
)
def test_a_conditional(read, decision, feel, condition: str, expected: str) -> None:
    boxed = (
        f"<conditional><if>{feel(condition)}</if><then>{text('yes')}</then>"
        f"<else>{text('no')}</else></conditional>"
    )
    assert read(decision("d", boxed)).evaluate("d", {}).value == expected


@pytest.mark.parametrize(
    ("collection", "body", "expected"),
    [
        ("[1, 2, 3]", "x * 2", [2, 4, 6]),
        ("[3..1]", "x", []),
        ("[1..3]", "x", [1, 2, 3]),
        ("(1..3)", "x", [2]),
        ("5", "x", [5]),
        ("[1, 2, 3]", "count(partial)", [0, 1, 2]),
        ("[]", "x", []),
    ],
)
def test_a_for_loop(read, decision, feel, collection: str, body: str, expected: list[int]) -> None:
    boxed = (
        f'<for iteratorVariable="x"><in>{feel(collection)}</in><return>{feel(body)}</return></for>'
    )
    value = read(decision("d", boxed)).evaluate("d", {}).value
    if collection != "[3..1]":
        assert value == [Decimal(number) for number in expected]


def test_partial_results_stay_as_they_were_seen(read, decision, feel) -> None:
    body = feel("if x = 1 then 1 else partial")
    boxed = f'<for iteratorVariable="x"><in>{feel("[1, 2, 3]")}</in><return>{body}</return></for>'
    one = Decimal(1)
    assert read(decision("d", boxed)).evaluate("d", {}).value == [one, [one], [one, [one]]]


def test_a_for_loop_over_null_is_null(read, decision, feel) -> None:
    boxed = f'<for iteratorVariable="x"><in>{feel("null")}</in><return>{feel("x")}</return></for>'
    assert read(decision("d", boxed)).evaluate("d", {}).value is None


@pytest.mark.parametrize(
    ("quantifier", "collection", "condition", "expected"),
    [
        ("some", "[1, 2, 3]", "x > 2", True),
        ("some", "[1, 2, 3]", "x > 5", False),
        ("some", "[]", "true", False),
        ("every", "[1, 2, 3]", "x > 0", True),
        ("every", "[1, 2, 3]", "x > 1", False),
        ("every", "[]", "false", True),
        ("some", "[1, null]", "x > 1", None),
        ("every", "[1, null]", "x > 1", False),
        ("every", "[2, null]", "x > 1", None),
        ("some", "null", "true", None),
    ],
)
def test_some_and_every(
    read, decision, feel, quantifier: str, collection: str, condition: str, expected: object
) -> None:
    boxed = (
        f'<{quantifier} iteratorVariable="x"><in>{feel(collection)}</in>'
        f"<satisfies>{feel(condition)}</satisfies></{quantifier}>"
    )
    assert read(decision("d", boxed)).evaluate("d", {}).value is expected


@pytest.mark.parametrize(
    ("collection", "match", "expected"),
    [
        ("[1, 2, 3]", "item >= 2", [Decimal(2), Decimal(3)]),
        ("[{a: 1}, {a: 2}]", "a = 2", [{"a": Decimal(2)}]),
        ("[{a: 1}, {a: 2}]", "item.a = 2", [{"a": Decimal(2)}]),
        ("[{item: 1}, {item: 2}]", "item = 2", [{"item": Decimal(2)}]),
        ("[4, 5, 6]", "2", Decimal(5)),
        ("[4, 5, 6]", "-1", Decimal(6)),
        ("7", "item > 5", [Decimal(7)]),
        ("null", "true", []),
        ("[1, 2]", "null", []),
    ],
)
def test_a_filter(read, decision, feel, collection: str, match: str, expected: object) -> None:
    boxed = f"<filter><in>{feel(collection)}</in><match>{feel(match)}</match></filter>"
    assert read(decision("d", boxed)).evaluate("d", {}).value == expected


def invocation(function: str, **bindings: str) -> str:
    inner = "".join(
        f'<binding><parameter name="{name}"/>{value}</binding>' for name, value in bindings.items()
    )
    return f"<invocation>{function}{inner}</invocation>"


def test_an_invocation_binds_arguments_by_name(read, decision, knowledge, feel) -> None:
    body = knowledge("less(a, b)", feel("a - b"))
    boxed = invocation(feel("less"), b=feel("2"), a=feel("7"))
    assert read(body + decision("d", boxed, knows=("less",))).evaluate("d", {}).value == Decimal(5)


def test_an_invocation_of_a_built_in_function(read, decision, feel) -> None:
    boxed = invocation(feel("upper case"), string=feel('"abc"'))
    assert read(decision("d", boxed)).evaluate("d", {}).value == "ABC"


@pytest.mark.parametrize("function", ["5", "null", "missing"])
def test_an_invocation_of_what_is_no_function_is_null(read, decision, feel, function: str) -> None:
    result = read(decision("d", invocation(feel(function)))).evaluate("d", {})
    assert result.value is None
    assert any("not a function" in warning.message for warning in result.warnings)


def test_an_invocation_with_an_unknown_parameter_is_null(read, decision, knowledge, feel) -> None:
    body = knowledge("less(a, b)", feel("a - b"))
    boxed = invocation(feel("less"), c=feel("2"), a=feel("7"))
    result = read(body + decision("d", boxed, knows=("less",))).evaluate("d", {})
    assert result.value is None
    assert "“c”" in result.warnings[0].message


def test_a_table_inside_a_context_is_noted(read, decision, table, feel) -> None:
    inner = table(["n"], ["size"], '< 5; "small"', '>= 5; "large"')
    inner = inner[inner.index("<decisionTable") : inner.index("</decision>")]
    boxed = f"<context>{entry('n', feel('7'))}{entry('size', inner)}</context>"
    result = read(decision("d", boxed)).evaluate("d", {})
    assert result.value == {"n": Decimal(7), "size": "large"}
    assert [rule.number for rule in result.tables[0].rules] == [2]
    assert result.rules == ()


def test_a_function_of_another_language_is_null(read, decision, feel) -> None:
    function = f'<functionDefinition typeRef="Any" kind="Java">{feel("1")}</functionDefinition>'
    result = read(decision("d", function)).evaluate("d", {})
    assert result.value is None
    assert "Java" in result.warnings[0].message


def test_an_expression_of_another_language_is_null(read) -> None:
    body = (
        '<decision id="d" name="d"><literalExpression expressionLanguage="juel">'
        "<text>1</text></literalExpression></decision>"
    )
    result = read(body).evaluate("d", {})
    assert result.value is None
    assert "juel" in result.warnings[0].message


def test_an_expression_that_cannot_be_read_is_null_and_located(read) -> None:
    body = '<decision id="d" name="d">\n<literalExpression>\n<text>1 +</text></literalExpression></decision>'
    result = read(body).evaluate("d", {})
    assert result.value is None
    assert (result.warnings[0].file, result.warnings[0].line) == ("leave.dmn", 3)
