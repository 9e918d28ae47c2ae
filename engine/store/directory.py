"""Who there is: people, units, roles and working days. Days are the caller's."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from engine.errors import NotFoundError
from engine.model.directory import Calendar, Person, Role, Unit
from engine.store.database import Transaction
from engine.store.tables import calendar, holiday, person, role, unit


def get_person(transaction: Transaction, person_id: str) -> Person:
    """Return a person, active or not.

    Raises:
        NotFoundError: If there is none of that id.
    """
    people = _people(transaction, person.c.id == person_id)
    if not people:
        message = f"There is no person {person_id} in the directory."
        raise NotFoundError(message)
    return people[0]


def find_person_by_email(transaction: Transaction, email: str) -> Person | None:
    """Return the active person with an address, written in any case."""
    people = _people(transaction, (person.c.email == email.strip().lower()) & person.c.active)
    return people[0] if people else None


def list_people(transaction: Transaction) -> tuple[Person, ...]:
    """List the active people by name."""
    return _people(transaction, person.c.active)


def find_people(transaction: Transaction, ids: Iterable[str]) -> dict[str, Person]:
    """Return those of some people that there are, active or not, by id."""
    return {one.id: one for one in _people(transaction, person.c.id.in_(sorted(set(ids))))}


def get_unit(transaction: Transaction, unit_id: str) -> Unit:
    """Return a unit.

    Raises:
        NotFoundError: If there is none of that id.
    """
    units = _units(transaction, unit.c.id == unit_id)
    if not units:
        message = f"There is no unit {unit_id} in the directory."
        raise NotFoundError(message)
    return units[0]


def list_units(transaction: Transaction) -> tuple[Unit, ...]:
    """List every unit by name."""
    return _units(transaction, unit.c.id.is_not(None))


def list_units_upwards(transaction: Transaction, unit_id: str) -> tuple[Unit, ...]:
    """List a unit, the unit it belongs to, and so on to the top.

    Raises:
        NotFoundError: If there is no such unit.
    """
    path = [get_unit(transaction, unit_id)]
    # A directory by hand may go in a circle: no unit counts twice.
    while path[-1].parent and path[-1].parent not in {one.id for one in path}:
        path.append(get_unit(transaction, path[-1].parent))
    return tuple(path)


def get_role(transaction: Transaction, role_id: str) -> Role:
    """Return a role.

    Raises:
        NotFoundError: If there is none of that id.
    """
    for one in list_roles(transaction):
        if one.id == role_id:
            return one
    message = f"There is no role {role_id} in the directory."
    raise NotFoundError(message)


def list_roles(transaction: Transaction) -> tuple[Role, ...]:
    """List every role by title."""
    statement = select(role.c.id, role.c.title, role.c.aliases, role.c.organisation_wide)
    return tuple(
        Role(
            id=row.id,
            title=row.title,
            aliases=tuple(row.aliases),
            organisation_wide=row.organisation_wide,
        )
        for row in transaction.execute(statement.order_by(role.c.title, role.c.id))
    )


def get_calendar(transaction: Transaction, calendar_id: str) -> Calendar:
    """Return the working days of a duty station.

    Raises:
        NotFoundError: If there is no such calendar.
    """
    statement = select(calendar.c.name, calendar.c.weekend).where(calendar.c.id == calendar_id)
    row = transaction.execute(statement).one_or_none()
    if row is None:
        message = f"There is no calendar {calendar_id} in the directory."
        raise NotFoundError(message)
    days = select(holiday.c.day, holiday.c.name).where(holiday.c.calendar == calendar_id)
    return Calendar(
        id=calendar_id,
        name=row.name,
        weekend=frozenset(row.weekend),
        holidays=dict(row for row in transaction.execute(days.order_by(holiday.c.day))),
    )


def list_calendars(transaction: Transaction) -> tuple[Calendar, ...]:
    """List every calendar by id."""
    ids = transaction.execute(select(calendar.c.id).order_by(calendar.c.id)).scalars().all()
    return tuple(get_calendar(transaction, one) for one in ids)


def _people(transaction: Transaction, condition: ColumnElement[bool]) -> tuple[Person, ...]:
    statement = (
        select(
            person.c.id,
            person.c.name,
            person.c.email,
            person.c.unit,
            person.c.language,
            person.c.category,
            person.c.active,
        )
        .where(condition)
        .order_by(person.c.name, person.c.id)
    )
    return tuple(Person(**row) for row in transaction.execute(statement).mappings())


def _units(transaction: Transaction, condition: ColumnElement[bool]) -> tuple[Unit, ...]:
    statement = (
        select(unit.c.id, unit.c.name, unit.c.parent, unit.c.zone, unit.c.calendar, unit.c.names)
        .where(condition)
        .order_by(unit.c.name, unit.c.id)
    )
    return tuple(
        Unit(
            id=row.id,
            name=row.name,
            parent=row.parent or "",
            zone=row.zone,
            calendar=row.calendar,
            names=row.names or {},
        )
        for row in transaction.execute(statement)
    )
