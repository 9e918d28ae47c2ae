import pytest

from engine.commands.import_directory import import_directory
from engine.context import reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.events import InstanceStarted
from engine.model.ids import SYSTEM
from engine.queries.catalogue import get_start, list_procedures
from engine.store import instances, log


def test_a_started_case_puts_the_first_task_into_the_inbox_at_once(house):
    started = house.start()
    assert [row.assignee for row in house.open_tasks(started)] == ["ann"]
    assert started.next_task == house.task_of(started, "ask")


def test_a_case_belongs_to_the_office_and_time_zone_of_the_person_concerned(house):
    started = house.start()
    with reading(house.context) as work:
        row = instances.get(work.transaction, started.instance)
    assert (row.unit, row.zone, row.title) == ("kenya", "Africa/Nairobi", "a chair")


def test_business_keys_are_counted_without_gaps_within_a_year(house):
    keys = [house.start().business_key for _ in range(3)]
    assert keys == ["APP-2026-00001", "APP-2026-00002", "APP-2026-00003"]


def test_a_refused_start_gives_its_number_back(house):
    with pytest.raises(NotFoundError):
        house.start(start_event="nowhere")
    assert house.start().business_key == "APP-2026-00001"


def test_the_same_key_starts_one_case_and_gives_the_first_answer_again(house):
    first = house.start(key="once")
    assert house.start(key="once", answers={"topic": "something else"}) == first
    with reading(house.context) as work:
        assert instances.count(work.transaction) == 1


def test_two_people_may_use_the_same_key(house):
    assert house.start(key="once") != house.start(actor="cyd", key="once")


def test_a_supervisor_may_start_for_a_member_of_their_team(house):
    started = house.start(actor="bob", subject="ann")
    with reading(house.context) as work:
        event = log.read(work.transaction, started.instance)[0].event
    assert isinstance(event, InstanceStarted)
    assert (event.initiator, event.subject) == ("bob", "ann")


def test_a_colleague_may_not_start_for_somebody_else(house):
    with pytest.raises(NotAllowedError, match="for Ann"):
        house.start(actor="cyd", subject="ann")


def test_a_person_without_the_role_may_not_start(house, kit):
    people = kit.make_directory()
    without = tuple(one for one in people.memberships if one.person != "ann")
    import_directory(house.context, actor=SYSTEM, directory=kit.make_directory(memberships=without))
    with pytest.raises(NotAllowedError):
        house.start()
    assert list_procedures(house.context, person="ann") == ()


def test_only_a_substitute_acts_on_behalf_of_somebody_and_only_during_the_absence(house):
    with pytest.raises(NotAllowedError, match="do not stand in for Bob"):
        house.start(actor="ivy", subject="ann", on_behalf_of="bob")
    house.clock.move_to(house.clock.now().replace(month=2, day=10))
    assert house.start(actor="ivy", subject="ann", on_behalf_of="bob").business_key


def test_an_unknown_procedure_or_person_is_named(house):
    with pytest.raises(NotFoundError, match="nothing"):
        house.start("nothing")
    with pytest.raises(NotFoundError, match="nobody"):
        house.start(subject="nobody")


def test_the_catalogue_shows_what_a_person_may_start(house):
    [card] = list_procedures(house.context, person="ann")
    assert (card.title, card.may_start, card.may_start_for_others) == (
        "Title of approval", True, False,
    )  # fmt: skip
    [card] = list_procedures(house.context, person="bob")
    assert card.may_start_for_others


def test_the_start_page_is_refused_like_the_start(house):
    assert get_start(house.context, person="bob", process_id="approval", subject="ann").card
    with pytest.raises(NotAllowedError):
        get_start(house.context, person="cyd", process_id="approval", subject="ann")
