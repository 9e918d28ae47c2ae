from engine.check import add_up_shared, look_at_shared
from tests.check.conftest import SCENARIOS, WORDS, Check, scenario

#: The procedure calls a shared diagram that agrees to whatever is agreed.
ASKED = 'sourceRef="ask" targetRef="fork"/>'
CALL = (
    'sourceRef="ask" targetRef="more"/>'
    '<bpmn:sequenceFlow id="from_more" sourceRef="more" targetRef="fork"/>'
    '<bpmn:callActivity id="more" name="More"><bpmn:extensionElements>'
    '<zeebe:calledElement processId="shared_part"/><zeebe:properties>'
    '<zeebe:property name="policy" value="C1"/></zeebe:properties></bpmn:extensionElements></bpmn:callActivity>'
)
SHARED = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="https://docket.example/shared">
  <bpmn:process id="shared_part" name="Shared part" isExecutable="true">
    <bpmn:startEvent id="part_begins"/>
    <bpmn:exclusiveGateway id="part_fork" name="Agreed?" default="part_no"/>
    <bpmn:endEvent id="part_agreed"/><bpmn:endEvent id="part_refused"/>
    <bpmn:sequenceFlow id="part_flow" sourceRef="part_begins" targetRef="part_fork"/>
    <bpmn:sequenceFlow id="part_yes" sourceRef="part_fork" targetRef="part_agreed">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=agreed = true</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="part_no" sourceRef="part_fork" targetRef="part_refused"/>
  </bpmn:process>
</bpmn:definitions>
"""
FRENCH = "".join(f'"{word}" = "{word} (fr)"\n' for word in [*WORDS, "More", "Shared part"])


def _check(check: Check, shared: str = SHARED, **options: object):
    files = {"shared/part.bpmn": shared, "fr.toml": FRENCH}
    return check(("p.bpmn", ASKED, CALL), files=files, **options)


def test_what_scenarios_reach_of_shared_diagrams_is_counted_apart(check: Check) -> None:
    report = _check(check)
    assert report.problems == ()
    assert (report.coverage.ends, report.coverage.flows) == ((2, 2), (2, 2))
    assert (report.shared.count("end"), report.shared.count("flow")) == ((2, 2), (2, 2))
    assert list(look_at_shared(report.shared)) == []


def test_what_no_scenario_of_any_procedure_reaches_is_named(check: Check) -> None:
    one = _check(check, scenarios={"no.toml": scenario("false", "no")})
    missed = list(look_at_shared(one.shared))
    assert [(problem.rule, problem.element, problem.file) for problem in missed] == [
        ("shared-not-reached", "part_agreed", "shared/part.bpmn"),
        ("shared-not-reached", "part_yes", "shared/part.bpmn"),
    ]
    assert all(problem.line and problem.remedy for problem in missed)
    other = _check(check, scenarios={"yes.toml": scenario("true", "yes")})
    assert list(look_at_shared(add_up_shared([one.shared, other.shared]))) == []


def test_an_id_that_two_diagrams_have_is_named_where_it_would_change(check: Check) -> None:
    report = _check(check, SHARED.replace('"part_fork"', '"fork"'), scenarios=SCENARIOS)
    found = [problem for problem in report.problems if problem.rule == "id-shared"]
    assert [problem.element for problem in found] == ["fork"]
    assert "shared_part.fork" in found[0].message or "p.fork" in found[0].message


def test_an_id_that_is_that_of_a_process_is_named(check: Check) -> None:
    report = _check(check, SHARED.replace('"part_agreed"', '"p"'), scenarios=SCENARIOS)
    found = [problem for problem in report.problems if problem.rule == "id-shared"]
    assert [(problem.element, problem.file) for problem in found] == [("p", "shared/part.bpmn")]


def test_an_id_that_only_looks_like_a_changed_one_is_left_alone(check: Check) -> None:
    report = check(
        ("p.bpmn", 'id="yes"', 'id="p.yes"'),
        ("p.bpmn", 'targetRef="yes"', 'targetRef="p.yes"'),
        ("p.bpmn", ">yes<", ">p.yes<"),
    )
    assert "id-shared" not in {problem.rule for problem in report.problems}


def test_a_shared_task_may_keep_apart_from_one_that_only_another_procedure_has(
    check: Check,
) -> None:
    kept = (
        '<bpmn:userTask id="part_task" name="More"><bpmn:extensionElements><zeebe:userTask/>'
        '<zeebe:formDefinition formId="ask"/><zeebe:assignmentDefinition assignee="=subject"/>'
        '<zeebe:properties><zeebe:property name="policy" value="C1"/>'
        '<zeebe:property name="fourEyes" value="elsewhere nowhere"/></zeebe:properties>'
        "</bpmn:extensionElements></bpmn:userTask>"
    )
    zeebe = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d"'
    shared = SHARED.replace('id="d"', zeebe).replace(
        '<bpmn:startEvent id="part_', f'{kept}<bpmn:startEvent id="part_'
    )
    other = shared.replace("part_task", "elsewhere").replace("part", "other")
    files = {"shared/part.bpmn": shared, "shared/other.bpmn": other, "fr.toml": FRENCH}
    report = check(("p.bpmn", ASKED, CALL), files=files)
    found = [problem.message for problem in report.problems if problem.rule == "four-eyes"]
    assert found == ["“More” keeps apart from nowhere, which is not there."]
