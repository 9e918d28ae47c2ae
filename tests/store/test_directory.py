from dataclasses import replace
from datetime import date

import pytest

from engine.errors import ModelError, NotFoundError, RefusedError
from engine.model.directory import Absence, Directory, Membership, Unit
from engine.store import authority
from engine.store import directory as people
from engine.store.database import Database
from engine.store.directory_import import export_directory, import_directory

MARCH = date(2026, 3, 10)


def test_a_directory_comes_back_as_it_was_sent(staffed: Database, directory: Directory) -> None:
    with staffed.reading() as transaction:
        stored = export_directory(transaction)
    assert stored.calendars == directory.calendars
    assert stored.units == directory.units
    assert stored.roles == directory.roles
    assert set(stored.memberships) == set(directory.memberships)
    assert stored.relations == directory.relations
    assert stored.absences == directory.absences
    assert [one.email for one in stored.people] == [one.email.lower() for one in directory.people]


def test_sending_it_again_changes_nothing(staffed: Database, directory: Directory) -> None:
    with staffed.reading() as transaction:
        before = export_directory(transaction)
    with staffed.transaction() as transaction:
        import_directory(transaction, directory)
    with staffed.reading() as transaction:
        assert export_directory(transaction) == before


def test_who_is_left_out_becomes_inactive_and_loses_their_roles(
    staffed: Database, directory: Directory
) -> None:
    smaller = replace(
        directory,
        people=directory.people[:3],
        memberships=directory.memberships[:1],
    )
    with staffed.transaction() as transaction:
        import_directory(transaction, smaller)
        assert not people.get_person(transaction, "dora").active
        assert [one.id for one in people.list_people(transaction)] == ["amal", "boris", "chen"]
        assert authority.list_memberships(transaction, "dora", MARCH) == ()


def test_an_absence_that_was_entered_here_survives_the_next_import(
    staffed: Database, directory: Directory
) -> None:
    away = Absence(
        person="dora", substitute="chen", first_day=date(2026, 5, 4), last_day=date(2026, 5, 8)
    )
    with staffed.transaction() as transaction:
        authority.save_absence(transaction, away)
        import_directory(transaction, directory)
        assert authority.list_absences(transaction, "dora") == (away,)


def test_what_refers_to_nothing_is_named(staffed: Database, directory: Directory) -> None:
    loose = replace(
        directory,
        memberships=(
            Membership(person="nobody", role="rr", unit="CAIRO", valid_from=date(2026, 1, 1)),
        ),
    )
    with (
        pytest.raises(ModelError, match="person nobody, which is not in the directory"),
        staffed.transaction() as transaction,
    ):
        import_directory(transaction, loose)


def test_units_in_a_circle_are_refused(staffed: Database, directory: Directory) -> None:
    circle = replace(
        directory,
        units=(
            *directory.units[1:],
            Unit(id="CAIRO", name="Cairo", parent="GIZA", zone="Africa/Cairo", calendar="egy"),
            Unit(id="GIZA", name="Giza", parent="CAIRO", zone="Africa/Cairo", calendar="egy"),
        ),
    )
    with pytest.raises(ModelError, match="CAIRO, GIZA"), staffed.transaction() as transaction:
        import_directory(transaction, circle)


def test_a_person_is_found_by_their_address_in_any_case(staffed: Database) -> None:
    with staffed.reading() as transaction:
        found = people.find_person_by_email(transaction, " AMAL@example.ORG ")
        assert found is not None
        assert found.id == "amal"
        assert people.find_person_by_email(transaction, "who@example.org") is None


def test_several_people_are_found_at_once(staffed: Database) -> None:
    with staffed.reading() as transaction:
        found = people.find_people(transaction, ["boris", "amal", "nobody", "amal"])
    assert sorted(found) == ["amal", "boris"]


def test_units_are_listed_from_the_office_to_the_top(staffed: Database) -> None:
    with staffed.reading() as transaction:
        path = people.list_units_upwards(transaction, "CAIRO")
    assert [one.id for one in path] == ["CAIRO", "HQ"]


@pytest.mark.parametrize(
    ("find", "what"),
    [
        (people.get_person, "person"),
        (people.get_unit, "unit"),
        (people.get_role, "role"),
        (people.get_calendar, "calendar"),
    ],
)
def test_what_is_not_there_is_named(staffed: Database, find, what: str) -> None:  # type: ignore[no-untyped-def]  # any of four
    with pytest.raises(NotFoundError, match=f"no {what} x9"), staffed.reading() as transaction:
        find(transaction, "x9")


def test_a_supervisor_is_named_for_the_days_the_relation_holds(staffed: Database) -> None:
    with staffed.reading() as transaction:
        assert authority.list_related(transaction, "amal", "supervisor", MARCH) == ("boris",)
        assert authority.list_related(transaction, "amal", "supervisor", date(2024, 1, 1)) == ()
        assert authority.list_related(transaction, "amal", "leave_monitor", MARCH) == ()
        assert authority.list_dependants(transaction, "boris", "supervisor", MARCH) == ("amal",)


def test_a_membership_holds_to_the_end_of_its_last_day(staffed: Database) -> None:
    with staffed.reading() as transaction:
        last = authority.list_memberships(transaction, "dora", date(2026, 3, 31))
        after = authority.list_memberships(transaction, "dora", date(2026, 4, 1))
    assert [one.role for one in last] == ["claims", "rr"]
    assert [one.role for one in after] == ["claims"]


@pytest.mark.parametrize(
    ("role", "unit", "day", "holding", "holders"),
    [
        ("rr", "CAIRO", MARCH, "CAIRO", ("boris",)),
        ("rr", "LIMA", MARCH, "LIMA", ("dora",)),
        ("rr", "LIMA", date(2026, 4, 1), "HQ", ("chen",)),
        ("claims", "CAIRO", MARCH, "LIMA", ("dora",)),
        ("rr", "CAIRO", date(2024, 1, 1), None, ()),
    ],
    ids=[
        "the office's own",
        "on the last day",
        "the next unit upwards when the office has none",
        "one unit for the whole organisation",
        "nobody yet",
    ],
)
def test_a_role_is_acted_in_by_the_nearest_unit_that_has_somebody(
    staffed: Database,
    role: str,
    unit: str,
    day: date,
    holding: str | None,
    holders: tuple[str, ...],
) -> None:
    with staffed.reading() as transaction:
        assert authority.find_holding_unit(transaction, role, unit, day) == holding
        assert authority.list_holders(transaction, role, unit, day) == holders


def test_an_inactive_person_holds_nothing(staffed: Database, directory: Directory) -> None:
    without = replace(
        directory,
        people=tuple(replace(one, active=one.id != "boris") for one in directory.people),
    )
    with staffed.transaction() as transaction:
        import_directory(transaction, without)
        assert authority.list_holders(transaction, "rr", "CAIRO", MARCH) == ("chen",)


@pytest.mark.parametrize(
    ("day", "substitute"),
    [
        (date(2026, 3, 8), None),
        (date(2026, 3, 9), "chen"),
        (date(2026, 3, 13), "chen"),
        (date(2026, 3, 14), None),
    ],
)
def test_a_substitute_acts_from_the_first_day_to_the_last(
    staffed: Database, day: date, substitute: str | None
) -> None:
    with staffed.reading() as transaction:
        assert authority.find_substitute(transaction, "boris", day) == substitute
        represented = authority.list_represented(transaction, "chen", day)
    assert represented == (("boris",) if substitute else ())


def test_an_absence_is_changed_and_taken_back(staffed: Database) -> None:
    change = Absence(
        person="boris", substitute="dora", first_day=date(2026, 3, 9), last_day=date(2026, 3, 20)
    )
    with staffed.transaction() as transaction:
        authority.save_absence(transaction, change)
        assert authority.find_substitute(transaction, "boris", date(2026, 3, 20)) == "dora"
        assert authority.remove_absence(transaction, "boris", date(2026, 3, 9))
        assert not authority.remove_absence(transaction, "boris", date(2026, 3, 9))
        assert authority.find_substitute(transaction, "boris", MARCH) is None


@pytest.mark.parametrize(
    ("substitute", "last_day", "what"),
    [
        ("boris", date(2026, 3, 20), "own substitute"),
        ("dora", date(2026, 3, 1), "before it begins"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(
    staffed: Database, substitute: str, last_day: date, what: str
) -> None:
    away = Absence(
        person="boris", substitute=substitute, first_day=date(2026, 3, 9), last_day=last_day
    )
    with pytest.raises(RefusedError, match=what), staffed.transaction() as transaction:
        authority.save_absence(transaction, away)


def test_a_calendar_is_read_with_its_holidays(staffed: Database) -> None:
    with staffed.reading() as transaction:
        cairo = people.get_calendar(transaction, "egy")
    assert cairo.weekend == {5, 6}
    assert cairo.holidays[date(2026, 7, 23)] == "Revolution Day"
