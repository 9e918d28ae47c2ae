"""Events that wait for any or all of several things, or throw several."""

import pytest

from engine import spiff
from engine.errors import ConflictError, ModelError
from engine.model import events
from tests.spiff.driver import hours, model


def kinds(case):
    return sorted(wait.kind for wait in case.case().waits)


def test_any_of_several_goes_on_and_ends_the_waiting_for_the_others(begin):
    case = begin("several_any", {"k": "1", "go": False})
    assert kinds(case) == ["conditional", "message", "signal", "timer"]
    assert case.message("Msg", "1", n=7)
    assert kinds(case) == ["task"]
    assert case.v["got"] == 7
    assert case.told(events.ElementActivated) == ["S", "X", "U"]
    assert case.done("U").completed


@pytest.mark.parametrize("kind", ["timer", "signal", "condition"])
def test_each_of_them_is_enough(begin, kind):
    case = begin("several_any", {"k": "1", "go": False, "n": 1})
    if kind == "timer":
        case.at(hours(2))
    elif kind == "signal":
        case.signal("Sig")
    else:
        case.correct(go=True)
    assert kinds(case) == ["task"]
    assert case.done("U").completed


def test_what_one_of_them_cannot_work_out_stops_only_that_one(begin):
    case = begin("several_any", {"go": False, "n": 1})
    assert case.incidents() == ["X"]
    assert kinds(case) == ["conditional", "incident", "signal", "timer"]
    case.correct(k="1").retry()
    assert kinds(case) == ["conditional", "message", "signal", "timer"]
    case.at(hours(2))
    assert case.done("U").completed


def test_all_of_several_are_waited_for_in_any_order(begin):
    case = begin("several_all", {"k": "1"}).signal("Sig", a=1)
    assert kinds(case) == ["message", "timer"]
    case.signal("Sig", a=2)
    case.at(hours(2))
    assert kinds(case) == ["message"]
    assert case.message("Msg", "1", b=3)
    assert case.open() == ["U"]
    assert (case.v["a"], case.v["b"]) == (1, 3)
    assert case.done("U").completed


@pytest.mark.parametrize("kind", ["error", "timer", "message"])
def test_on_a_border_an_error_or_what_is_waited_for_interrupts(begin, kind):
    case = begin("several_on_border", {"k": "1"})
    if kind == "error":
        case.done("A")
    elif kind == "timer":
        case.at(hours(1))
    else:
        case.message("Msg", "1")
    assert kinds(case) == ["task"]
    assert case.open() == ["N"]
    assert case.done("N").completed


def test_beside_an_activity_each_of_several_happens_by_itself(begin):
    case = begin("several_beside", {"k": "1"})
    assert case.message("Msg", "1", n=1)
    assert case.message("Msg", "1", n=2)
    assert case.open() == ["T", "N", "N"]
    assert [wait.due for wait in case.waits("timer")] == [hours(1)]
    case.at(hours(3))
    assert case.open() == ["T", "N", "N", "N", "N"]
    assert case.waits("timer") == []
    case.signal("Sig")
    assert case.open().count("N") == 5
    case.done("T")
    assert kinds(case) == ["task"] * 5
    for _ in range(5):
        case.done("N")
    assert case.completed


def test_beside_an_activity_all_of_several_happen_again_and_again(begin):
    case = begin("several_all_beside", {"k": "1"})
    for turn in range(1, 4):
        case.signal("Sig")
        assert case.open().count("N") == turn - 1
        assert case.message("Msg", "1")
        assert case.open().count("N") == turn
    assert kinds(case) == ["message", "signal"] + ["task"] * 4
    case.done("T")
    assert kinds(case) == ["task"] * 3


def test_a_case_begins_by_any_of_the_definitions_of_its_start(begin):
    case = begin("several_starts_of_one", {"k": "1"}, at="S")
    assert [start.event.kind for start in case.definition.start_events] == [
        "message",
        "timer",
        "signal",
    ]
    assert {start.id for start in case.definition.start_events} == {"S"}
    assert case.open() == ["U"]
    assert begin("several_starts_of_one").open() == ["U"]


def test_event_sub_processes_start_by_any_of_several_thrown_or_waited_for(begin):
    case = begin("event_sub_process_several", {"k": "1"})
    assert kinds(case) == ["message", "signal", "task", "timer"]
    case.message("Msg", "1")
    case.signal("Sig")
    case.message("Msg", "1")
    assert case.open() == ["A", "VU", "VU", "VU"]
    assert kinds(case).count("message") == 1
    case.done("A")
    assert kinds(case) == ["task"]
    assert case.open() == ["WU"]
    assert case.done("WU").completed
    late = begin("event_sub_process_several", {"k": "1"}).at(hours(5))
    assert late.open() == ["WU"]


def test_an_event_sub_process_starts_when_all_have_happened(begin):
    case = begin("event_sub_process_all", {"k": "1"})
    case.signal("Sig")
    assert case.open() == ["A"]
    case.message("Msg", "1")
    assert case.open() == ["A", "VU"]
    case.message("Msg", "1")
    case.signal("Sig")
    assert case.open() == ["A", "VU", "VU"]
    case.done("A").done("VU").done("VU")
    assert case.completed


def test_several_are_thrown_and_what_leaves_the_scope_comes_last(begin):
    case = begin("several_thrown", {"k": "1"})
    assert [event.name for event in case.log if isinstance(event, events.MessageThrown)] == [
        "Msg",
        "Other",
        "Other",
    ]
    assert case.told(events.SignalThrown) == ["X"]
    assert case.open() == ["V", "U"]
    assert case.done("V").done("U").completed


def test_behind_an_event_gateway_any_of_several_wins(begin):
    case = begin("several_behind_gateway", {"k": "1"}).at(hours(1))
    assert kinds(case) == ["task"]
    assert case.open() == ["U"]
    other = begin("several_behind_gateway", {"k": "1"}).signal("Sig")
    assert kinds(other) == ["task"]
    assert other.open() == ["V"]


def test_a_parallel_event_gateway_begins_by_one_event_and_waits_for_the_others(begin):
    for first, second in (("X", "Y"), ("Y", "X")):
        case = begin("parallel_event_gateway", {"k": "1"}, at=first)
        tasks = {"X": "U", "Y": "V"}
        assert kinds(case) == ["message", "task"]
        case.done(tasks[first])
        assert not case.completed
        assert case.message({"X": "Msg", "Y": "Other"}[second], "1")
        assert case.open() == [tasks[second]]
        assert case.done(tasks[second]).completed


def test_one_of_several_that_happened_cannot_happen_again(begin):
    case = begin("several_all", {"k": "1"})
    [wait] = case.waits("message")
    case.message("Msg", "1")
    with pytest.raises(ConflictError):
        case.apply(events.MessageReceived(token=wait.token, element="X", name="Msg", variables={}))


def moved(case, name, mapping, change):
    new = spiff.parse({"p.bpmn": change(model(name).decode()).encode()}, "P")
    case.state = spiff.migrate(case.state, case.definition, new, mapping)
    case.definition = new
    return case.apply(
        events.InstanceMigrated(definition_version=2, checksum="", mapping=mapping, variables={})
    )


def test_a_case_that_waits_for_several_moves_to_another_version(begin):
    case = begin("several_all", {"k": "1"}).signal("Sig")
    moved(case, "several_all", {"X": "Y"}, lambda text: text.replace('"X"', '"Y"'))
    assert kinds(case) == ["message", "timer"]
    case.message("Msg", "1")
    assert case.at(hours(2)).open() == ["U"]


def test_a_case_does_not_move_to_where_it_would_wait_for_something_else(begin):
    case = begin("several_all", {"k": "1"})
    with pytest.raises(ModelError, match="another kind of element"):
        moved(
            case,
            "several_all",
            {},
            lambda text: text.replace('<bpmn:signalEventDefinition signalRef="g1"/>', ""),
        )


def test_a_border_of_several_that_a_version_no_longer_has_is_waited_for_no_more(begin):
    case = begin("several_beside", {"k": "1"})
    start, end = "<bpmn:boundaryEvent", "</bpmn:boundaryEvent>"

    def without(text):
        before, rest = text.split(start)
        return (before + rest.split(end)[1]).replace(
            '<bpmn:sequenceFlow id="X_N" sourceRef="X" targetRef="N"/>', ""
        )

    moved(case, "several_beside", {}, without)
    assert kinds(case) == ["task"]
    assert sorted(case.told(events.WaitEnded)) == ["X", "X", "X"]
    assert case.done("T").completed
