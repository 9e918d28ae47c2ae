from engine.model import events
from tests.spiff.driver import hours

ITEMS = [{"n": 1}, {"n": 2}, {"n": 3}]


def test_parallel_runs_give_their_results_in_order_in_every_pass(begin):
    case = begin("multi_instance_parallel", {"items": ITEMS})
    for again in (True, False):
        assert case.open() == ["W"] * 3
        case.done("W", 2, w=3).done("W", 0, w=1).done("W", 0, w=2)
        assert case.v["outs"] == [11, 22, 33]
        assert "w" not in case.v
        case.done("R", again=again)
    assert case.completed
    assert list(case.case().variables) == [0]


def test_sequential_runs_follow_each_other(begin):
    case = begin("multi_instance_sequential", {"items": ITEMS[:2]})
    for again in (True, False):
        for number in (1, 2):
            assert case.open() == ["W"]
            case.done("W", w=number)
        assert case.v["outs"] == [11, 22]
        case.done("R", again=again)
    assert case.completed


def test_a_completion_condition_ends_the_other_runs(begin):
    case = begin("multi_instance_condition", {"items": [{"n": n} for n in range(5)]})
    case.done("W", 4, w=0).done("W", 0, w=0)
    assert case.open() == ["R"]
    assert case.v["outs"] == [0, None, None, None, 40]
    assert case.told(events.UserTaskCanceled) == ["W"] * 3
    assert case.done("R", again=False).completed


def test_a_timer_on_the_border_ends_all_runs_and_the_loop_begins_anew(begin):
    case = begin("multi_instance_parallel", {"items": ITEMS[:2]}).done("W", w=1).at(hours(4))
    assert case.open() == ["W"]
    case.at(hours(5))
    assert case.open() == ["Late"]
    case.done("Late")
    assert case.open() == ["W", "W"]
    assert case.done("W", w=1).done("W", w=1).done("R", again=False).completed


def test_an_empty_collection_is_passed_over(begin):
    case = begin("multi_instance_user_task", {"l": [], "k": ["x", "y"]})
    assert case.v["o"] == []
    case.done("B", 1, ans=2).done("B", 0, ans=1)
    assert case.v["o2"] == [{"v": "x", "a": 1}, {"v": "y", "a": 2}]
    assert case.completed


def test_loops_within_loops_keep_their_items_apart(begin):
    case = (
        begin("multi_instance_nested", {"grid": [[1, 2], [3]]})
        .done("W", 1, w=20)
        .done("W", w=10)
        .done("W", w=30)
    )
    assert case.v["res"] == [[111, 222], [331]]
    assert "cells" not in case.v


def test_an_error_in_one_run_leaves_the_whole_loop(begin):
    case = (
        begin("multi_instance_error", {"items": [1, 2, 3]}).job("W").job_error("W", "E1", why="x")
    )
    assert case.open() == ["H"]
    assert case.v["why"] == "x"
    assert list(case.case().variables) == [0]


def test_something_else_than_a_list_is_an_incident(begin):
    case = begin("multi_instance_user_task", {"l": 5, "k": []})
    assert case.incidents() == ["A"]
    assert case.correct(l=[1]).retry().open() == ["A"]


def test_a_collection_beyond_the_limit_is_an_incident(begin):
    case = begin("multi_instance_user_task", {"l": list(range(1001)), "k": []})
    assert "1,001 times" in case.waits("incident")[0].name


def test_a_standard_loop_asks_after_or_before_each_turn(begin):
    case = begin("standard_loop", {"n": 0})
    case.done("A", again=True).done("A", again=True)
    assert case.open() == ["A"]
    case.done("A", again=True)
    assert case.v["n"] == 2
    assert case.open() == ["N"]
    assert begin("standard_loop", {"n": 5}).done("A", again=False).v["n"] == 5
