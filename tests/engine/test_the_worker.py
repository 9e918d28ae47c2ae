import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from engine import worker
from engine.commands.mark_demo import mark_demo
from engine.commands.move_clock import move_clock
from engine.commands.set_absence import set_absence
from engine.commands.tidy_up import tidy_up
from engine.context import reading
from engine.errors import NotAllowedError, RefusedError
from engine.model.ids import SYSTEM
from engine.queries.directory import get_person, list_people, list_units
from engine.store import anchors
from engine.store.database import unguarded
from engine.store.jobs import INSIDE
from engine.worker import ticking


def test_periodic_work_is_done_by_one_process_in_each_period(house, kit):
    other = kit.make_house(house.context.database, start=house.clock.now())
    house.start()
    [anchor] = [one for one in ticking._PERIODIC if one.name == "anchor"]
    assert ticking.take_slot(house.context, anchor)
    assert not ticking.take_slot(other.context, anchor)
    other.clock.move_by(anchor.every)
    assert ticking.take_slot(other.context, anchor)
    with reading(house.context) as work:
        assert len(anchors.list_anchors(work.transaction)) == 1


def test_a_worker_starts_and_stops(house):
    running = worker.start(house.context, every=timedelta(hours=1))
    running.stop()


def test_a_tick_outlives_a_database_that_cannot_answer(house, caplog):
    with unguarded(house.context.database) as transaction:
        transaction.execute(text("ALTER TABLE job RENAME TO job_away"))
    with caplog.at_level(logging.WARNING):
        ticking.tick(house.context, INSIDE)
    assert "The worker will try again" in caplog.text


def test_who_might_have_done_a_closed_task_is_forgotten(house):
    started = house.start()
    house.finish(started, "ask", "ann")
    assert tidy_up(house.context, actor=SYSTEM) == 0
    house.finish(started, "approve", "bob")
    assert tidy_up(house.context, actor=SYSTEM) == 1


def test_the_clock_of_a_real_database_cannot_be_moved(house):
    ahead = house.clock.now() + timedelta(days=30)
    with pytest.raises(NotAllowedError):
        move_clock(house.context, actor="bob", to=ahead)
    with pytest.raises(RefusedError, match="not a demo"):
        move_clock(house.context, actor="eve", to=ahead)


def test_the_clock_of_a_demo_moves_forward_for_every_process(database, kit):
    house = kit.make_house(database)
    ahead = house.clock.now() + timedelta(days=30)
    mark_demo(house.context, actor=SYSTEM)
    move_clock(house.context, actor=SYSTEM, to=ahead)
    assert house.context.clock.now() == ahead
    other = kit.make_house(house.context.database, start=house.clock.now())
    with reading(other.context) as work:
        assert work.now == ahead
    with pytest.raises(RefusedError, match="forward"):
        move_clock(house.context, actor=SYSTEM, to=ahead - timedelta(days=1))


def test_an_absence_is_set_by_the_person_their_supervisor_or_an_administrator(house):
    days = {
        "first_day": house.clock.now().date(),
        "last_day": house.clock.now().date(),
        "person": "ann",
        "substitute": "ivy",
    }
    with pytest.raises(NotAllowedError):
        set_absence(house.context, actor="cyd", **days)
    set_absence(house.context, actor="bob", **days)
    assert [one.id for one in get_person(house.context, person="ivy").stands_in_for] == ["ann"]
    with pytest.raises(RefusedError):
        set_absence(house.context, actor="ann", **{**days, "substitute": "ann"})


def test_people_and_units_are_found_by_name(house):
    page = list_people(house.context, search="AN", per_page=1)
    assert (page.total, [one.name for one in page.rows]) == (2, ["Ann"])
    assert [one.name for one in list_people(house.context, unit="egypt").rows] == ["Dan"]
    assert [one.name for one in list_units(house.context)] == ["Egypt", "Headquarters", "Kenya"]
    person = get_person(house.context, person="ann")
    assert (person.supervisor.id, person.leave_monitor, person.roles[0].unit_name) == (
        "bob", None, "Kenya",
    )  # fmt: skip
