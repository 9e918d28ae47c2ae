from datetime import UTC, date, datetime

from engine.queries.audit import replay
from engine.queries.cases import get_case
from engine.queries.incidents import list_incidents

SCRIPT = (
    '<bpmn:scriptTask id="{id}"><bpmn:extensionElements>'
    '<zeebe:script expression="=completer of(&quot;{of}&quot;)" resultVariable="{id}"/>'
    "</bpmn:extensionElements></bpmn:scriptTask>"
)
TURN = """<bpmn:exclusiveGateway id="turn" default="f_turn_e"/>
<bpmn:sequenceFlow id="back" sourceRef="turn" targetRef="ask"><bpmn:conditionExpression
  xsi:type="bpmn:tFormalExpression">=again</bpmn:conditionExpression></bpmn:sequenceFlow>"""


def _deploy(house, kit, *steps, more="", of=""):
    elements = [
        kit.task(step, 'candidateGroups="staff"') if not step.startswith("who") else
        SCRIPT.format(id=step, of=of or step.removeprefix("who_"))
        for step in steps
    ]  # fmt: skip
    ids = ["s", *steps, *(["turn"] if more else []), "e"]
    body = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>' + "".join(elements) + more
    files = {"procedure.toml": kit.settings("doing"), "doing.bpmn": kit.diagram("doing", body + kit.flows(*ids))}  # fmt: skip
    house.deploy(files)
    return house.start("doing", answers={"again": False})


def _value(house, started, name):
    view = get_case(house.context, viewer="fay", instance=started.instance)
    return next(one.value for one in view.variables if one.name == name)


def test_the_task_just_finished_has_its_person_and_the_day_in_the_office(house, kit):
    house.clock.move_to(datetime(2026, 1, 6, 22, tzinfo=UTC))  # past midnight in Nairobi
    started = _deploy(house, kit, "ask", "who_ask")
    house.finish(started, "ask", "cyd")
    told = {"person": "cyd", "represented": None, "day": date(2026, 1, 7)}
    assert _value(house, started, "who_ask") == told
    assert replay(house.context, instance=started.instance).reproduced


def test_an_earlier_task_is_remembered_and_one_not_done_has_nobody(house, kit):
    started = _deploy(house, kit, "ask", "approve", "who_ask", "who_late", "late", of="ask")
    house.finish(started, "ask", "ann")
    house.clock.move_to(datetime(2026, 1, 9, 8, tzinfo=UTC))
    house.finish(started, "approve", "bob")
    told = {"person": "ann", "represented": None, "day": date(2026, 1, 5)}
    assert _value(house, started, "who_ask") == told
    nobody = _deploy(house, kit, "ask", "who_late", "late")
    house.finish(nobody, "ask", "ann")
    assert _value(house, nobody, "who_late") is None
    assert replay(house.context, instance=nobody.instance).reproduced


def test_of_a_task_done_twice_the_last_counts(house, kit):
    started = _deploy(house, kit, "ask", "who_ask", "approve", more=TURN)
    house.finish(started, "ask", "ann")
    house.finish(started, "approve", "bob", answers={"again": True})
    house.clock.move_to(datetime(2026, 1, 8, 8, tzinfo=UTC))
    house.finish(started, "ask", "cyd")
    assert _value(house, started, "who_ask")["person"] == "cyd"
    assert replay(house.context, instance=started.instance).reproduced


def test_whoever_stands_in_for_somebody_is_named_with_them(house, kit):
    house.clock.move_to(datetime(2026, 2, 3, 8, tzinfo=UTC))
    body = (
        '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
        + kit.task("approve", 'candidateGroups="approver"')
        + SCRIPT.format(id="who", of="approve")
        + kit.flows("s", "approve", "who", "e")
    )
    house.deploy(
        {"procedure.toml": kit.settings("doing"), "doing.bpmn": kit.diagram("doing", body)}
    )
    started = house.start("doing", answers={})
    house.finish(started, "approve", "ivy")
    told = {"person": "ivy", "represented": "bob", "day": date(2026, 2, 3)}
    assert _value(house, started, "who") == told


def test_another_case_does_not_answer(house, kit):
    first = _deploy(house, kit, "ask", "who_late", "late")
    house.finish(first, "ask", "ann")
    house.finish(first, "late", "cyd")
    second = house.start("doing", answers={"again": False})
    house.finish(second, "ask", "ann")
    assert _value(house, second, "who_late") is None


def test_a_task_that_the_procedure_does_not_have_is_named(house, kit):
    started = _deploy(house, kit, "ask", "who_typo")
    house.finish(started, "ask", "ann")
    [incident] = list_incidents(house.context, viewer="eve").rows
    assert "has no task typo" in incident.message


def test_of_several_tasks_the_last_one_counts(house, kit):
    started = _deploy(house, kit, "ask", "approve", "who_both", "late", of="ask late approve")
    house.finish(started, "ask", "ann")
    house.finish(started, "approve", "bob")
    assert _value(house, started, "who_both")["person"] == "bob"
