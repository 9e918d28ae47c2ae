import pytest
from lxml import etree

from engine.errors import ModelError
from webapp.diagrams.picture import BPMN
from webapp.diagrams.prose import Step, describe
from webapp.diagrams.texts import diagram_texts

MODEL = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">{}</definitions>'


def by_id(steps: list[Step]) -> dict[str, Step]:
    return {step.element: step for step in steps}


def test_every_node_is_said_once_and_numbered(travel: bytes, every_kind: bytes) -> None:
    for xml in (travel, every_kind):
        steps = describe(xml)
        kinds = ("startEvent", "endEvent", "task", "userTask", "callActivity", "boundaryEvent")
        nodes = {
            node.get("id") for node in etree.fromstring(xml).iter(*(BPMN + kind for kind in kinds))
        }
        assert nodes <= {step.element for step in steps}
        assert [step.number for step in steps] == list(range(1, len(steps) + 1))
        assert len({step.element for step in steps}) == len(steps)


def test_a_step_says_who_does_it_and_where_it_goes_on(travel: bytes) -> None:
    steps = by_id(describe(travel))
    assert steps["approve"].who == "Supervisor"
    assert steps["approve"].kind == "userTask"
    (onward,) = steps["plan"].next
    assert (onward.number, onward.name) == (steps["approve"].number, "Approve the journey")
    assert steps["plan"].note == "Dates, places and the purpose."


def test_a_decision_says_under_what_condition(travel: bytes) -> None:
    ways = {way.flow: way for way in by_id(describe(travel))["ok"].next}
    assert ways["f4"].condition == "Yes"
    assert ways["f5"].default
    assert not ways["f4"].default


def test_a_condition_without_a_name_is_said_by_its_expression() -> None:
    xml = MODEL.format(
        '<process id="p"><task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" '
        'targetRef="b"><conditionExpression>= days &gt; 3</conditionExpression></sequenceFlow>'
        "</process>"
    ).encode()
    assert by_id(describe(xml))["a"].next[0].condition == "days > 3"


def test_an_event_on_a_step_says_during_which_one_and_whether_it_stops_it(travel: bytes) -> None:
    steps = by_id(describe(travel))
    assert steps["overdue"].during == steps["approve"].number
    assert steps["overdue"].event == "timer"
    assert not steps["overdue"].interrupts
    assert steps["late"].interrupts
    assert steps["overdue"].who == "Supervisor"


def test_the_inside_of_a_sub_process_follows_it(every_kind: bytes) -> None:
    steps = describe(every_kind)
    outer = next(step for step in steps if step.name == "Expanded")
    inner = next(step for step in steps if step.name == "inner")
    assert inner.part_of == outer.number
    assert inner.number > outer.number


def test_a_repeated_step_says_how(travel: bytes) -> None:
    assert by_id(describe(travel))["report"].repeats == "sequential"


def test_the_innermost_lane_names_who() -> None:
    xml = MODEL.format(
        '<process id="p"><laneSet><lane id="o" name="Office"><flowNodeRef>a</flowNodeRef>'
        '<childLaneSet><lane id="i" name="Clerk"><flowNodeRef>a</flowNodeRef></lane></childLaneSet>'
        '</lane></laneSet><task id="a"/></process>'
    ).encode()
    assert describe(xml)[0].who == "Clerk"


def test_names_of_the_readers_language_are_used_everywhere(travel: bytes) -> None:
    names = {"approve": "Approuver", "l2": "Responsable", "f4": "Oui"}
    steps = by_id(describe(travel, names))
    assert steps["approve"].name == "Approuver"
    assert steps["approve"].who == "Responsable"
    assert steps["plan"].next[0].name == "Approuver"
    assert steps["ok"].next[0].condition == "Oui"


def test_every_kind_of_step_has_a_word(travel: bytes, every_kind: bytes) -> None:
    texts = diagram_texts(str)
    assert {step.kind for xml in (travel, every_kind) for step in describe(xml)} <= set(texts)


def test_a_loop_of_ten_thousand_steps_is_walked_without_recursion() -> None:
    tasks = "".join(
        f'<task id="t{n}"/><sequenceFlow id="f{n}" sourceRef="t{n}" targetRef="t{(n + 1) % 10000}"/>'
        for n in range(10_000)
    )
    assert len(describe(MODEL.format(f'<process id="p">{tasks}</process>').encode())) == 10_000


def test_a_file_that_is_not_xml_is_refused() -> None:
    with pytest.raises(ModelError):
        describe(b"not xml")
