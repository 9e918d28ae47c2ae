"""People, units and roles, as pages show them."""

from dataclasses import dataclass
from datetime import date

from engine.context import Context, Work, reading
from engine.model.directory import Absence, Role
from engine.model.ids import PersonId, RoleId, UnitId
from engine.model.roster import (
    find_related,
    get_unit,
    list_represented,
    list_roles_held,
)
from engine.model.roster import get_person as get_listed
from engine.model.views import Page, PersonName
from engine.queries.naming import person_name, role_title, unit_name


@dataclass(frozen=True, kw_only=True)
class RoleHeld:
    """A role that somebody holds in a unit."""

    role: RoleId
    title: str
    unit: UnitId
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class AbsenceView:
    """Days on which somebody stands in for somebody."""

    person: PersonName
    substitute: PersonName
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """A person of the directory."""

    id: PersonId
    name: str
    email: str
    unit: UnitId
    unit_name: str
    #: IANA time zone of their duty station.
    zone: str
    language: str
    active: bool
    roles: tuple[RoleHeld, ...]
    #: Null when the directory names none.
    supervisor: PersonName | None
    leave_monitor: PersonName | None
    #: Present and coming absences of this person.
    absences: tuple[AbsenceView, ...]
    #: People whom they stand in for today.
    stands_in_for: tuple[PersonName, ...]


@dataclass(frozen=True, kw_only=True)
class UnitView:
    """A unit of the organisation."""

    id: UnitId
    name: str
    parent: UnitId | None
    zone: str


def get_person(context: Context, *, person: PersonId, language: str = "en") -> PersonView:
    """Return a person, with the names of offices in a language.

    Raises:
        NotFoundError: If the directory does not know them.
    """
    with reading(context) as work:
        known = get_listed(work.roster, person)
        zone = get_unit(work.roster, known.unit).zone
        day = work.day(zone)
        return PersonView(
            id=person,
            name=known.name,
            email=known.email,
            unit=UnitId(known.unit),
            unit_name=unit_name(work, known.unit, language),
            zone=zone,
            language=known.language,
            active=known.active,
            roles=tuple(
                RoleHeld(
                    role=RoleId(role),
                    title=role_title(work, role),
                    unit=UnitId(unit),
                    unit_name=unit_name(work, unit, language),
                )
                for role, unit in list_roles_held(work.roster, person, day)
            ),
            supervisor=_related(work, person, "supervisor", day),
            leave_monitor=_related(work, person, "leave_monitor", day),
            absences=tuple(
                _absence(work, one)
                for one in work.roster.away.get(person, ())
                if one.last_day >= day
            ),
            stands_in_for=tuple(
                person_name(work, one) for one in list_represented(work.roster, person, day)
            ),
        )


def list_people(
    context: Context, *, search: str = "", unit: str = "", page: int = 1, per_page: int = 25
) -> Page[PersonName]:
    """List active people by name; ``search`` is part of a name or e-mail address."""
    wanted = search.strip().casefold()
    with reading(context) as work:
        found = sorted(
            (
                known
                for known in work.roster.people.values()
                if known.active
                and unit in {"", known.unit}
                and (wanted in known.name.casefold() or wanted in known.email.casefold())
            ),
            key=lambda known: (known.name.casefold(), known.id),
        )
        first = (page - 1) * per_page
        rows = [person_name(work, known.id) for known in found[first : first + per_page]]
        return Page(rows=rows, total=len(found), page=page, per_page=per_page)


def list_roles(context: Context) -> tuple[Role, ...]:
    """List the roles that the directory knows, by title."""
    with reading(context) as work:
        return tuple(sorted(work.roster.roles.values(), key=lambda role: role.title.casefold()))


def list_units(context: Context, *, language: str = "en") -> tuple[UnitView, ...]:
    """List the units by their name in a language."""
    with reading(context) as work:
        found = sorted(
            work.roster.units.values(), key=lambda unit: unit.name_in(language).casefold()
        )
    return tuple(
        UnitView(
            id=UnitId(unit.id),
            name=unit.name_in(language),
            parent=UnitId(unit.parent) if unit.parent else None,
            zone=unit.zone,
        )
        for unit in found
    )


def _related(work: Work, person: PersonId, relation: str, day: date) -> PersonName | None:
    other = find_related(work.roster, person, relation, day)
    return person_name(work, other) if other else None


def _absence(work: Work, absence: Absence) -> AbsenceView:
    return AbsenceView(
        person=person_name(work, absence.person),
        substitute=person_name(work, absence.substitute),
        first_day=absence.first_day,
        last_day=absence.last_day,
    )
