from decimal import Decimal

import pytest

from engine.errors import LimitError, ModelError, NotFoundError


def test_decisions_are_worked_out_in_the_order_of_their_requirements(read, literal, data) -> None:
    model = read(
        literal("top", "left + right", needs=("!left", "!right"))
        + literal("left", "base * 2", needs=("!base",))
        + literal("right", "base * 3", needs=("!base",))
        + literal("base", "n + 1", needs=("n",))
        + data("n: number")
    )
    result = model.evaluate("top", {"n": 1})
    assert result.value == Decimal(10)
    assert [it.name for it in result.required] == ["left", "right"]
    assert result.required[0].required[0] is result.required[1].required[0]
    assert result.inputs == {"left": Decimal(4), "right": Decimal(6)}


def test_only_required_elements_are_in_view(read, literal, data) -> None:
    model = read(
        data("n")
        + literal("a", "n")
        + literal("b", "a", needs=())
        + literal("c", "n", needs=("n",))
    )
    inputs = {"n": 1}
    assert model.evaluate("a", inputs).value is None
    assert model.evaluate("b", inputs).value is None
    assert model.evaluate("c", inputs).value == Decimal(1)


def test_what_a_required_decision_requires_is_not_in_view(read, literal, data) -> None:
    model = read(
        data("n")
        + literal("inner", "n", needs=("n",))
        + literal("outer", "[inner, n]", needs=("!inner",))
    )
    assert model.evaluate("outer", {"n": 1}).value == [Decimal(1), None]


def test_names_that_the_model_does_not_declare_are_in_view_everywhere(read, literal) -> None:
    assert read(literal("d", "days used + 1")).evaluate("d", {"days used": 1}).value == Decimal(2)


def test_the_value_given_for_a_decision_is_not_used(read, literal) -> None:
    model = read(literal("a", "1") + literal("b", "a", needs=("!a",)))
    assert model.evaluate("b", {"a": 5}).value == Decimal(1)


def test_an_input_is_found_by_its_id_too(read, literal) -> None:
    body = '<inputData id="i1" name="Days"/>'
    model = read(body + literal("d", "Days", needs=("i1",)))
    assert model.evaluate("d", {"i1": 3}).value == Decimal(3)


def test_a_missing_input_is_null(read, literal, data) -> None:
    model = read(data("n: number") + literal("d", "n = null", needs=("n",)))
    assert model.evaluate("d", {}).value is True


def test_a_decision_is_found_by_id_before_name(read) -> None:
    one = (
        '<decision id="a" name="b"><literalExpression><text>1</text></literalExpression></decision>'
    )
    two = (
        '<decision id="b" name="c"><literalExpression><text>2</text></literalExpression></decision>'
    )
    model = read(one + two)
    assert [model.evaluate(it, {}).value for it in "abc"] == [Decimal(1), Decimal(2), Decimal(2)]


def test_an_unknown_decision_is_refused_with_those_there_are(read, literal) -> None:
    with pytest.raises(NotFoundError, match=r"no “x”.*“d”"):
        read(literal("d", "1")).evaluate("x", {})


def test_all_decisions_at_once(read, literal) -> None:
    model = read(literal("a", "1") + literal("b", "a + 1", needs=("!a",)))
    results = model.evaluate_all({})
    assert {key: it.value for key, it in results.items()} == {"a": Decimal(1), "b": Decimal(2)}
    assert results["b"].required == (results["a"],)


def test_decisions_that_require_each_other_are_refused(read, literal) -> None:
    with pytest.raises(ModelError, match="“a” requires itself: a → b → a") as caught:
        read(literal("a", "b", needs=("!b",)) + literal("b", "a", needs=("!a",)))
    assert caught.value.problems[0].element == "a"


def test_the_decisions_of_a_model_are_listed(read, literal, data, table) -> None:
    model = read(
        data("n")
        + literal("a", "n", needs=("n",))
        + literal("b", "a", needs=("!a",))
        + table(["n"], ["x"])
    )
    listed = [(it.name, it.inputs, it.decisions, it.is_table) for it in model.decisions]
    assert listed == [
        ("a", ("n",), (), False),
        ("b", ("n",), ("a",), False),
        ("Route", (), (), True),
    ]


def test_an_input_that_is_needed_on_two_ways_is_listed_once(read, literal, data) -> None:
    model = read(
        data("n")
        + literal("a", "n", needs=("n",))
        + literal("b", "n", needs=("n",))
        + literal("c", "a + b + gone", needs=("!a", "!b", "n"))
        + literal("d", "a + c", needs=("!a", "!c"))
    )
    assert model.decisions[3].inputs == ("n",)
    result = model.evaluate("d", {"n": 1})
    assert [it.message for it in result.all_warnings] == [
        it.message for it in (*result.required[1].warnings, *result.warnings)
    ]


def test_a_knowledge_model_is_called_by_position_and_by_name(
    read, literal, knowledge, feel
) -> None:
    body = knowledge("less(a: number, b: number): number", feel("a - b"))
    model = read(body + literal("d", "[less(7, 2), less(b: 7, a: 2)]", knows=("less",)))
    assert model.evaluate("d", {}).value == [Decimal(5), Decimal(-5)]


def test_a_knowledge_model_sees_its_parameters_and_requirements_only(
    read, literal, knowledge, feel, data
) -> None:
    body = (
        data("n")
        + knowledge("inner()", feel("5"))
        + knowledge("outer(a)", feel("[a, n, inner()]"), knows=("inner",))
    )
    model = read(body + literal("d", "outer(1)", needs=("n",), knows=("outer",)))
    assert model.evaluate("d", {"n": 9}).value == [Decimal(1), None, Decimal(5)]


def test_a_knowledge_model_that_is_not_required_is_unknown(read, literal, knowledge, feel) -> None:
    model = read(knowledge("f()", feel("1")) + literal("d", "f()"))
    assert model.evaluate("d", {}).value is None


def test_a_knowledge_model_calls_itself(read, literal, knowledge, feel) -> None:
    body = knowledge("sum to(n)", feel("if n = 0 then 0 else n + sum to(n - 1)"))
    model = read(body + literal("d", "sum to(40)", knows=("sum to",)))
    assert model.evaluate("d", {}).value == Decimal(820)


def test_knowledge_models_that_call_each_other_without_end_are_stopped(
    read, literal, knowledge, feel
) -> None:
    body = knowledge("f(n)", feel("g(n)"), knows=("g",)) + knowledge(
        "g(n)", feel("f(n)"), knows=("f",)
    )
    with pytest.raises(LimitError):
        read(body + literal("d", "f(1)", knows=("f",))).evaluate("d", {})


def test_a_table_in_a_knowledge_model_reads_its_parameters(read, literal, table) -> None:
    inner = table(["age"], ["x"], '< 18; "child"', '-; "adult"', policy="FIRST")
    inner = inner[inner.index("<decisionTable") : inner.index("</decision>")]
    body = (
        '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="age"/>'
        f"{inner}</encapsulatedLogic></businessKnowledgeModel>"
    )
    model = read(body + literal("d", "f(3)", knows=("f",)))
    result = model.evaluate("d", {})
    assert result.value == "child"
    assert result.tables[0].inputs == {"age": Decimal(3)}


def test_a_knowledge_model_is_asked_directly(read, knowledge, feel) -> None:
    model = read(knowledge("less(a, b)", feel("a - b")))
    assert model.evaluate("less", {"a": 5, "b": 2}).value == Decimal(3)


def test_a_knowledge_model_without_logic_is_null(read, literal) -> None:
    body = '<businessKnowledgeModel id="f" name="f"/>'
    assert read(body + literal("d", "f()", knows=("f",))).evaluate("d", {}).value is None


def test_functions_are_values(read, literal, knowledge, feel) -> None:
    body = knowledge("twice(f, x)", feel("f(f(x))")) + knowledge("add(x)", feel("x + 3"))
    model = read(body + literal("d", "twice(add, 1)", knows=("twice", "add")))
    assert model.evaluate("d", {}).value == Decimal(7)


def test_a_requirement_that_leads_nowhere_is_passed_over(read, literal) -> None:
    assert read(literal("d", "1", needs=("gone",))).evaluate("d", {}).value == Decimal(1)


def test_a_million_steps_are_too_many(read, literal) -> None:
    model = read(literal("d", "count(for x in 1..1000, y in 1..1000 return x)"))
    with pytest.raises(LimitError):
        model.evaluate("d", {})


def test_warnings_belong_to_the_decision_that_caused_them(read, literal) -> None:
    model = read(literal("a", "missing") + literal("b", "a", needs=("!a",)))
    result = model.evaluate("b", {})
    assert result.warnings == ()
    (warning,) = result.required[0].warnings
    assert "“a”: There is no “missing” here." in warning.message
    assert result.all_warnings == (warning,)
