import pytest

from engine.errors import LimitError
from engine.model import events
from engine.spiff import Limits


def test_a_failing_expression_stops_its_token_until_it_is_retried(begin):
    case = begin("incidents", {"x": "a", "zero": 0})
    assert case.incidents() == ["A"]
    case.correct(x=1).retry()
    assert case.v["y"] == 2
    assert case.incidents() == ["B"]
    assert case.open() == []
    case.correct(zero=1).retry()
    assert case.open() == ["B"]
    assert case.told(events.IncidentResolved) == ["A", "B"]
    assert case.done("B").completed


def test_a_step_that_fails_has_done_nothing(begin):
    case = begin("incident_in_throw", {"q": 0}).done("A")
    assert case.incidents() == ["T"]
    assert case.told(events.SignalThrown) == []
    assert case.open() == ["O"]
    case.done("O").correct(q=1).retry()
    assert sorted(case.open()) == ["N", "Z"]
    assert case.told(events.ElementActivated).count("Z") == 1


def test_a_loop_without_a_wait_stops_at_the_limit_and_goes_on_when_retried(begin):
    case = begin("loop", {"top": 100}, limits=Limits(steps=200))
    assert len(case.incidents()) == 1
    while case.incidents():
        case.retry()
    assert case.open() == ["U"]
    assert case.v["n"] == 100


def test_two_thousand_turns_leave_nothing_behind(begin):
    case = begin("loop", {"top": 2000})
    assert (case.v["n"], case.open()) == (2000, ["U"])
    assert len(case.state) < 300
    assert case.done("U").completed


def test_variables_beyond_the_limit_are_an_incident_that_names_the_element(begin):
    case = begin("incidents", {"x": 1, "zero": 1}, limits=Limits(scope_bytes=10_000))
    with pytest.raises(LimitError, match="text"):
        case.done("B", text="x" * 20_000)


def test_branches_that_were_stopped_with_another_go_on_with_it(begin):
    case = begin("error_interrupts_automatic_steps", limits=Limits(steps=2))
    seen = 0
    while case.incidents():
        assert len(case.incidents()) == 1
        case.retry()
        seen += 1
    assert seen > 1
    assert case.open() == ["H"]


def test_more_tokens_than_allowed_are_an_incident(begin):
    case = begin(
        "multi_instance_user_task", {"l": list(range(900)), "k": []}, limits=Limits(tokens=300)
    )
    assert "More than 300 steps" in case.waits("incident")[0].name


def test_a_case_that_only_waits_at_a_join_for_what_never_comes_shows_it(begin):
    text = (
        '<bpmn:exclusiveGateway id="G" default="G_B"/><bpmn:userTask id="A"/><bpmn:userTask id="B"/>'
        '<bpmn:parallelGateway id="J"/><bpmn:endEvent id="E"/><bpmn:startEvent id="S"/>'
    )
    flows = [("S", "G"), ("G", "B"), ("A", "J"), ("B", "J"), ("J", "E")]
    text += "".join(
        f'<bpmn:sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows
    )
    text += '<bpmn:sequenceFlow id="G_A" sourceRef="G" targetRef="A"><bpmn:conditionExpression>=a</bpmn:conditionExpression></bpmn:sequenceFlow>'
    head = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    case = begin(
        f'{head}<bpmn:process id="P">{text}</bpmn:process></bpmn:definitions>'.encode(), {"a": True}
    )
    assert case.incidents() == []
    case.done("A")
    assert case.incidents() == ["J"]
    assert not case.completed
    assert case.retry().incidents() == ["J"]
