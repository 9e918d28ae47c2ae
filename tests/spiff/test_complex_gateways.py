"""Complex gateways: some of the tokens open them, the others are waited for and used up."""

import pytest

from engine.model import events


def opened(case):
    return case.told(events.ElementActivated).count("G")


@pytest.mark.parametrize("last", ["A", "B", "C"])
def test_two_of_three_open_it_and_the_third_is_used_up(begin, last):
    case = begin("complex_two_of_three")
    for task in {"A", "B", "C"} - {last}:
        assert case.open() == sorted({"A", "B", "C"} & set(case.open()))
        case.done(task)
    assert case.open() == sorted([last, "D"])
    case.done("D")
    assert not case.completed
    assert case.done(last).completed
    assert opened(case) == 1
    assert case.flows().count("G_D") == 1
    assert case.told(events.ElementCompleted).count("G") == 1


def test_it_waits_for_its_reset_without_sending_anything_on(begin):
    case = begin("complex_two_of_three").done("A").done("B").done("C")
    assert case.open() == ["D"]
    assert [token.element for token in case.case().tokens] == ["D"]
    assert case.done("D").completed


def test_in_a_loop_the_late_token_of_a_turn_does_not_open_the_next(begin):
    case = begin("complex_in_loop").done("A")
    assert case.open() == ["B", "D"]
    case.done("D", again=True)
    assert case.open() == ["B", "A", "B"]
    case.done("A")
    assert opened(case) == 1
    case.done("B")
    assert opened(case) == 2
    assert case.open() == ["B", "D"]
    case.done("B")
    assert opened(case) == 2
    assert case.done("D", again=False).completed


def test_a_hundred_turns_leave_nothing_behind(begin):
    case = begin("complex_in_loop")
    for turn in range(100):
        case.done("A").done("B").done("D", again=turn < 99)
    assert case.completed
    assert opened(case) == 100


def test_it_splits_by_conditions_and_the_default_is_for_none(begin):
    assert begin("complex_split", {"x": 5, "needed": 2}).open() == ["A", "B"]
    assert begin("complex_split", {"x": 2, "needed": 1}).open() == ["A"]
    assert begin("complex_split", {"x": 0, "needed": 1}).open() == ["C"]


def test_a_variable_of_its_condition_opens_it_when_it_changes(begin):
    case = begin("complex_split", {"x": 5, "needed": 3}).done("A").done("B")
    assert case.open() == []
    assert not case.completed
    assert case.correct(needed=2).open() == ["D"]
    assert case.done("D").completed


def test_a_condition_that_fails_is_an_incident_of_the_token_that_came(begin):
    case = begin("complex_split", {"x": 5}).done("A")
    assert case.incidents() == ["J"]
    case.correct(needed=2).retry()
    assert case.open() == ["B"]
    assert case.done("B").open() == ["D"]
    assert case.done("D").completed


def test_a_flow_that_asks_for_the_state_is_asked_again_at_the_reset(begin):
    case = begin("complex_tells_the_rest").done("B")
    assert case.open() == ["A", "C"]
    case.done("A")
    assert case.open() == ["C", "D"]
    assert case.done("C").open() == ["D", "R"]
    assert case.done("D").done("R").completed
    assert opened(case) == 2


def test_at_a_reset_that_nothing_came_for_the_conditions_decide(begin):
    case = begin("complex_tells_the_rest").done("B").done("C").done("A")
    assert case.open() == ["D"]
    assert case.done("D").completed


def test_a_branch_that_goes_elsewhere_is_not_waited_for(begin):
    case = begin("complex_branch_leaves").done("A")
    assert case.open() == ["B", "D"]
    case.done("B", leave=True)
    assert case.open() == ["D"]
    assert case.done("D").open() == ["Z"]
    assert case.done("Z").completed


def test_a_join_behind_it_goes_on_while_it_waits_for_its_reset(begin):
    case = begin("complex_branch_leaves").done("A").done("D")
    assert case.open() == ["B", "Z"]
    case.done("B", leave=False)
    assert case.open() == ["Z"]
    assert case.done("Z").completed
