import pytest

from engine.model import events
from tests.spiff.driver import hours


def test_a_sub_process_keeps_its_own_variables(begin):
    case = begin("nested_scopes").done("U", loc=7)
    assert "loc" not in case.v
    assert case.v["glob"] == 1
    case.done("U2")
    assert case.v == {"glob": 1, "res": 8}
    assert case.done("N").completed


def test_a_called_process_hands_back_what_it_wrote(begin):
    case = begin("call_activity", {"x": 1, "p": 1}).done("C_U", x=5, c=7)
    assert (case.v["x"], case.v["c"]) == (6, 7)
    assert case.done("N").completed


def test_a_closed_call_hands_back_nothing(begin):
    assert begin("call_activity_closed", {"x": 1}).done("C_U", x=5, c=7).v == {"x": 1}


def test_a_call_does_not_undo_newer_values_of_its_caller(begin):
    case = begin("call_activity_parallel", {"x": 1, "z": 1}).done("A", z=2).done("C_U", y=3)
    assert case.v == {"x": 2, "y": 3, "z": 2}


def test_a_timer_interrupts_a_called_process_a_month_later(begin):
    case = begin("call_activity", {"x": 1})
    assert case.waits("timer")[0].due.date().isoformat() == "2027-02-28"
    case.at(hours(24 * 30))
    assert case.open() == ["Late"]
    assert list(case.case().variables) == [0]
    assert case.done("Late").completed


def test_an_error_of_a_called_process_reaches_its_caller(begin):
    assert begin("call_activity_error").done("CU").open() == ["H"]


def test_a_process_that_calls_itself_stops_with_an_incident(begin):
    case = begin("call_itself")
    assert case.incidents() == ["CA"]
    assert "21th" in case.waits("incident")[0].name


@pytest.mark.parametrize(
    ("kind", "variables"), [("message", {}), ("timer", {}), ("signal", {}), ("conditional", {})]
)
@pytest.mark.parametrize("interrupts", [True, False])
def test_an_event_sub_process_runs_when_its_event_happens(begin, kind, variables, interrupts):
    suffix = "" if interrupts else "_non_interrupting"
    case = begin(f"event_sub_process_{kind}{suffix}", {"k": "1", "d": "PT1H", "amount": 1})
    assert case.open() == ["U"]
    happen(case, kind)
    assert sorted(case.open()) == (["ES_U"] if interrupts else ["ES_U", "U"])
    case.done("ES_U")
    if not interrupts:
        case.done("U")
    assert case.open() == ["N"]
    assert case.done("N").completed


def happen(case, kind):
    if kind == "message":
        case.message("Msg", "1")
    elif kind == "timer":
        case.at(hours(2))
    elif kind == "signal":
        case.signal("Sig")
    else:
        case.correct(amount=200)


def test_an_event_sub_process_that_never_starts_keeps_nothing_open(begin):
    case = begin("event_sub_process_message", {"k": "1"}).done("U")
    assert case.open() == ["N"]
    assert case.waits("message") == []


def test_a_non_interrupting_event_sub_process_starts_every_time(begin):
    case = begin("event_sub_process_cycle").at(hours(2))
    assert case.open() == ["U", "ES_U", "ES_U"]
    case.at(hours(9))
    assert case.open() == ["U", "ES_U", "ES_U", "ES_U"]
    assert case.done("ES_U").done("ES_U").done("U").done("ES_U").completed


def test_error_and_escalation_event_sub_processes_wait_for_theirs(begin):
    case = begin("event_sub_process_error")
    assert case.open() == []
    assert case.job_error("U", "E1").open() == ["ES_U"]
    assert case.done("ES_U").open() == ["N"]
    uncaught = begin("event_sub_process_error").job_error("U", "E2")
    assert uncaught.incidents() == ["U"]
    assert sorted(begin("event_sub_process_escalation").open()) == ["ES_U", "U"]


def test_what_an_event_sub_process_maps_from_its_event_is_its_own(begin):
    case = begin("event_sub_process_output", {"k": 1})
    case.message("Msg", "1", got=5)
    assert "mine" not in case.v
    assert {"mine": 5} in case.case().variables.values()


def test_an_error_end_leaves_by_the_nearest_event_that_fits(begin):
    case = begin("error_end").done("U", fine=False)
    assert case.open() == ["H"]
    assert case.told(events.ErrorThrown) == ["ee"]
    assert case.done("H").completed
    assert begin("error_end_catch_all").done("U", fine=False).open() == ["H"]


def test_an_error_that_nobody_catches_stops_its_token_only(begin):
    case = begin("error_end_uncaught").done("U", fine=False)
    assert case.incidents() == ["ee"]
    assert case.open() == ["P2"]


def test_an_error_stops_automatic_steps_beside_it(begin):
    case = begin("error_interrupts_automatic_steps")
    assert case.open() == ["H"]
    assert "three" not in case.v


def test_an_event_of_the_process_interrupts_everything_in_it(begin):
    case = begin("root_event_interrupts_nested", {"k": 1, "x": 1})
    assert sorted(case.open()) == ["C_U", "U"]
    case.message("Msg", "1")
    assert case.open() == ["ES_U"]
    assert case.waits("timer") == []
    assert case.done("ES_U").completed


def test_an_escalation_goes_beside_and_termination_ends_its_sub_process_only(begin):
    case = begin("escalation_terminate")
    assert sorted(case.open()) == ["H", "U", "V"]
    case.done("U")
    assert sorted(case.open()) == ["H", "N"]
    assert case.done("H").done("N").completed


def test_compensation_undoes_the_last_first_with_the_variables_of_then(begin):
    case = begin("compensation").done("A").done("B").done("D")
    for handler in ("HD", "HB", "HA"):
        assert case.open() == [handler]
        if handler == "HD":
            assert case.case().variables[case.wait("HD").token] == {"loc": "local"}
        case.done(handler)
    assert case.done("N").completed


def test_compensation_of_one_activity_leaves_the_others(begin):
    case = begin("compensation_of_one").done("A").done("B")
    assert case.open() == ["HA"]
    assert case.done("HA").completed


def test_every_turn_of_a_loop_is_undone(begin):
    case = (
        begin("compensation_in_loop", {"undone": []}).done("A", again=True).done("A", again=False)
    )
    assert case.v["undone"] == [1, 1]
    assert case.completed


def test_a_cancelled_transaction_undoes_and_leaves_by_its_cancel_event(begin):
    case = begin("transaction").done("A").done("B", bad=True)
    assert case.open() == ["HB"]
    case.done("HB").done("HA")
    assert case.open() == ["H"]
    assert begin("transaction").done("A").done("B", bad=False).open() == ["N"]


def test_an_ad_hoc_sub_process_runs_all_its_beginnings(begin):
    case = begin("ad_hoc")
    assert case.open() == ["A", "B"]
    case.done("A").done("C").done("B")
    assert case.open() == ["N"]


def test_an_ad_hoc_sub_process_ends_when_its_condition_holds(begin):
    case = begin("ad_hoc_condition", {"done": False}).done("A").done("C", done=True)
    assert case.open() == ["N"]
    assert case.told(events.UserTaskCanceled) == ["B"]
    kept = begin("ad_hoc_condition_keeps_rest", {"done": False}).done("A", done=True)
    assert sorted(kept.open()) == ["B", "C"]
    assert kept.done("C").done("B").open() == ["N"]


def test_an_ad_hoc_sub_process_with_nothing_left_and_a_false_condition_is_an_incident(begin):
    case = begin("ad_hoc_condition", {"done": False}).done("A").done("B").done("C")
    assert case.incidents() == ["AH"]
    assert case.correct(done=True).retry().open() == ["N"]


def test_an_ad_hoc_sub_process_begins_what_is_chosen(begin):
    assert begin("ad_hoc_chosen", {"wanted": ["B"]}).open() == ["B"]
    assert begin("ad_hoc_chosen", {"wanted": []}).open() == ["N"]
    assert begin("ad_hoc_chosen", {"wanted": ["C"]}).incidents() == ["AH"]


def test_a_sequential_ad_hoc_sub_process_does_one_thing_after_the_other(begin):
    case = begin("ad_hoc_sequential")
    assert case.open() == ["A"]
    assert case.done("A").open() == ["C"]
    assert case.done("C").open() == ["B"]
    assert case.done("B").open() == ["N"]


def test_an_error_after_an_interruption_leaves_the_scope(begin):
    case = begin("error_after_interruption", {"k": 1})
    case.message("Msg", "1")
    assert case.job_error("V", "E1").open() == ["H"]
    assert begin("error_after_interruption", {"k": 1}).job_error("U", "E1").open() == ["EE_U"]
