"""Who there is: people, units, roles, who stands in for whom, and which days they work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

#: What a person can be to another. The first word is the relation, "of" the person named.
RELATIONS = ("supervisor", "leave_monitor", "hr_focal_point")


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The working days of a duty station."""

    id: str
    name: str
    #: ISO weekday numbers that are not worked, Monday = 1 to Sunday = 7.
    weekend: frozenset[int]
    #: Official holidays and what they are called.
    holidays: dict[date, str]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A country office or a unit at headquarters."""

    id: str
    name: str
    #: Id of the unit it belongs to; empty at the top.
    parent: str
    #: IANA time zone of the duty station.
    zone: str
    #: Calendar of the duty station.
    calendar: str
    #: Other languages, and what it is called in them.
    names: Mapping[str, str] = field(default_factory=dict)

    def name_in(self, language: str) -> str:
        """Return its name in a language; as it is when nobody translated it."""
        return self.names.get(language, self.name)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who signs in, or whom a case concerns."""

    id: str
    name: str
    email: str
    #: The unit where they serve.
    unit: str
    #: BCP 47 tag of the language they read, such as ``en``.
    language: str = "en"
    #: Local staff or internationally recruited: ``local`` or ``international``.
    category: str = "local"
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class Role:
    """Something that people are in a unit, such as Resident Representative."""

    id: str
    title: str
    #: Other names that the sources use for it.
    aliases: tuple[str, ...] = ()
    #: True when one unit holds it for the whole organisation.
    organisation_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A person holds a role in a unit for a time."""

    person: str
    role: str
    unit: str
    valid_from: date
    #: Last day; null while it lasts.
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One person is something to another: ``other`` is the supervisor of ``person``."""

    person: str
    #: One of `RELATIONS`.
    relation: str
    other: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A person is away and another acts for them."""

    person: str
    substitute: str
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class Directory:
    """A whole directory, as it is imported."""

    calendars: tuple[Calendar, ...]
    units: tuple[Unit, ...]
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    relations: tuple[Relation, ...]
    absences: tuple[Absence, ...] = ()
