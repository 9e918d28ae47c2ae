"""People, units and roles, as pages show them."""

from dataclasses import dataclass
from datetime import date

from engine.context import Context
from engine.model.ids import PersonId, RoleId, UnitId
from engine.model.views import Page, PersonName


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


def get_person(context: Context, *, person: PersonId) -> PersonView:
    """Return a person.

    Raises:
        NotFoundError: If the directory does not know them.
    """
    raise NotImplementedError


def list_people(
    context: Context, *, search: str = "", unit: str = "", page: int = 1, per_page: int = 25
) -> Page[PersonName]:
    """List active people by name; ``search`` is part of a name or e-mail address."""
    raise NotImplementedError


def list_units(context: Context) -> tuple[UnitView, ...]:
    """List the units by name."""
    raise NotImplementedError
