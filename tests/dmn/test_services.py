from decimal import Decimal

import pytest


def service(name: str, *, type_ref: str = "", **parts: tuple[str, ...]) -> str:
    inner = "".join(
        f'<{kind} href="#{target}"/>' for kind, targets in parts.items() for target in targets
    )
    typed = f'typeRef="{type_ref}"' if type_ref else ""
    variable = f'<variable name="{name}" {typed}/>'
    return f'<decisionService id="{name}" name="{name}">{variable}{inner}</decisionService>'


@pytest.fixture
def body(literal, data) -> str:
    return (
        data("n: number")
        + literal("base", "n + 1", needs=("n",))
        + literal("middle", "base * 10", needs=("!base",))
        + literal("top", "middle + n", needs=("!middle", "n"))
        + literal("other", '"o"')
    )


def test_a_service_works_out_its_output_decision(read, body) -> None:
    model = read(
        body
        + service(
            "s", outputDecision=("top",), inputData=("n",), encapsulatedDecision=("middle", "base")
        )
    )
    result = model.evaluate_service("s", {"n": 1})
    assert result.value == Decimal(21)
    assert [it.name for it in result.required] == ["top"]
    assert result.inputs == {"n": Decimal(1)}
    assert model.evaluate("s", {"n": 1}).value == Decimal(21)


def test_a_service_takes_the_value_of_an_input_decision(read, body) -> None:
    model = read(body + service("s", outputDecision=("middle",), inputDecision=("base",)))
    assert model.evaluate_service("s", {"base": 5}).value == Decimal(50)


def test_several_outputs_are_a_context(read, body) -> None:
    model = read(body + service("s", outputDecision=("middle", "other"), inputDecision=("base",)))
    assert model.evaluate_service("s", {"base": 5}).value == {"middle": Decimal(50), "other": "o"}


def test_a_decision_calls_a_service_with_input_data_first(read, body, literal) -> None:
    parts = {"outputDecision": ("top",), "inputDecision": ("middle",), "inputData": ("n",)}
    calls = literal("calls", "[s(1, 100), s(middle: 1, n: 100)]", knows=("s",))
    model = read(body + service("s", **parts) + calls)
    assert model.evaluate("calls", {}).value == [Decimal(101), Decimal(101)]


def test_the_positions_of_parameters_are_input_data_then_input_decisions(
    read, literal, data
) -> None:
    parts = (
        data("a", "b")
        + literal("x", "0")
        + literal("out", "[a, b, x]", needs=("a", "b", "!x"))
        + service("s", outputDecision=("out",), inputDecision=("x",), inputData=("a", "b"))
        + literal("calls", "s(1, 2, 3)", knows=("s",))
    )
    assert read(parts).evaluate("calls", {}).value == [Decimal(1), Decimal(2), Decimal(3)]


def test_a_service_does_not_see_the_inputs_of_its_caller(read, body, literal) -> None:
    parts = service("s", outputDecision=("middle",), inputDecision=("base",))
    calls = literal("calls", "s(base: n)", needs=("n",), knows=("s",))
    more = literal("none", "s(null)", knows=("s",))
    model = read(body + parts + calls + more)
    assert model.evaluate("calls", {"n": 2}).value == Decimal(20)
    assert model.evaluate("none", {"n": 2, "base": 9}).value is None


def test_a_call_with_too_few_arguments_is_null(read, body, literal) -> None:
    parts = service("s", outputDecision=("middle",), inputDecision=("base",))
    assert (
        read(body + parts + literal("calls", "s()", knows=("s",))).evaluate("calls", {}).value
        is None
    )


def test_a_service_without_parameters(read, body, literal) -> None:
    model = read(
        body + service("s", outputDecision=("other",)) + literal("calls", "s()", knows=("s",))
    )
    assert model.evaluate("calls", {}).value == "o"


def test_parameters_and_result_are_converted(read, body, literal) -> None:
    parts = service("s", outputDecision=("top",), inputData=("n",), type_ref="string")
    model = read(body + parts)
    assert model.evaluate_service("s", {"n": [1]}).inputs == {"n": Decimal(1)}
    assert model.evaluate_service("s", {"n": 1}).value is None


def test_a_service_is_invoked_by_a_boxed_invocation(read, body, decision, feel) -> None:
    parts = service("s", outputDecision=("middle",), inputDecision=("base",))
    boxed = f'<invocation>{feel("s")}<binding><parameter name="base"/>{feel("3")}</binding></invocation>'
    assert read(body + parts + decision("d", boxed, knows=("s",))).evaluate(
        "d", {}
    ).value == Decimal(30)
