"""Sub-processes that an event sub-process of their own undoes when they are finished."""

import pytest

from engine import spiff
from engine.errors import ModelError
from engine.model import events
from tests.spiff.driver import model


def brought_to_throw(case):
    return case.done("A").done("B").done("N")


def test_it_undoes_the_finished_sub_process_with_its_variables_and_what_it_throws_for(begin):
    case = brought_to_throw(begin("compensation_event_sub_process", {"n": 3}))
    assert case.open() == ["VU"]
    token = case.wait("VU").token
    assert spiff.visible_variables(case.definition, case.state, token)["own"] == 3
    case.done("VU")
    assert case.open() == ["UB"]
    case.done("UB")
    assert case.open() == ["UA"]
    assert case.done("UA").completed
    assert case.told(events.ElementCompleted)[-5:] == ["VT", "VE", "V", "C", "E"]


def test_what_it_does_not_throw_for_stays_done(begin):
    case = brought_to_throw(begin("compensation_event_sub_process_alone", {"n": 3}))
    assert case.open() == ["VU"]
    assert case.done("VU").completed
    assert "UA" not in case.told(events.ElementActivated)


def test_a_sub_process_that_is_not_finished_is_not_undone(begin):
    case = begin("compensation_event_sub_process", {"n": 3}).done("A")
    assert case.open() == ["B"]
    assert [wait.kind for wait in case.case().waits] == ["task"]
    assert "V" not in case.told(events.ElementActivated)


def test_it_undoes_within_an_outer_scope_and_one_activity_alone(begin):
    case = brought_to_throw(begin("compensation_event_sub_process_of_one", {"n": 3}))
    assert case.open() == ["VU"]
    case.done("VU")
    assert case.open() == ["UB"]
    assert case.done("UB").completed
    assert "UA" not in case.told(events.ElementActivated)


def test_each_run_of_a_loop_is_undone_the_last_one_first(begin):
    case = begin("compensation_event_sub_process_in_loop", {"l": [1, 2]})
    case.done("A").done("B").done("A").done("B").done("N")
    seen = []
    while case.open() == ["VU"]:
        token = case.wait("VU").token
        seen.append(spiff.visible_variables(case.definition, case.state, token)["i"])
        case.done("VU")
    assert seen == [2, 1]
    assert case.completed


def test_a_looped_sub_process_without_one_is_undone_by_its_own_id(begin):
    text = model("compensation_event_sub_process_in_loop").decode()
    start = text.index('<bpmn:subProcess id="V"')
    end = text.index("</bpmn:subProcess>", start) + len("</bpmn:subProcess>")
    case = begin((text[:start] + text[end:]).encode(), {"l": [1, 2]})
    case.done("A").done("B").done("A").done("B").done("N")
    undone = []
    while case.open():
        undone += case.open()
        case.done(case.open()[0])
    assert undone == ["UB", "UA", "UB", "UA"]
    assert case.completed


def test_a_case_moves_to_another_version_while_it_is_undone(begin):
    case = brought_to_throw(begin("compensation_event_sub_process", {"n": 3})).done("VU")
    new = spiff.parse(
        {"p.bpmn": model("compensation_event_sub_process").replace(b'"UA"', b'"UZ"')}, "P"
    )
    case.state = spiff.migrate(case.state, case.definition, new, {"UA": "UZ"})
    case.definition = new
    case.apply(
        events.InstanceMigrated(
            definition_version=2, checksum="", mapping={"UA": "UZ"}, variables={}
        )
    )
    assert case.open() == ["UB"]
    case.done("UB")
    assert case.open() == ["UZ"]
    assert case.done("UZ").completed


def test_a_finished_case_does_not_move_to_where_it_could_not_be_undone(begin):
    case = begin("compensation_event_sub_process", {"n": 3}).done("A").done("B")
    text = model("compensation_event_sub_process").decode()
    start = text.index('<bpmn:subProcess id="V"')
    end = text.index("</bpmn:subProcess>", start) + len("</bpmn:subProcess>")
    new = spiff.parse({"p.bpmn": (text[:start] + text[end:]).encode()}, "P")
    with pytest.raises(ModelError, match="could no longer be undone"):
        spiff.migrate(case.state, case.definition, new, {})


def test_a_cancelled_transaction_undoes_by_those_of_what_was_finished_in_it(begin):
    case = begin("compensation_event_sub_process_in_transaction", {"bad": True})
    case.done("A").done("B1")
    assert case.open() == ["VU"]
    case.done("VU")
    assert case.open() == ["HA"]
    case.done("HA")
    assert case.open() == ["H"]
    assert case.done("H").completed
    assert "WU" not in case.told(events.ElementActivated)


def test_a_finished_transaction_is_undone_by_its_own(begin):
    case = begin("compensation_event_sub_process_in_transaction", {"bad": False})
    case.done("A").done("B1").done("N")
    assert case.open() == ["WU"]
    assert case.done("WU").completed
    assert not {"VU", "HA"} & set(case.told(events.ElementActivated))
