from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.errors import NotFoundError, RefusedError
from engine.model import events
from tests.spiff.driver import NOW, hours


def test_reminders_repeat_and_messages_are_taken_again(begin):
    case = begin("event_gateway", {"k": 1})
    assert case.message("Msg", "1")
    assert case.open() == ["U3"]
    assert case.message("Msg", "1")
    assert case.message("Msg", "1")
    case.at(hours(2))
    assert case.open() == ["U3", "Note", "Note", "Rem", "Rem"]
    case.done("U3")
    assert case.waits("timer") == []
    assert len(case.open()) == 4


def test_a_message_with_another_key_is_not_taken(begin):
    case = begin("event_sub_process_message", {"k": "42"})
    assert not case.message("Msg", "43")
    assert case.message("Msg", "42", got=1)
    assert case.open() == ["ES_U"]
    assert case.v["got"] == 1


def test_what_came_with_a_message_survives_an_incident(begin):
    case = begin("message_output", {"k": 1, "q": 0})
    case.message("Msg", "1", got=8)
    assert case.incidents() == ["W"]
    case.correct(q=2).retry()
    assert (case.open(), case.v["res"], "got" in case.v) == (["N"], 4, False)


def test_signals_links_and_termination(begin):
    case = begin("signal_link_terminate").done("A")
    assert case.open() == ["K", "A2"]
    case.done("A2")
    assert case.open() == ["K", "Z"]
    case.done("K")
    assert case.completed
    assert case.told(events.UserTaskCanceled) == ["Z"]
    assert case.case().ends == ("SE", "TE")


def test_a_conditional_event_fires_when_a_variable_makes_it_true(begin):
    case = begin("conditional", {"amount": 1})
    assert case.open() == ["A", "X"]
    case.done("A", amount=200)
    assert sorted(case.open()) == ["B", "N", "X", "Z"]
    case.done("B", amount=5).done("Z", amount=300)
    assert case.open() == ["X", "N", "N"]
    assert case.done("X").done("N").done("N").completed


def test_a_border_event_sees_the_local_variables_of_its_activity(begin):
    case = begin("boundary_sees_local")
    assert case.waits("timer")[0].due == hours(2)
    case.at(hours(2))
    assert case.open() == ["L"]
    assert case.told(events.UserTaskCanceled) == ["U"]
    assert case.done("L").completed


def test_a_date_is_waited_for_until_its_first_instant_in_the_zone_of_the_case(begin):
    case = begin("timer_catch", {"when": date(2027, 3, 1)}, zone=ZoneInfo("Asia/Dhaka"))
    assert case.waits("timer")[0].due.isoformat() == "2027-02-28T18:00:00+00:00"
    case.at(case.waits("timer")[0].due)
    assert case.open() == ["N"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2027-02-01T10:00:00Z", NOW + timedelta(hours=25)),
        ("2027-02-01T10:00:00+02:00", NOW + timedelta(hours=23)),
        ("2027-02-01T10:00:00", NOW + timedelta(hours=25)),
    ],
)
def test_a_date_and_time_as_text_is_read(begin, text, due):
    assert begin("timer_catch", {"when": text}).waits("timer")[0].due == due


@pytest.mark.parametrize("value", [None, "soon", True, "PT-1X", "-PT1H"])
def test_a_timer_without_an_instant_is_an_incident(begin, value):
    assert begin("timer_catch", {"when": value}).incidents() == ["W"]


def test_thrown_messages_carry_their_name_key_and_variables(begin):
    case = begin("message_throw", {"k": 7, "n": 1})
    thrown = [event for event in case.log if isinstance(event, events.MessageThrown)]
    assert [(e.element, e.name, e.correlation_key, e.variables) for e in thrown] == [
        ("T", "Msg", "7", {"n": 1}),
        ("E", "Msg", "7", {}),
    ]
    assert case.completed


def test_a_case_begins_plainly_or_at_the_event_named(begin):
    assert begin("message_start", {"k": 1}).open() == ["B"]
    assert begin("message_start", {"k": 1}, at="S").open() == ["A"]
    with pytest.raises(NotFoundError):
        begin("message_start", {"k": 1}, at="A")


def test_a_finished_case_takes_nothing_any_more(begin):
    case = begin("boundary_sees_local").done("U")
    with pytest.raises(RefusedError):
        case.correct(x=1)


def test_a_cancelled_case_withdraws_everything(begin):
    case = begin("event_gateway", {"k": 1}).apply(events.InstanceCancelled(reason="wrong"))
    assert case.completed
    assert len(case.told(events.WaitEnded)) == 3
    assert isinstance(case.log[-1], events.InstanceTerminated)
