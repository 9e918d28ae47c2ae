"""What other tools write: read where it means the same, refused or told where it does not."""

import pytest

from engine import spiff
from engine.errors import ModelError
from engine.model import events
from tests.spiff.driver import Driver, environment
from tests.spiff.test_hostile_models import begun, flow

SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:t" targetNamespace="urn:t" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:activiti="http://activiti.org/bpmn" xmlns:flowable="http://flowable.org/bpmn"'
)


def diagram(body: str, more: str = "") -> dict[str, bytes]:
    start = '<startEvent id="S"/>'
    text = f'<definitions {SPACES}>{more}<process id="P">{start}{body}</process></definitions>'
    return {"p.bpmn": text.replace("bpmn:sequenceFlow", "sequenceFlow").encode()}


def rules(body: str, severity: str = "error") -> list[str]:
    found = spiff.find_problems(diagram(body), "P")
    return [problem.rule for problem in found if problem.severity == severity]


def task(inside: str = "", attributes: str = "", kind: str = "userTask") -> str:
    user = "<extensionElements><zeebe:userTask/></extensionElements>" if kind == "userTask" else ""
    return f'<{kind} id="X" {attributes}>{user}{inside}</{kind}>{flow("S", "X")}'


def loop(inside: str, attributes: str = "") -> str:
    return f"<multiInstanceLoopCharacteristics {attributes}>{inside}</multiInstanceLoopCharacteristics>"


OVER = '<loopDataInputRef>{}</loopDataInputRef><inputDataItem id="item" name="{}"/>'
INPUT = (
    '<ioSpecification><dataInput id="in" name="In"/><inputSet/><outputSet/></ioSpecification>'
    "<dataInputAssociation><sourceRef>{}</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
)


@pytest.mark.parametrize(
    ("body", "item"),
    [
        (task(loop(OVER.format("list", "one"))), "one"),
        (task(loop(OVER.format("t:list", "not a name"))), "item"),
        (task(INPUT.format("list") + loop(OVER.format("in", "one"))), "one"),
        ('<dataObject id="d" name="list"/>' + task(loop(OVER.format("d", "one"))), "one"),
        ('<property id="d" name="list"/>' + task(INPUT.format("d") + loop(OVER.format("in", "one"))), "one"),
    ],
)  # fmt: skip
def test_a_loop_over_data_in_the_words_of_the_standard_runs_once_an_item(body, item):
    case = Driver(spiff.parse(diagram(body), "P"), environment()).start({"list": ["a", "b"]})
    seen = [
        spiff.visible_variables(case.definition, case.state, wait.token)[item]
        for wait in case.waits("task")
    ]
    assert seen == ["a", "b"]


def test_its_results_come_in_the_order_of_the_items():
    data = OVER.format("list", "one")
    data += '<loopDataOutputRef>answers</loopDataOutputRef><outputDataItem name="answer"/>'
    case = Driver(spiff.parse(diagram(task(loop(data))), "P"), environment())
    case.start({"list": [1, 2]})
    case.done("X", 1, answer="second").done("X", answer="first")
    assert case.completed
    assert case.v["answers"] == ["first", "second"]


def test_the_counters_are_known_by_their_other_names():
    ends = "<completionCondition>nrOfCompletedInstances / nrOfInstances = 0.5</completionCondition>"
    case = begun(diagram(task(loop(f"<loopCardinality>4</loopCardinality>{ends}"))))
    case.done("X")
    assert len(case.open()) == 3
    assert case.done("X").completed


def test_people_named_for_another_engine_are_read_where_they_are_plain_texts():
    attributes = (
        'camunda:assignee="ann" activiti:candidateGroups="hr, it" flowable:dueDate="2027-03-01"'
    )
    case = begun(diagram(task(attributes=attributes)))
    [created] = [event for event in case.log if isinstance(event, events.UserTaskCreated)]
    assert (created.assignee, created.candidate_groups) == ("ann", ("hr", "it"))
    assert created.due is not None
    assert rules(task(attributes='camunda:assignee="${starter}"')) == ["not-feel"]
    assert rules(task(attributes='camunda:dueDate="#{in2Days}"')) == ["not-feel"]


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        ("serviceTask", 'camunda:class="org.example.Pay"'),
        ("serviceTask", 'activiti:delegateExpression="${pay}"'),
        ("serviceTask", 'camunda:type="external" camunda:topic="pay"'),
        ("userTask", 'flowable:skipExpression="${true}"'),
        ("businessRuleTask", 'camunda:decisionRef="rate"'),
    ],
)
def test_what_the_code_of_another_engine_would_do_is_refused(kind, attributes):
    assert "extension-ignored" in rules(task(attributes=attributes, kind=kind))


def test_an_end_that_another_engine_would_end_everything_by_is_refused():
    end = '<endEvent id="X"><terminateEventDefinition flowable:terminateAll="true"/></endEvent>'
    assert rules(end + flow("S", "X")) == ["extension-ignored"]


@pytest.mark.parametrize(
    ("language", "text", "refused"),
    [
        ("http://www.java.com/java", "kcontext.done()", True),
        ("JavaScript", "this.ready", True),
        ("https://www.omg.org/spec/DMN/20191111/FEEL/", "ready", False),
        ("feel", "ready", False),
        ("http://www.mvel.org/2.0", "=ready", False),
    ],
)
def test_a_condition_that_says_that_it_is_not_feel_is_refused(language, text, refused):
    condition = f'<conditionExpression language="{language}">{text}</conditionExpression>'
    body = (
        '<exclusiveGateway id="G" default="G_B"/><task id="A"/><task id="B"/>'
        f"{flow('S', 'G')}{flow('G', 'B')}"
        f'<sequenceFlow id="G_A" sourceRef="G" targetRef="A">{condition}</sequenceFlow>'
    )
    assert rules(body) == (["not-feel"] if refused else [])


def test_people_and_forms_that_are_only_kept_are_told():
    role = "<potentialOwner><resourceAssignmentExpression><formalExpression>user(ann)</formalExpression></resourceAssignmentExpression></potentialOwner>"
    assert "people-not-read" in rules(task(role), "warning")
    assert "form-not-read" in rules(task(attributes='camunda:formKey="a.html"'), "warning")


def test_references_with_a_prefix_lead_where_they_should():
    body = (
        '<exclusiveGateway id="G" default="t:G_A"/><userTask id="A"/><userTask id="B"/>'
        '<boundaryEvent id="L" attachedToRef="t:A"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        "</timerEventDefinition></boundaryEvent>"
        + flow("S", "G").replace('"S"', '"t:S"')
        + flow("G", "A")
        + flow("L", "B")
        + '<sequenceFlow id="G_B" sourceRef="G" targetRef="t:B"><conditionExpression>false</conditionExpression></sequenceFlow>'
    )
    case = begun(diagram(body))
    assert [wait.kind for wait in case.case().waits] == ["task", "timer"]


def test_a_condition_on_the_default_flow_is_told_and_not_looked_at():
    body = (
        '<exclusiveGateway id="G" default="G_A"/><userTask id="A"/><userTask id="B"/>'
        + flow("S", "G")
        + '<sequenceFlow id="G_A" sourceRef="G" targetRef="A"><conditionExpression>false</conditionExpression></sequenceFlow>'
        + '<sequenceFlow id="G_B" sourceRef="G" targetRef="B"><conditionExpression>wanted</conditionExpression></sequenceFlow>'
    )
    assert "default-with-condition" in rules(body, "warning")
    for wanted, reached in ((False, "A"), (True, "B")):
        case = Driver(spiff.parse(diagram(body), "P"), environment()).start({"wanted": wanted})
        assert case.open() == [reached]


def test_a_file_without_a_process_says_so():
    with pytest.raises(ModelError, match="outermost element is html"):
        spiff.parse({"p.bpmn": b"<html/>"}, "unnamed")


def test_a_global_task_is_called_like_a_process_of_one_task():
    shared = '<globalUserTask id="GT"><extensionElements><zeebe:userTask/></extensionElements></globalUserTask>'
    call = '<callActivity id="X" calledElement="GT"/>' + flow("S", "X")
    case = begun(diagram(call, shared))
    assert case.open() == ["GT.task"]
    assert case.done("GT.task").completed


def test_an_error_without_a_code_is_caught_where_the_same_one_is_awaited():
    inside = '<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="er"/></endEvent>'
    body = (
        f'<subProcess id="X">{inside}{flow("s", "e")}</subProcess>{flow("S", "X")}'
        '<boundaryEvent id="B" attachedToRef="X"><errorEventDefinition errorRef="er"/></boundaryEvent>'
        f'<userTask id="U"/>{flow("B", "U")}'
    )
    assert begun(diagram(body, '<error id="er" name="Failed"/>')).open() == ["U"]
