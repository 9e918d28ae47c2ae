"""Diagrams made to hurt: each is refused or bounded, with a clear error."""

import time
from itertools import pairwise

import pytest

from engine import spiff
from engine.errors import ModelError
from engine.spiff import Limits
from tests.spiff.driver import Driver, environment

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">'
)


def diagram(body: str, more: str = "") -> dict[str, bytes]:
    return {
        "p.bpmn": f'{HEAD}<bpmn:process id="P">{body}</bpmn:process>{more}</bpmn:definitions>'.encode()
    }


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def chain(names: list[str]) -> str:
    return "".join(flow(*pair) for pair in pairwise(names))


def begun(files: dict[str, bytes], **limits: int) -> Driver:
    return Driver(spiff.parse(files, "P"), environment(limits=Limits(**limits))).start()


@pytest.fixture(autouse=True)
def _at_once():
    before = time.process_time()
    yield
    assert time.process_time() - before < 3


def test_three_thousand_tasks_in_sequence_are_read_and_run():
    names = [f"T{number}" for number in range(3000)]
    body = '<bpmn:startEvent id="S"/>' + "".join(f'<bpmn:task id="{name}"/>' for name in names)
    assert begun(diagram(body + chain(["S", *names]))).completed


def test_a_ring_of_a_thousand_waiting_tasks_is_read_without_recursion():
    names = [f"T{number}" for number in range(1000)]
    body = '<bpmn:startEvent id="S"/>' + "".join(f'<bpmn:userTask id="{name}"/>' for name in names)
    assert begun(diagram(body + chain(["S", *names, "T0"]))).open() == ["T0"]


def test_a_hundred_inclusive_gateways_in_a_row_are_quick():
    body, last = '<bpmn:startEvent id="S"/>', "S"
    for number in range(100):
        split, join = f"G{number}", f"J{number}"
        body += f'<bpmn:inclusiveGateway id="{split}" default="{split}_a{number}"/><bpmn:inclusiveGateway id="{join}"/>'
        body += f'<bpmn:task id="a{number}"/>' + chain([last, split, f"a{number}", join])
        last = join
    assert begun(diagram(body)).completed


def test_sub_processes_eighty_deep_run():
    inside = '<bpmn:userTask id="U"/>'
    for depth in range(80):
        inside = f'<bpmn:subProcess id="P{depth}"><bpmn:startEvent id="s{depth}"/>{inside}{flow(f"s{depth}", "U" if depth == 0 else f"P{depth - 1}")}</bpmn:subProcess>'
    case = begun(diagram(f'<bpmn:startEvent id="S"/>{inside}{flow("S", "P79")}'))
    assert case.done("U").completed


def test_processes_that_call_each_other_in_a_ring_stop_with_an_incident():
    call = '<bpmn:extensionElements><zeebe:calledElement processId="{}"/></bpmn:extensionElements>'
    first = f'<bpmn:startEvent id="S"/><bpmn:callActivity id="A">{call.format("Q")}</bpmn:callActivity>{flow("S", "A")}'
    second = f'<bpmn:process id="Q"><bpmn:startEvent id="S2"/><bpmn:callActivity id="B">{call.format("P")}</bpmn:callActivity>{flow("S2", "B")}</bpmn:process>'
    assert len(begun(diagram(first, second)).incidents()) == 1


def test_branches_that_double_for_ever_stop_with_an_incident():
    body = (
        '<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="M"/><bpmn:task id="T"/><bpmn:scriptTask id="A">'
        '<bpmn:extensionElements><zeebe:script expression="=1" resultVariable="x"/></bpmn:extensionElements></bpmn:scriptTask>'
        + chain(["S", "M", "A", "T", "M"]) + '<bpmn:sequenceFlow id="again" sourceRef="T" targetRef="M"/>'
    )  # fmt: skip
    case = begun(diagram(body), steps=5000, tokens=1000)
    assert case.incidents()
    assert len(case.incidents()) <= 2000


def test_ids_like_paths_and_names_like_pages_are_only_texts():
    body = (
        '<bpmn:startEvent id="S"/><bpmn:userTask id="../../etc" name="&lt;script&gt;alert(1)&lt;/script&gt;"/>'
        + flow("S", "../../etc")
    )
    assert begun(diagram(body)).open() == ["../../etc"]


@pytest.mark.parametrize(
    "name", ["Start", "End", "Root", "P.EndJoin", "~start", "__class__", "self"]
)
def test_no_id_is_special(name):
    body = f'<bpmn:startEvent id="S"/><bpmn:userTask id="{name}"/>' + flow("S", name)
    if name == "~start":
        with pytest.raises(ModelError):
            spiff.parse(diagram(body), "P")
    else:
        assert begun(diagram(body)).done(name).completed


def test_an_expression_that_never_ends_is_an_incident():
    expression = "=for i in 1..1000000 return for j in 1..1000000 return i"
    body = (
        '<bpmn:startEvent id="S"/><bpmn:scriptTask id="A"><bpmn:extensionElements>'
        f'<zeebe:script expression="{expression}" resultVariable="x"/></bpmn:extensionElements></bpmn:scriptTask>{flow("S", "A")}'
    )
    assert begun(diagram(body)).incidents() == ["A"]
