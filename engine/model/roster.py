"""The directory, arranged for questions: who holds a role where, who is whose supervisor.

A roster is made once for each state of the directory and shared; every question names the day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from engine.errors import NotFoundError
from engine.model.directory import (
    Absence,
    Calendar,
    Directory,
    Membership,
    Person,
    Relation,
    Role,
    Unit,
)

#: Longest way from a unit to the top; a ring of units ends here.
MAX_LEVELS = 20

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True, eq=False)
class Roster:
    """A directory with an index for each question."""

    calendars: Mapping[str, Calendar]
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    roles: Mapping[str, Role]
    #: Role by id, title and alias, in small letters.
    role_names: Mapping[str, Role]
    #: Memberships by role and unit.
    held: Mapping[tuple[str, str], Sequence[Membership]]
    memberships: Mapping[str, Sequence[Membership]]
    #: Relations by person.
    relations: Mapping[str, Sequence[Relation]]
    #: Relations by the other person: whose supervisor somebody is.
    related: Mapping[str, Sequence[Relation]]
    #: Absences by the person who is away.
    away: Mapping[str, Sequence[Absence]]
    #: Absences by the person who stands in.
    standing_in: Mapping[str, Sequence[Absence]]


def arrange(directory: Directory) -> Roster:
    """Arrange a directory for questions."""
    return Roster(
        calendars={calendar.id: calendar for calendar in directory.calendars},
        units={unit.id: unit for unit in directory.units},
        people={person.id: person for person in directory.people},
        roles={role.id: role for role in directory.roles},
        role_names=dict(_role_names(directory.roles)),
        held=_group(((item.role, item.unit), item) for item in directory.memberships),
        memberships=_group((item.person, item) for item in directory.memberships),
        relations=_group((item.person, item) for item in directory.relations),
        related=_group((item.other, item) for item in directory.relations),
        away=_group((item.person, item) for item in directory.absences),
        standing_in=_group((item.substitute, item) for item in directory.absences),
    )


def _role_names(roles: Iterable[Role]) -> Iterator[tuple[str, Role]]:
    known = tuple(roles)
    for role in known:
        yield from ((name.lower(), role) for name in role.aliases)
    for role in known:
        yield role.title.lower(), role
    for role in known:
        yield role.id.lower(), role


_Key = TypeVar("_Key")


def _group(pairs: Iterable[tuple[_Key, Item]]) -> dict[_Key, list[Item]]:
    grouped: defaultdict[_Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        grouped[key].append(item)
    return dict(grouped)


def get_person(roster: Roster, person: str) -> Person:
    """Return a person.

    Raises:
        NotFoundError: If the directory does not know them.
    """
    if person not in roster.people:
        message = f"The directory knows no person {person}."
        raise NotFoundError(message)
    return roster.people[person]


def get_unit(roster: Roster, unit: str) -> Unit:
    """Return a unit.

    Raises:
        NotFoundError: If the directory does not know it.
    """
    if unit not in roster.units:
        message = f"The directory knows no unit {unit}."
        raise NotFoundError(message)
    return roster.units[unit]


def get_calendar(roster: Roster, unit: str) -> Calendar:
    """Return the working calendar of a unit.

    Raises:
        NotFoundError: If the directory knows no such unit, or not its calendar.
    """
    calendar = get_unit(roster, unit).calendar
    if calendar not in roster.calendars:
        message = f"The unit {unit} names the calendar {calendar}, which the directory lacks."
        raise NotFoundError(message)
    return roster.calendars[calendar]


def find_role(roster: Roster, name: str) -> Role | None:
    """Return the role with an id, title or alias, or null."""
    return roster.role_names.get(name.strip().lower())


def name_of(roster: Roster, person: str) -> str:
    """Return a person's name, or the id when the directory does not know them."""
    known = roster.people.get(person)
    return known.name if known else person


def list_units_upwards(roster: Roster, unit: str) -> Iterator[Unit]:
    """List a unit and those above it, nearest first."""
    for _ in range(MAX_LEVELS):
        found = roster.units.get(unit)
        if found is None:
            return
        yield found
        unit = found.parent


def list_holders(roster: Roster, role: str, unit: str, day: date) -> list[str]:
    """List the active people who hold a role in exactly this unit on a day, by id."""
    return sorted(
        {
            item.person
            for item in roster.held.get((role, unit), ())
            if _holds(item.valid_from, item.valid_to, day) and is_active(roster, item.person)
        }
    )


def find_unit_with(roster: Roster, role: Role, unit: str, day: date) -> str | None:
    """Return the nearest unit upwards where somebody holds a role; any unit when it is for all."""
    for candidate in list_units_upwards(roster, unit):
        if list_holders(roster, role.id, candidate.id, day):
            return candidate.id
    if not role.organisation_wide:
        return None
    places = sorted(place for held, place in roster.held if held == role.id)
    return next((place for place in places if list_holders(roster, role.id, place, day)), None)


def list_roles_held(roster: Roster, person: str, day: date) -> list[tuple[str, str]]:
    """List the roles that a person holds on a day, as role and unit."""
    return [
        (item.role, item.unit)
        for item in roster.memberships.get(person, ())
        if _holds(item.valid_from, item.valid_to, day) and is_active(roster, person)
    ]


def find_related(roster: Roster, person: str, relation: str, day: date) -> str | None:
    """Return who is the supervisor (leave monitor ...) of a person on a day, or null."""
    found = [
        item.other
        for item in roster.relations.get(person, ())
        if item.relation == relation and _holds(item.valid_from, item.valid_to, day)
    ]
    return found[-1] if found else None


def list_represented(roster: Roster, person: str, day: date) -> list[str]:
    """List the people for whom a person stands in on a day, by id."""
    return sorted(
        {
            absence.person
            for absence in roster.standing_in.get(person, ())
            if absence.first_day <= day <= absence.last_day and is_active(roster, absence.person)
        }
    )


def is_active(roster: Roster, person: str) -> bool:
    """Tell whether the directory knows a person as active."""
    known = roster.people.get(person)
    return known is not None and known.active


def _holds(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)
