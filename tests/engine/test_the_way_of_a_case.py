from engine.context import reading
from engine.queries.track import list_track


def test_what_a_case_is_in_is_not_passed_yet(house):
    started = house.start()
    with reading(house.context) as work:
        before = list_track(work, started.instance)
    house.finish(started, "ask", "ann")
    with reading(house.context) as work:
        after = list_track(work, started.instance)
    assert before.under_way == ("ask",)
    assert "ask" not in before.passed
    assert "ask" in after.passed
    assert set(before.taken) < set(after.taken)
