"""Diagrams that cannot be run right are refused, naming the element, the line and the remedy."""

import pytest

from engine import spiff
from engine.errors import ModelError
from tests.spiff.driver import MODELS, model

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">'
)
TASK = '<bpmn:extensionElements><zeebe:taskDefinition type="t"/></bpmn:extensionElements>'


def flow(source: str, target: str, inside: str = "") -> str:
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'


WHEN = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=a</bpmn:conditionExpression>'


def diagram(body: str, before: str = "") -> dict[str, bytes]:
    start = '<bpmn:startEvent id="S"/>'
    text = f'{HEAD}{before}<bpmn:process id="P" isExecutable="true">{start}{body}</bpmn:process></bpmn:definitions>'
    return {"p.bpmn": text.encode()}


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("activation-missing", f'<bpmn:parallelGateway id="G"/><bpmn:complexGateway id="X"/>{flow("S", "G")}{flow("G", "X")}<bpmn:sequenceFlow id="again" sourceRef="G" targetRef="X"/>'),
        ("not-supported", '<bpmn:callConversation id="X"/>'),
        ("service-without-job", f'<bpmn:serviceTask id="X"/>{flow("S", "X")}'),
        ("script-missing", f'<bpmn:scriptTask id="X"><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>{flow("S", "X")}'),
        ("decision-missing", f'<bpmn:businessRuleTask id="X"/>{flow("S", "X")}'),
        ("message-without-name", f'<bpmn:receiveTask id="X"/>{flow("S", "X")}'),
        ("message-without-name", f'<bpmn:intermediateCatchEvent id="X"><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("call-of-nothing", f'<bpmn:callActivity id="X"/>{flow("S", "X")}'),
        ("call-of-unknown", f'<bpmn:callActivity id="X" calledElement="Q"/>{flow("S", "X")}'),
        ("event-kind", f'<bpmn:intermediateCatchEvent id="X"/>{flow("S", "X")}'),
        ("event-kind", f'<bpmn:intermediateCatchEvent id="X"><bpmn:cancelEventDefinition/></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("event-kind", f'<bpmn:boundaryEvent id="X" attachedToRef="T"/><bpmn:task id="T"/>{flow("S", "T")}'),
        ("cancel-outside-transaction", f'<bpmn:boundaryEvent id="X" attachedToRef="T"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent><bpmn:subProcess id="T"/>{flow("S", "T")}'),
        ("compensation-without-handler", f'<bpmn:boundaryEvent id="X" attachedToRef="T"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:task id="T"/>{flow("S", "T")}'),
        ("border-of-nothing", f'<bpmn:boundaryEvent id="X" attachedToRef="T"><bpmn:escalationEventDefinition/></bpmn:boundaryEvent><bpmn:exclusiveGateway id="T"/>{flow("S", "T")}'),
        ("must-interrupt", f'<bpmn:boundaryEvent id="X" attachedToRef="T" cancelActivity="false"><bpmn:errorEventDefinition/></bpmn:boundaryEvent><bpmn:subProcess id="T"/>{flow("S", "T")}'),
        ("error-without-code", f'<bpmn:endEvent id="X"><bpmn:errorEventDefinition/></bpmn:endEvent>{flow("S", "X")}'),
        ("timer-without-time", f'<bpmn:intermediateCatchEvent id="X"><bpmn:timerEventDefinition/></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("timer-not-readable", f'<bpmn:intermediateCatchEvent id="X"><bpmn:timerEventDefinition><bpmn:timeDuration>two hours</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("link-to-nowhere", f'<bpmn:intermediateThrowEvent id="X"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateThrowEvent>{flow("S", "X")}'),
        ("job-without-type", f'<bpmn:serviceTask id="X"><bpmn:extensionElements><zeebe:taskDefinition type=""/></bpmn:extensionElements></bpmn:serviceTask>{flow("S", "X")}'),
        ("mapping-incomplete", f'<bpmn:task id="X"><bpmn:extensionElements><zeebe:ioMapping><zeebe:input source="" target="a"/></zeebe:ioMapping></bpmn:extensionElements></bpmn:task>{flow("S", "X")}'),
        ("loop-output-incomplete", f'<bpmn:task id="X"><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=l" outputCollection="o"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:task>{flow("S", "X")}'),
        ("extension-ignored", f'<bpmn:task id="X"><bpmn:extensionElements><zeebe:executionListeners/></bpmn:extensionElements></bpmn:task>{flow("S", "X")}'),
        ("link-twice", '<bpmn:intermediateCatchEvent id="Y"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="X"><bpmn:linkEventDefinition name="L"/></bpmn:intermediateCatchEvent>'),
        ("event-without-condition", f'<bpmn:intermediateCatchEvent id="X"><bpmn:conditionalEventDefinition/></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("border-of-event-sub-process", '<bpmn:subProcess id="V" triggeredByEvent="true"/><bpmn:boundaryEvent id="X" attachedToRef="V"><bpmn:escalationEventDefinition/></bpmn:boundaryEvent>'),
        ("cancel-outside-transaction", f'<bpmn:endEvent id="X"><bpmn:cancelEventDefinition/></bpmn:endEvent>{flow("S", "X")}'),
        ("default-elsewhere", f'<bpmn:task id="X" default="gone"/>{flow("S", "X")}'),
        ("several-definitions", f'<bpmn:intermediateCatchEvent id="X"><bpmn:signalEventDefinition/><bpmn:linkEventDefinition name="L"/></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("several-definitions", f'<bpmn:endEvent id="X"><bpmn:terminateEventDefinition/><bpmn:compensateEventDefinition/></bpmn:endEvent>{flow("S", "X")}'),
        ("several-definitions", f'<bpmn:endEvent id="X">{TASK}<bpmn:messageEventDefinition/><bpmn:messageEventDefinition/></bpmn:endEvent>{flow("S", "X")}'),
        ("several-definitions", f'<bpmn:boundaryEvent id="X" attachedToRef="T" parallelMultiple="true"><bpmn:errorEventDefinition/><bpmn:messageEventDefinition/></bpmn:boundaryEvent><bpmn:subProcess id="T"/>{flow("S", "T")}'),
        ("several-definitions", f'<bpmn:startEvent id="X" parallelMultiple="true"><bpmn:signalEventDefinition/><bpmn:messageEventDefinition/></bpmn:startEvent><bpmn:task id="T"/>{flow("S", "T")}{flow("X", "T")}'),
        ("compensation-of-nothing", '<bpmn:subProcess id="V" triggeredByEvent="true"><bpmn:startEvent id="X"><bpmn:compensateEventDefinition/></bpmn:startEvent></bpmn:subProcess>'),
        ("compensation-of-nothing", '<bpmn:subProcess id="T" triggeredByEvent="true"><bpmn:startEvent id="TS"><bpmn:escalationEventDefinition/></bpmn:startEvent><bpmn:subProcess id="V" triggeredByEvent="true"><bpmn:startEvent id="X"><bpmn:compensateEventDefinition/></bpmn:startEvent></bpmn:subProcess></bpmn:subProcess>'),
        ("compensation-twice", '<bpmn:subProcess id="T"><bpmn:task id="A"/>' + "".join(f'<bpmn:subProcess id="V{one}" triggeredByEvent="true"><bpmn:startEvent id="{one}"><bpmn:compensateEventDefinition/></bpmn:startEvent></bpmn:subProcess>' for one in "WX") + f'</bpmn:subProcess>{flow("S", "T")}'),
        ("event-kind", '<bpmn:startEvent id="X"><bpmn:conditionalEventDefinition><bpmn:condition>=a</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>'),
        ("must-interrupt", f'<bpmn:boundaryEvent id="X" attachedToRef="T" cancelActivity="false"><bpmn:errorEventDefinition/><bpmn:messageEventDefinition/></bpmn:boundaryEvent><bpmn:subProcess id="T"/>{flow("S", "T")}'),
        ("definition-missing", f'<bpmn:intermediateCatchEvent id="X"><bpmn:eventDefinitionRef>gone</bpmn:eventDefinitionRef></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("reference-missing", f'<bpmn:receiveTask id="X" messageRef="gone"/>{flow("S", "X")}'),
        ("caught-twice", f'<bpmn:subProcess id="T"/><bpmn:boundaryEvent id="A" attachedToRef="T"><bpmn:errorEventDefinition/></bpmn:boundaryEvent><bpmn:boundaryEvent id="X" attachedToRef="T"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>{flow("S", "T")}'),
        ("caught-twice", "".join(f'<bpmn:subProcess id="V{one}" triggeredByEvent="true"><bpmn:startEvent id="{one}"><bpmn:escalationEventDefinition/></bpmn:startEvent></bpmn:subProcess>' for one in "AX")),
        ("must-interrupt", '<bpmn:subProcess id="V" triggeredByEvent="true"><bpmn:startEvent id="X" isInterrupting="false"><bpmn:errorEventDefinition/></bpmn:startEvent></bpmn:subProcess>'),
        ("timer-twice", f'<bpmn:intermediateCatchEvent id="X"><bpmn:timerEventDefinition><bpmn:timeDate>2027-01-01</bpmn:timeDate><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>{flow("S", "X")}'),
        ("ad-hoc-event", f'<bpmn:adHocSubProcess id="T"><bpmn:startEvent id="X"/><bpmn:task id="A"/></bpmn:adHocSubProcess>{flow("S", "T")}'),
        ("ad-hoc-empty", f'<bpmn:adHocSubProcess id="X"/>{flow("S", "X")}'),
        ("compensation-without-handler", f'<bpmn:task id="T"/><bpmn:task id="H"/><bpmn:boundaryEvent id="X" attachedToRef="T"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:association id="a" sourceRef="X" targetRef="H"/>{flow("S", "T")}'),
        ("race-with-border", f'<bpmn:eventBasedGateway id="G"/><bpmn:receiveTask id="X" messageRef="gone"/><bpmn:boundaryEvent id="B" attachedToRef="X"><bpmn:escalationEventDefinition/></bpmn:boundaryEvent>{flow("S", "G")}{flow("G", "X")}'),
        ("several-starts", f'<bpmn:startEvent id="X"/><bpmn:task id="T"/>{flow("S", "T")}{flow("X", "T")}'),
        ("loop-over-nothing", f'<bpmn:task id="X"><bpmn:multiInstanceLoopCharacteristics/></bpmn:task>{flow("S", "X")}'),
        ("loop-without-end", f'<bpmn:task id="X"><bpmn:standardLoopCharacteristics/></bpmn:task>{flow("S", "X")}'),
        ("quantity", f'<bpmn:task id="X" startQuantity="2"/>{flow("S", "X")}'),
        ("loop-behaviour", f'<bpmn:task id="X"><bpmn:multiInstanceLoopCharacteristics behavior="One"/></bpmn:task>{flow("S", "X")}'),
        ("parallel-event-gateway", f'<bpmn:eventBasedGateway id="X" eventGatewayType="Parallel"/>{flow("S", "X")}'),
        ("race-without-event", f'<bpmn:eventBasedGateway id="X"/><bpmn:task id="T"/>{flow("S", "X")}{flow("X", "T")}'),
        ("race-without-events", f'<bpmn:eventBasedGateway id="X"/>{flow("S", "X")}'),
        ("flow-into", f'<bpmn:task id="T"/>{flow("S", "T")}{flow("T", "S")}'.replace("X", "S")),
        ("flow-out-of", f'<bpmn:endEvent id="X"/><bpmn:task id="T"/>{flow("S", "X")}{flow("X", "T")}'),
        ("event-sub-process-start", '<bpmn:subProcess id="X" triggeredByEvent="true"/>'),
        ("endless", f'<bpmn:task id="X"/><bpmn:exclusiveGateway id="Y"/>{flow("S", "X")}{flow("X", "Y")}{flow("Y", "X")}'),
        ("id-twice", f'<bpmn:task id="X"/><bpmn:userTask id="X"/>{flow("S", "X")}'),
        ("join-blocks", f'<bpmn:parallelGateway id="X"/><bpmn:userTask id="T"/><bpmn:exclusiveGateway id="Y" default="Y_E"/><bpmn:endEvent id="E"/>{flow("S", "X")}{flow("X", "T")}{flow("T", "Y")}{flow("Y", "E")}{flow("Y", "X", WHEN)}'),
    ],
)  # fmt: skip
def test_it_is_refused_by_name(rule, body):
    with pytest.raises(ModelError) as refused:
        spiff.parse(diagram(body), "P")
    found = [problem for problem in refused.value.problems if problem.rule == rule]
    assert found, refused.value
    assert found[0].element in {"X", "S"}
    assert found[0].line > 0
    assert found[0].remedy


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("flow-without-condition", f'<bpmn:exclusiveGateway id="G"/><bpmn:task id="A"/><bpmn:task id="B"/>{flow("S", "G")}{flow("G", "A")}{flow("G", "B")}'),
        ("condition-ignored", f'<bpmn:parallelGateway id="G"/><bpmn:task id="A"/>{flow("S", "G")}{flow("G", "A", WHEN)}'),
        ("loose-flow", flow("S", "Nowhere")),
        ("flow-crosses-border", f'<bpmn:subProcess id="X"><bpmn:task id="T"/></bpmn:subProcess>{flow("S", "T")}'),
        ("not-feel", f'<bpmn:exclusiveGateway id="G"/><bpmn:task id="A"/>{flow("S", "G")}{flow("G", "A", WHEN.replace("=a", "${a}"))}'),
    ],
)  # fmt: skip
def test_a_flow_is_refused_by_id(rule, body):
    problems = spiff.find_problems(diagram(body), "P")
    assert rule in {
        problem.rule
        for problem in problems
        if problem.severity == "error" and "_" in problem.element
    }


def test_the_same_problems_are_found_without_raising():
    files = diagram('<bpmn:serviceTask id="X" name="Any two"/>' + flow("S", "X"))
    problems = spiff.find_problems(files, "P")
    with pytest.raises(ModelError) as refused:
        spiff.parse(files, "P")
    assert [problem for problem in problems if problem.severity == "error"] == list(
        refused.value.problems
    )
    assert (
        "\u201cAny two\u201d" in problems[0].message
        or "\u201cAny two\u201d" in problems[-1].message
    )


def test_an_element_that_nothing_leads_to_is_a_warning():
    problems = spiff.find_problems(
        diagram('<bpmn:task id="X"/><bpmn:endEvent id="E"/>' + flow("S", "E")), "P"
    )
    assert [(problem.rule, problem.element, problem.severity) for problem in problems] == [
        ("unreached", "X", "warning")
    ]


def test_a_departure_from_the_schema_is_a_warning():
    files = diagram('<bpmn:task id="1" isExtra="1"/>' + flow("S", "1"))
    assert {problem.rule for problem in spiff.find_problems(files, "P")} == {"schema"}
    spiff.parse(files, "P")


def test_an_unknown_process_is_refused_with_those_that_there_are():
    with pytest.raises(ModelError, match="Name one of these: P"):
        spiff.parse({"p.bpmn": model("user_task")}, "Q")


def test_a_file_that_is_no_diagram_is_refused():
    assert spiff.find_problems({"p.bpmn": b"<html/>"}, "P")[0].rule == "not-bpmn"
    assert spiff.find_problems({"p.bpmn": b"<a"}, "P")[0].rule == "xml-not-well-formed"


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_every_model_of_the_suite_is_without_a_problem(path):
    assert spiff.find_problems({path.name: path.read_bytes()}, "P") == []


def test_two_message_starts_of_one_name_and_two_events_of_one_race_are_refused():
    message = '<bpmn:message id="m" name="M"/>'
    waits = '<bpmn:messageEventDefinition messageRef="m"/>'
    starts = "".join(f'<bpmn:startEvent id="{one}">{waits}</bpmn:startEvent>' for one in "AB")
    race = '<bpmn:eventBasedGateway id="G"/>' + flow("S", "G")
    for one in "AB":
        race += f'<bpmn:intermediateCatchEvent id="{one}">{waits}</bpmn:intermediateCatchEvent>'
        race += flow("G", one)
    for body in (starts, race):
        found = spiff.find_problems(diagram(body, message), "P")
        assert [(p.element, p.rule) for p in found if p.severity == "error"] == [
            ("B", "caught-twice")
        ]


def test_a_message_about_a_very_long_text_is_short():
    body = f'<bpmn:task id="X" name="{"n" * 100_000}" default="gone"/>' + flow("S", "X")
    body += f'<bpmn:exclusiveGateway id="G"/>{flow("X", "G", WHEN.replace("=a", "${" + "a" * 100_000 + "}"))}'
    problems = spiff.find_problems(diagram(body), "P")
    assert {"default-elsewhere", "not-feel"} <= {problem.rule for problem in problems}
    assert max(len(problem.message) for problem in problems) < 1000
