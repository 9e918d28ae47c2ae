"""Where expressions stand in a diagram, and what they must give."""

from datetime import UTC, datetime

import pytest

from engine import spiff
from engine.model import events


@pytest.mark.parametrize(
    ("who", "groups"), [(5, ["HR"]), ("ann", 5), ("ann", ["HR", 5]), (True, []), (["ann"], [])]
)
def test_an_assignment_that_is_no_name_is_an_incident(begin, who, groups):
    case = begin("assignment", {"who": who, "groups": groups, "due": None})
    if who == 5:
        assert case.open() == ["A"]
    else:
        assert case.incidents() == ["A"]


def test_nobody_and_no_group_are_allowed(begin):
    case = begin(
        "assignment", {"who": None, "groups": None, "due": datetime(2027, 3, 1, tzinfo=UTC)}
    )
    (created,) = [event for event in case.log if isinstance(event, events.UserTaskCreated)]
    assert (created.assignee, created.candidate_groups, created.due) == (
        "",
        (),
        datetime(2027, 3, 1, tzinfo=UTC),
    )


def test_mappings_take_texts_earlier_inputs_and_write_into_contexts(begin):
    case = begin("mappings", {"a": {"kept": 1}})
    assert case.v["a"] == {"kept": 1, "b": {"c": "plain text!", "e": 1}, "d": "plain text"}


def test_a_decision_is_named_by_an_expression(begin):
    decide = lambda decision, variables: spiff.Decided(output=decision, inputs={})  # noqa: E731
    assert begin("expression_names", {"which": "D2"}, decide=decide).v["r"] == "D2"
    assert begin("expression_names", {"which": None}, decide=decide).incidents() == ["A"]


def test_without_decisions_a_decision_task_is_an_incident(begin):
    assert "no decisions" in begin("expression_names", {"which": "D2"}).waits("incident")[0].name


def test_a_called_process_is_named_by_an_expression(begin):
    assert begin("call_by_expression", {"which": "Child", "x": 1}).open() == ["C_U"]
    assert begin("call_by_expression", {"which": "Other", "x": 1}).incidents() == ["CA"]


def test_a_job_of_each_run_may_fail_with_an_error_for_the_whole_loop(begin):
    case = begin("error_in_run", {"l": [1, 2], "kind": "t", "tries": 2})
    assert [event.retries for event in case.log if isinstance(event, events.JobCreated)] == [2, 2]
    assert case.job_error("J", "E1", 1).open() == ["H"]
    assert begin("error_in_run", {"l": [1], "kind": "t", "tries": "no"}).incidents() == ["J"]


def test_an_escalation_leaves_its_sub_process_by_the_border(begin):
    case = begin("escalation_ends").done("U")
    assert case.open() == ["H"]
    assert "xe" in case.told(events.ElementCompleted)
    assert begin("escalation_unheard").open() == ["N"]


def test_a_signal_may_interrupt_the_scope_that_threw_it(begin):
    assert begin("signal_interrupts_its_thrower").done("U").open() == ["H"]


def test_a_transaction_with_nothing_to_undo_is_left_at_once(begin):
    assert begin("cancel_with_nothing_to_undo").done("A").open() == ["H"]
