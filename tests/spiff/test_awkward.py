"""The awkward cases: nesting, several at once, and what is found in real diagrams."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine import spiff
from engine.errors import RefusedError
from engine.model import events
from tests.spiff.driver import Driver, environment, hours, model


def test_event_sub_processes_nest_and_stand_beside_each_other(begin):
    case = begin("event_sub_processes_nested_and_several", {"k": 1})
    case.message("Msg", "1")
    assert sorted(case.open()) == ["A", "U"]
    case.at(hours(1))
    assert sorted(case.open()) == ["IN_U", "U"]
    case.message("Msg", "1")
    assert sorted(case.open()) == ["A", "IN_U", "U"]
    case.signal("Sig")
    assert case.open() == ["ES2_U"]
    assert case.waits("message") == case.waits("timer") == []
    assert case.done("ES2_U").done("N").completed


def test_a_reminder_on_a_multi_instance_sub_process_interrupts_no_run(begin):
    case = begin("multi_instance_reminder", {"items": [1, 2]}).at(hours(5))
    assert sorted(case.open()) == ["Rem", "Rem", "W", "W"]
    case.done("W").done("W")
    assert sorted(case.open()) == ["N", "Rem", "Rem"]
    assert case.waits("timer") == []


def test_a_called_process_for_each_item_is_interrupted_as_one(begin):
    case = begin("multi_instance_call", {"l": [1, 2], "x": 0, "dl": hours(3)})
    case.done("C_U", 1, ans="b").done("C_U", ans="a")
    assert case.v["o"] == ["a", "b"]
    late = (
        begin("multi_instance_call", {"l": [1, 2], "x": 0, "dl": hours(3)})
        .done("C_U", ans="a")
        .at(hours(4))
    )
    assert late.open() == ["Late"]
    assert list(late.case().variables) == [0]


@pytest.mark.parametrize(("count", "open_tasks"), [(0, ["N"]), (3, ["A", "A", "A"])])
def test_a_number_of_runs_needs_no_list(begin, count, open_tasks):
    assert begin("multi_instance_cardinality", {"n": count}).open() == open_tasks


@pytest.mark.parametrize("count", [-1, Decimal("1.5"), "many", None])
def test_a_number_of_runs_that_is_none_is_an_incident(begin, count):
    assert begin("multi_instance_cardinality", {"n": count}).incidents() == ["A"]


def test_a_receive_task_has_a_limit(begin):
    case = begin("receive_with_limit", {"k": 1})
    case.message("Msg", "1")
    assert case.open() == ["N"]
    assert case.waits("timer") == []
    late = begin("receive_with_limit", {"k": 1}).at(hours(1))
    assert late.open() == ["Late"]
    assert late.waits("message") == []


def test_a_case_begins_with_the_first_of_several_messages(begin):
    assert begin("instantiating_event_gateway", {"k": 1}, at="M2").open() == ["B"]
    assert begin("instantiating_receive", {"k": 1}).open() == ["A"]
    definition = spiff.parse({"p.bpmn": model("instantiating_event_gateway")}, "P")
    assert [(start.id, start.event.name) for start in definition.start_events] == [
        ("M1", "Msg"),
        ("M2", "Other"),
    ]
    with pytest.raises(RefusedError, match="M1, M2"):
        begin("instantiating_event_gateway")


def test_a_process_without_start_event_begins_wherever_no_flow_leads(begin):
    assert begin("no_start_event").open() == ["A", "B"]


def test_a_job_offered_again_has_its_reminder_once(begin):
    case = begin("service_with_reminder")
    token = case.wait("J", "job").token
    case.apply(events.JobFailed(token=token, element="J", message="down")).retry()
    assert len(case.waits("timer")) == 1
    assert case.job("J").waits("timer") == []


def test_a_cron_reminder_comes_on_working_days_in_the_zone_of_the_case(begin):
    case = begin("cron_reminder")
    assert case.waits("timer")[0].due == datetime(2027, 2, 1, 8, tzinfo=UTC)
    case.at(datetime(2027, 2, 8, 7, tzinfo=UTC))
    assert case.open().count("Rem") == 5


def test_a_timer_start_counts_its_cycle():
    definition = spiff.parse({"p.bpmn": model("timer_start")}, "P")
    start, world = definition.start_events[0], environment()
    due, cycle = spiff.first_start(start, world)
    seen = [due]
    while found := spiff.next_start(start, world, due, cycle):
        due, cycle = found
        seen.append(due)
    assert [instant.date().isoformat() for instant in seen] == [
        "2027-02-01",
        "2027-03-01",
        "2027-04-01",
    ]


def test_an_incident_ends_when_its_token_is_interrupted(begin):
    case = begin("interrupted_with_incident", {"k": 1})
    assert case.incidents() == ["A"]
    case.message("Msg", "1")
    assert case.incidents() == []
    assert case.told(events.IncidentResolved) == ["A"]
    assert case.open() == ["N"]


def test_a_manual_task_waits_only_if_somebody_has_a_form_for_it(begin):
    case = begin("manual_and_plain_tasks")
    assert case.open() == ["C"]
    assert case.done("C").completed


def test_what_only_documents_is_loaded_and_kept(begin):
    case = begin("documentation_only")
    assert case.definition.elements["U"].lane == "RR"
    assert case.definition.elements["U"].documentation == "Do it well."
    assert case.definition.documentation == "Why it is."
    assert case.done("U").completed


def test_a_referenced_event_definition_is_used(begin):
    assert begin("referenced_event_definition").waits("timer")[0].due == hours(1)


def test_two_processes_may_use_the_same_ids(begin):
    case = begin("same_ids_in_two_processes")
    assert case.open() == ["Child.U"]
    assert case.done("Child.U").open() == ["U"]
    assert case.done("U").completed


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_any_encoding_is_read(begin, encoding):
    text = model("user_task").decode().partition("?>")[2].replace('id="A"', 'id="A" name="Über"')
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)
    case = begin(data, {"x": 1, "boss": {"name": "Ann"}, "due": None})
    assert case.definition.elements["A"].name == "Über"


def test_lanes_and_properties_are_read(begin):
    elements = begin("lanes").definition.elements
    assert {key: element.lane for key, element in elements.items()} == {
        "S": "Staff",
        "U": "Staff member",
        "SP": "RR",
        "s": "RR",
        "V": "RR",
    }
    assert elements["U"].policy == ("9.1", "9.2")
    assert elements["U"].properties["fourEyes"] == "A"


def test_threads_share_a_definition():
    definition = spiff.parse({"p.bpmn": model("multi_instance_parallel")}, "P")
    logs: list[list[events.Transition]] = []

    def work() -> None:
        for _ in range(10):
            case = Driver(definition, environment()).start({"items": [{"n": 1}, {"n": 2}]})
            case.done("W", 1, w=2).done("W", w=1).done("R", again=False)
            logs.append(case.log)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(logs) == 60
    assert all(log == logs[0] for log in logs)
