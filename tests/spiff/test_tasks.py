from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine import spiff
from engine.errors import ConflictError, ExpressionError
from engine.model import events


def test_a_user_task_says_who_does_it_and_until_when(begin):
    case = begin(
        "user_task",
        {"x": 1, "boss": {"name": "Ann"}, "due": datetime(2027, 2, 1, tzinfo=UTC).date()},
    )
    (created,) = [event for event in case.log if isinstance(event, events.UserTaskCreated)]
    assert (created.assignee, created.candidate_groups, created.candidate_users) == (
        "Ann",
        ("HR", "RR"),
        ("bob",),
    )
    assert created.due == datetime(2027, 2, 1, 23, 59, 59, tzinfo=UTC)
    assert created.follow_up == datetime(2027, 2, 5, 23, 59, 59, tzinfo=UTC)
    assert created.form == "f1"


def test_input_and_output_mappings_keep_other_variables_local(begin):
    case = begin("user_task", {"x": 1, "boss": {"name": "Ann"}, "due": None})
    token = case.wait("A").token
    assert case.case().variables[token] == {"loc": 2, "who": {"name": "Ann"}}
    case.done("A", answer=21, junk=1)
    assert case.v["dbl"] == 42
    assert "answer" not in case.v
    case.done("B", x=5, new="n")
    assert (case.v["x"], case.v["new"]) == (5, "n")
    case.done("C", y=9, z=3)
    assert "y" not in case.v
    assert case.v["z"] == 3
    assert case.completed


def test_a_task_is_completed_once(begin):
    case = begin("user_task", {"x": 1, "boss": {"name": "Ann"}, "due": None})
    token = case.wait("A").token
    case.done("A", answer=1)
    with pytest.raises(ConflictError):
        case.apply(events.UserTaskCompleted(task="t", token=token, element="A", submission={}))


def test_a_failing_submission_is_refused_and_changes_nothing(begin):
    case = begin("failing_submission")
    before = case.state
    with pytest.raises(ExpressionError):
        case.done("U", a=0)
    assert case.state == before
    assert case.done("U", a=1).v["q"] == 1


def test_scripts_and_decisions_write_their_result(begin):
    asked = []

    def decide(decision, variables):
        asked.append((decision, variables["n"]))
        return spiff.Decided(
            output={"ok": variables["d"] == 6}, inputs={"d": variables["d"]}, rules=((2, "why"),)
        )

    case = begin("script_decision_conditions", {"n": 3}, decide=decide)
    assert asked == [("D1", 3)]
    (decided,) = [event for event in case.log if isinstance(event, events.DecisionEvaluated)]
    assert (decided.decision, decided.inputs, decided.rules) == (
        "D1",
        {"d": Decimal(6)},
        ((2, "why"),),
    )
    case.done("U")
    assert case.flows() == ["S_A", "A_R", "R_G", "G_U", "U_E"]
    assert case.completed


def test_a_service_task_is_a_job_with_its_inputs(begin):
    case = begin("service_task", {"kind": "http", "n": 2})
    (job,) = [event for event in case.log if isinstance(event, events.JobCreated)]
    assert (job.type, job.retries, job.headers, job.variables) == (
        "http",
        3,
        {"url": "x"},
        {"in": 2},
    )
    case.job("J", got=7)
    assert case.v["out"] == 7
    assert case.open() == ["N"]


def test_a_job_that_answers_with_an_error_goes_the_way_of_the_border_event(begin):
    case = begin("service_task", {"kind": "http", "n": 2}).job_error("J", "E1", why="closed")
    assert case.open() == ["H"]
    assert case.v["why"] == "closed"
    assert case.told(events.WaitEnded) == ["J"]


def test_a_job_that_failed_stops_and_is_offered_again(begin):
    case = begin("service_task", {"kind": "http", "n": 2})
    token = case.wait("J", "job").token
    case.apply(events.JobFailed(token=token, element="J", message="no answer"))
    assert case.incidents() == ["J"]
    assert case.open("job") == []
    case.retry()
    assert case.open("job") == ["J"]
    case.job("J", got=1)
    assert case.open() == ["N"]


def test_a_local_service_answers_within_the_run_and_is_asked_once(begin):
    calls = []

    def local(call):
        calls.append((call.type, dict(call.headers), dict(call.inputs)))
        return {"number": Decimal(len(calls))}

    case = begin(
        "local_service",
        {"unit": "U1", "q": 0},
        local=local,
        local_types=frozenset({"docket:number"}),
    )
    assert case.incidents() == ["J"]
    assert calls == [("docket:number", {"sequence": "leave"}, {"unit": "U1"})]
    assert [
        event.outputs for event in case.log if isinstance(event, events.LocalServiceCalled)
    ] == [{"number": 1}]
    case.correct(q=1).retry()
    assert len(calls) == 1
    assert case.v["no"] == 1
    assert case.open() == ["N"]


def test_what_a_job_answered_survives_an_incident(begin):
    case = begin("service_task", {"kind": "http", "n": 2}).job("J", other=1)
    assert case.incidents() == ["J"]
    case.correct(got=5).retry()
    assert case.v["out"] == 5
    assert case.told(events.JobCreated) == ["J"]
    assert case.open() == ["N"]
