from datetime import date

import pytest

from engine.errors import NotFoundError
from engine.model.access import Candidate, find_ground, reach_of
from engine.model.roster import (
    arrange,
    find_role,
    find_unit_with,
    get_calendar,
    get_person,
    get_unit,
    list_holders,
    name_of,
)

DAY = date(2026, 1, 5)
AWAY = date(2026, 2, 10)


@pytest.fixture
def roster(kit):
    return arrange(kit.make_directory())


def _ground(roster, person, day=DAY, assignee="", candidates=()):
    return find_ground(roster, day, person, assignee=assignee, candidates=candidates)


def test_a_role_is_found_by_id_title_and_other_names(roster):
    for name in ("approver", "Approver", " approving OFFICER "):
        assert find_role(roster, name).id == "approver"
    assert find_role(roster, "emperor") is None


def test_a_role_is_looked_for_in_the_office_then_above_then_anywhere_if_it_is_for_all(roster):
    approver, doctor, judge = (find_role(roster, one) for one in ("approver", "doctor", "judge"))
    assert find_unit_with(roster, approver, "kenya", DAY) == "kenya"
    assert find_unit_with(roster, doctor, "kenya", DAY) == "hq"
    assert find_unit_with(roster, approver, "hq", DAY) is None
    assert find_unit_with(roster, judge, "kenya", DAY) is None
    assert find_unit_with(roster, doctor, "nowhere", DAY) == "hq"


def test_a_membership_counts_from_its_first_to_its_last_day(kit):
    people = kit.make_directory()
    held = [one for one in people.memberships if (one.person, one.role) == ("bob", "approver")]
    ended = held[0].__class__(**{**vars(held[0]), "valid_to": date(2026, 1, 5)})
    roster = arrange(kit.make_directory(memberships=(ended,)))
    assert list_holders(roster, "approver", "kenya", date(2026, 1, 5)) == ["bob"]
    assert list_holders(roster, "approver", "kenya", date(2026, 1, 6)) == []


def test_the_assignee_comes_before_everybody_else(roster):
    candidate = Candidate(role="approver", unit="kenya")
    assert _ground(roster, "bob", assignee="cyd", candidates=[candidate]) is None
    assert _ground(roster, "cyd", assignee="cyd").kind == "assigned"
    assert _ground(roster, "cyd", candidates=[candidate]).kind == "role"
    assert _ground(roster, "ann", candidates=[Candidate(person="ann")]).kind == "named"


def test_a_substitute_has_the_others_grounds_during_the_absence_only(roster):
    assert _ground(roster, "ivy", assignee="bob") is None
    ground = _ground(roster, "ivy", AWAY, assignee="bob")
    assert (ground.kind, ground.on_behalf_of) == ("assigned", "bob")
    assert reach_of(roster, "ivy", AWAY).people == ("ivy", "bob")
    assert ("approver", "kenya") in reach_of(roster, "ivy", AWAY).roles


def test_somebody_who_left_may_do_nothing(kit):
    people = kit.make_directory()
    gone = tuple(one.__class__(**{**vars(one), "active": one.id != "bob"}) for one in people.people)
    roster = arrange(kit.make_directory(people=gone))
    assert _ground(roster, "bob", assignee="bob") is None


def test_auditors_and_administrators_reach_every_case(roster):
    assert [reach_of(roster, one, DAY).everything for one in ("eve", "fay", "gus")] == [
        True, True, False,
    ]  # fmt: skip


def test_what_the_directory_does_not_know_is_named(roster):
    for get in (get_person, get_unit, get_calendar):
        with pytest.raises(NotFoundError, match="nobody"):
            get(roster, "nobody")
    assert name_of(roster, "nobody") == "nobody"
