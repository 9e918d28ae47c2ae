"""Takes over a whole directory, as often as it is sent; and gives it back."""

from collections.abc import Iterable

from sqlalchemy import Table, delete, select, update

from engine.errors import ModelError, Problem
from engine.model.directory import Absence, Directory, Membership, Person, Relation, Unit
from engine.store.database import Transaction
from engine.store.directory import list_calendars, list_roles, list_units
from engine.store.statements import upsert
from engine.store.tables import (
    absence,
    calendar,
    holiday,
    membership,
    person,
    relation,
    role,
    unit,
)


def import_directory(transaction: Transaction, directory: Directory) -> None:
    """Make the database say what a directory says.

    People, units, roles and calendars are added or overwritten, never removed: cases speak of
    them. People whom the directory does not name become inactive. Memberships, relations and
    holidays become exactly those of the directory. Absences are added to those there are.

    Raises:
        ModelError: If something refers to what the directory does not have.
    """
    _refuse_loose_ends(directory)
    _import_calendars(transaction, directory)
    upsert(
        transaction,
        role,
        [{**vars(one), "aliases": list(one.aliases)} for one in directory.roles],
    )
    upsert(transaction, unit, [unit_row(one) for one in parents_first(directory.units)])
    transaction.execute(update(person).values(active=False))
    upsert(transaction, person, [_person_row(one) for one in directory.people])
    _replace(transaction, membership, [vars(one) for one in directory.memberships])
    _replace(transaction, relation, [vars(one) for one in directory.relations])
    upsert(transaction, absence, [vars(one) for one in directory.absences])


def export_directory(transaction: Transaction) -> Directory:
    """Return everything that the database says of people, those inactive included."""
    people = transaction.execute(select(person).order_by(person.c.id)).mappings()
    memberships = transaction.execute(
        select(membership).order_by(*membership.primary_key)
    ).mappings()
    relations = transaction.execute(select(relation).order_by(*relation.primary_key)).mappings()
    absences = transaction.execute(select(absence).order_by(*absence.primary_key)).mappings()
    return Directory(
        calendars=list_calendars(transaction),
        units=list_units(transaction),
        roles=list_roles(transaction),
        people=tuple(Person(**row) for row in people),
        memberships=tuple(Membership(**row) for row in memberships),
        relations=tuple(Relation(**row) for row in relations),
        absences=tuple(Absence(**row) for row in absences),
    )


def _import_calendars(transaction: Transaction, directory: Directory) -> None:
    upsert(
        transaction,
        calendar,
        [
            {"id": one.id, "name": one.name, "weekend": sorted(one.weekend)}
            for one in directory.calendars
        ],
    )
    known = [one.id for one in directory.calendars]
    transaction.execute(delete(holiday).where(holiday.c.calendar.in_(known)))
    upsert(
        transaction,
        holiday,
        [
            {"calendar": one.id, "day": day, "name": name}
            for one in directory.calendars
            for day, name in one.holidays.items()
        ],
    )


def _replace(transaction: Transaction, table: Table, rows: list[dict[str, object]]) -> None:
    transaction.execute(delete(table))
    upsert(transaction, table, rows)


def unit_row(one: Unit) -> dict[str, object]:
    """Return the row of a unit."""
    return {**vars(one), "parent": one.parent or None, "names": dict(one.names) or None}


def _person_row(one: Person) -> dict[str, object]:
    return {**vars(one), "email": one.email.strip().lower()}


def parents_first(units: Iterable[Unit]) -> list[Unit]:
    """Put each unit after the one that it belongs to.

    Raises:
        ModelError: If units belong to each other in a circle.
    """
    waiting, ordered, placed = list(units), list[Unit](), {""}
    while waiting:
        ready = [one for one in waiting if one.parent in placed]
        if not ready:
            names = ", ".join(sorted(one.id for one in waiting))
            raise ModelError([_problem(f"The units {names} belong to each other in a circle.")])
        ordered += ready
        placed |= {one.id for one in ready}
        waiting = [one for one in waiting if one.id not in placed]
    return ordered


def _refuse_loose_ends(directory: Directory) -> None:
    names = {
        "calendar": {one.id for one in directory.calendars},
        "unit": {one.id for one in directory.units},
        "role": {one.id for one in directory.roles},
        "person": {one.id for one in directory.people},
    }
    problems = [
        _problem(f"{what} refers to the {kind} {name}, which is not in the directory.")
        for what, kind, name in _references(directory)
        if name not in names[kind]
    ]
    if problems:
        raise ModelError(problems)


def _references(directory: Directory) -> Iterable[tuple[str, str, str]]:
    """List who refers to what: the referrer in words, the kind and the id of the other end."""
    for office in directory.units:
        yield f"The unit {office.id}", "calendar", office.calendar
        if office.parent:
            yield f"The unit {office.id}", "unit", office.parent
    for one in directory.people:
        yield f"The person {one.id}", "unit", one.unit
    for held in directory.memberships:
        yield f"A membership of {held.person}", "person", held.person
        yield f"A membership of {held.person}", "role", held.role
        yield f"A membership of {held.person}", "unit", held.unit
    for tie in directory.relations:
        yield f"A relation of {tie.person}", "person", tie.person
        yield f"A relation of {tie.person}", "person", tie.other
    for away in directory.absences:
        yield f"An absence of {away.person}", "person", away.person
        yield f"An absence of {away.person}", "person", away.substitute


def _problem(message: str) -> Problem:
    return Problem(
        message=message, remedy="Add it, or correct the name.", rule="directory-reference"
    )
