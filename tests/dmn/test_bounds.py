"""What hostile or careless models and inputs end in."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from engine import dmn
from engine.errors import ExpressionError, LimitError, ModelError


def nested(depth: int, inner: str) -> str:
    return "<list>" * depth + inner + "</list>" * depth


def test_expressions_nest_as_deep_as_the_file_may(read, decision, feel) -> None:
    value = read(decision("d", nested(80, feel("1")))).evaluate("d", {}).value
    for _ in range(80):
        (value,) = value
    assert value == Decimal(1)


def test_deeper_files_are_refused(read, decision, feel) -> None:
    with pytest.raises(ModelError, match="nested more than"):
        read(decision("d", nested(200, feel("1"))))


def test_calls_through_deep_expressions_end_in_a_limit(read, literal, knowledge, feel) -> None:
    condition = "<conditional><if>{}</if><then>{}</then></conditional>"
    body = feel("again(n + 1)")
    for _ in range(20):
        body = condition.format(feel("true"), body)
    model = read(knowledge("again(n)", body) + literal("d", "again(1)", knows=("again",)))
    with pytest.raises(LimitError):
        model.evaluate("d", {})


def test_a_loop_over_a_loop_is_stopped(read, decision, feel) -> None:
    inner = (
        f'<for iteratorVariable="y"><in>{feel("1..10000")}</in><return>{feel("y")}</return></for>'
    )
    inner = inner.replace("1..10000", "[1..10000]")
    boxed = f'<for iteratorVariable="x"><in>{feel("[1..10000]")}</in><return>{inner}</return></for>'
    model = read(decision("d", boxed))
    with pytest.raises(LimitError):
        model.evaluate("d", {})


def test_one_budget_serves_all_expressions_of_a_graph(read, literal) -> None:
    text = "count(for x in 1..20000 return x)"
    parts = [literal("d0", text)]
    parts += [
        literal(f"d{it}", f"{text} + d{it - 1}", needs=(f"!d{it - 1}",)) for it in range(1, 12)
    ]
    model = read("".join(parts))
    assert model.evaluate("d1", {}).value == Decimal(40000)
    with pytest.raises(LimitError):
        model.evaluate("d11", {})


def test_long_chains_of_decisions_are_worked_out(read, literal) -> None:
    parts = [literal("d0", "1")]
    parts += [literal(f"d{it}", f"d{it - 1} + 1", needs=(f"!d{it - 1}",)) for it in range(1, 400)]
    result = read("".join(reversed(parts))).evaluate("d399", {})
    assert result.value == Decimal(400)
    assert result.all_warnings == ()


def test_an_input_of_a_foreign_kind_is_refused(read, literal, data) -> None:
    model = read(data("n") + literal("d", "n", needs=("n",)))
    with pytest.raises(LimitError, match="FEEL has no values"):
        model.evaluate("d", {"n": object()})


def test_python_numbers_become_exact_numbers(read, literal, data) -> None:
    model = read(data("n: number") + literal("d", "n + 0.2", needs=("n",)))
    assert model.evaluate("d", {"n": 0.1}).value == Decimal("0.3")


def test_warnings_and_passes_through_tables_are_kept_up_to_a_bound(read, literal, table) -> None:
    inner = table(["n"], ["x"], "-; missing")
    inner = inner[inner.index("<decisionTable") : inner.index("</decision>")]
    body = (
        '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="n"/>'
        f"{inner}</encapsulatedLogic></businessKnowledgeModel>"
    )
    model = read(body + literal("d", "count(for x in 1..1200 return f(x))", knows=("f",)))
    result = model.evaluate("d", {})
    assert result.value == Decimal(1200)
    assert (len(result.tables), len(result.warnings)) == (1000, 100)


def test_a_knowledge_model_asked_with_an_argument_of_another_type(read, knowledge, feel) -> None:
    model = read(knowledge("f(n: number)", feel("n")))
    result = model.evaluate("f", {"n": "x"})
    assert result.value is None
    assert "“n”" in result.warnings[0].message
    with pytest.raises(ExpressionError):
        model.evaluate("f", {"n": "x"}, strict=True)


def test_a_knowledge_model_without_logic_asked_directly_is_null(read) -> None:
    assert read('<businessKnowledgeModel id="f" name="f"/>').evaluate("f", {}).value is None


def test_a_requirement_of_the_wrong_kind_is_passed_over(read, literal) -> None:
    model = read(literal("a", "1") + literal("b", "a", needs=("gone",), knows=("a", "gone")))
    assert model.evaluate("b", {}).value is None


def test_strict_mode_refuses_an_expression_that_cannot_be_read(read, literal) -> None:
    model = read(literal("d", "1 +"))
    with pytest.raises(ExpressionError, match=r"leave\.dmn:1 \[d\]: “d”"):
        model.evaluate("d", {}, strict=True)


def test_strict_mode_refuses_a_result_of_another_type(read, literal) -> None:
    model = read(literal("d", "1", type_ref="string"))
    with pytest.raises(ExpressionError, match="The result: A value of type number is not"):
        model.evaluate("d", {}, strict=True)


def test_a_table_of_a_thousand_rules_is_within_the_budget(read, table) -> None:
    inputs = [f"i{it}" for it in range(6)]
    rules = [f"{it}; < 5; -; [1..9]; not(3); -; {it}" for it in range(1000)]
    model = read(table(inputs, ["x"], *rules))
    values = dict.fromkeys(inputs, 4) | {"i0": 999}
    assert model.evaluate("Route", values).value == Decimal(999)


def test_a_model_is_asked_by_several_at_once(read, literal, data) -> None:
    model: dmn.Model = read(data("n") + literal("d", "n * 2", needs=("n",)))
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda n: model.evaluate("d", {"n": n}).value, range(50))
    assert list(found) == [Decimal(n * 2) for n in range(50)]
