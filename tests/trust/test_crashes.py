from contextlib import closing
from itertools import count as counting

import pytest

from engine.clock import ManualClock
from engine.context import Context
from tests.trust.story import (
    LATER,
    ORDERS,
    STEPS,
    Standing,
    check_record,
    check_replay,
    clock_of,
    count_proofs,
    list_cases,
    open_story,
    settle,
    stand,
)

#: Kills at random instants, on each database.
_KILLS = 40


def _tell_calmly(url: str, ref: str, order: tuple[str, ...]) -> list[Standing]:
    """Run a case to its end with nobody killed; return where it stood after each step."""
    found = []
    for step in order:
        with closing(open_story(url, clock_of(step))) as context:
            STEPS[step](context, ref)
            found.append(stand(context, list_cases(context)[ref]))
    return found


def _kill_at_every_point(url, victim, step, ref):
    """Kill a process at one point after the other of a step; yield where the case stands after."""
    for number in counting(1):
        ended = victim(step=step, ref=ref, die_at=number)["ended"]
        with closing(open_story(url)) as context:
            check_record(context)
            case = list_cases(context).get(ref)
            yield stand(context, case) if case else None
        if ended == 0:
            return
        assert ended == -9


@pytest.mark.parametrize(
    ("order", "killed"),
    [(ORDERS[0], ORDERS[0]), (ORDERS[1], ("go", "second"))],
    ids=["message last", "message first"],
)
def test_a_process_killed_at_any_point_of_a_step_leaves_the_case_before_or_after_it(
    story_url, victim, count, order, killed
):
    calm = _tell_calmly(story_url, "calm", order)
    reached: list[Standing | None] = [None, *calm]
    ref = "killed"
    for number, step in enumerate(order):
        if step not in killed:
            victim(step=step, ref=ref, die_at=0)
            continue
        before, after = reached[number], reached[number + 1]
        found = list(_kill_at_every_point(story_url, victim, step, ref))
        count("processes killed at a point of a transaction", len(found) - 1)
        # Killed before the commit, then after it, and at last not at all.
        assert found[0] == before
        assert found[-1] == after
        assert set(found) <= {before, after}
        assert [one == after for one in found] == sorted(one == after for one in found)
    with closing(open_story(story_url)) as context:
        check_record(context)
        check_replay(context)


def test_processes_killed_at_random_instants_lose_and_double_nothing(story_url, victim, count):
    legal = {
        standing
        for number, order in enumerate(ORDERS)
        for standing in _tell_calmly(story_url, f"calm {number}", order)
    }
    told: set[str] = set()
    refs: list[str] = []
    for kill in range(_KILLS):
        refs += [f"{kill}.{number}" for number in range(2)]
        found = victim(refs=refs[-6:], milliseconds=2 + 37 * kill % 149)
        assert found["ended"] == -9
        told |= set(found["told"]) - {"ready"}
        count("processes killed at random instants under a mixed load")
        with closing(open_story(story_url)) as context:
            check_record(context)
            cases = list_cases(context)
            assert {stand(context, case) for case in cases.values()} <= legal
            assert _begun(told) <= cases.keys(), "an answered step was lost"
    with (
        closing(open_story(story_url)) as context,
        closing(open_story(story_url, ManualClock(LATER.replace(year=2027)))) as later,
    ):
        settle(context, later, refs)
        check_record(context)
        check_replay(context)
        _check_all_ended(context, refs)
        count("cases that came through", len(refs))


def _begun(told: set[str]) -> set[str]:
    return {line.split()[1] for line in told if line.startswith("begin ")}


def _check_all_ended(context: Context, refs: list[str]) -> None:
    cases = list_cases(context)
    assert set(refs) <= cases.keys()
    for ref in refs:
        assert stand(context, cases[ref]).status == "completed"
        for step in ("begin", "ask", "second", "went", "check"):
            assert count_proofs(context, cases[ref], step) == 1
