"""What people are to each other on a day: roles held, supervisors, substitutes."""

from datetime import date

from sqlalchemy import ColumnElement, delete, select

from engine.errors import RefusedError
from engine.model.directory import Absence, Membership, Relation
from engine.store.database import Transaction
from engine.store.directory import get_role, list_units_upwards
from engine.store.statements import upsert
from engine.store.tables import absence, membership, person, relation


def list_memberships(transaction: Transaction, person_id: str, day: date) -> tuple[Membership, ...]:
    """List the roles that a person holds on a day."""
    statement = (
        select(membership)
        .where(membership.c.person == person_id, _holds_on(day))
        .order_by(membership.c.role, membership.c.unit)
    )
    return tuple(Membership(**row) for row in transaction.execute(statement).mappings())


def list_related(transaction: Transaction, person_id: str, kind: str, day: date) -> tuple[str, ...]:
    """List who is something to a person on a day, such as their ``supervisor``; latest first."""
    statement = (
        select(relation.c.other)
        .where(
            relation.c.person == person_id,
            relation.c.relation == kind,
            _related_on(day),
        )
        .order_by(relation.c.valid_from.desc(), relation.c.other)
    )
    return tuple(transaction.execute(statement).scalars())


def list_dependants(
    transaction: Transaction, other_id: str, kind: str, day: date
) -> tuple[str, ...]:
    """List the people to whom a person is something on a day: those whom they supervise."""
    statement = (
        select(relation.c.person)
        .where(
            relation.c.other == other_id,
            relation.c.relation == kind,
            _related_on(day),
        )
        .order_by(relation.c.person)
    )
    return tuple(transaction.execute(statement).scalars())


def find_holding_unit(
    transaction: Transaction, role_id: str, unit_id: str, day: date
) -> str | None:
    """Return the unit whose holders of a role act for a unit.

    The nearest unit upwards in which an active person holds the role on that day; for a role that
    one unit holds for the whole organisation, that unit, wherever it is. None when nobody does.

    Raises:
        NotFoundError: If there is no such role or unit.
    """
    holding = _holding_units(transaction, role_id, day)
    for one in list_units_upwards(transaction, unit_id):
        if one.id in holding:
            return one.id
    if get_role(transaction, role_id).organisation_wide and holding:
        return min(holding)
    return None


def list_holders(
    transaction: Transaction, role_id: str, unit_id: str, day: date
) -> tuple[str, ...]:
    """List the active people who act in a role for a unit on a day, by name.

    Raises:
        NotFoundError: If there is no such role or unit.
    """
    holding = find_holding_unit(transaction, role_id, unit_id, day)
    statement = (
        select(person.c.id)
        .join(membership, membership.c.person == person.c.id)
        .where(
            membership.c.role == role_id,
            membership.c.unit == holding,
            person.c.active,
            _holds_on(day),
        )
        .order_by(person.c.name, person.c.id)
    )
    return tuple(transaction.execute(statement).scalars())


def find_substitute(transaction: Transaction, person_id: str, day: date) -> str | None:
    """Return who acts for a person who is away on a day; none when the person is there."""
    statement = select(absence.c.substitute).where(absence.c.person == person_id, _covers(day))
    return transaction.execute(
        statement.order_by(absence.c.first_day.desc()).limit(1)
    ).scalar_one_or_none()


def list_represented(transaction: Transaction, substitute: str, day: date) -> tuple[str, ...]:
    """List the people who are away on a day and for whom a person acts.

    Standing in is not handed on: the substitute of a substitute represents nobody but the latter.
    """
    statement = select(absence.c.person).where(absence.c.substitute == substitute, _covers(day))
    return tuple(transaction.execute(statement.distinct().order_by(absence.c.person)).scalars())


def list_absences(transaction: Transaction, person_id: str) -> tuple[Absence, ...]:
    """List a person's absences, the latest first."""
    statement = (
        select(absence).where(absence.c.person == person_id).order_by(absence.c.first_day.desc())
    )
    return tuple(Absence(**row) for row in transaction.execute(statement).mappings())


def save_absence(transaction: Transaction, change: Absence) -> None:
    """Write that a person is away; one that begins on the same day is replaced.

    Raises:
        RefusedError: If it ends before it begins, or the person would stand in for themselves.
    """
    if change.last_day < change.first_day:
        message = (
            f"The absence ends on {change.last_day}, before it begins. Change one of the days."
        )
        raise RefusedError(message)
    if change.person == change.substitute:
        message = "Nobody can be their own substitute. Name somebody else."
        raise RefusedError(message)
    upsert(transaction, absence, [vars(change)])


def remove_absence(transaction: Transaction, person_id: str, first_day: date) -> bool:
    """Take an absence back; tell whether there was one that begins on that day."""
    statement = delete(absence).where(
        absence.c.person == person_id, absence.c.first_day == first_day
    )
    return transaction.execute(statement).rowcount == 1


def list_relations(transaction: Transaction, person_id: str, day: date) -> tuple[Relation, ...]:
    """List who is what to a person on a day."""
    statement = (
        select(relation)
        .where(
            relation.c.person == person_id,
            _related_on(day),
        )
        .order_by(relation.c.relation, relation.c.valid_from.desc(), relation.c.other)
    )
    return tuple(Relation(**row) for row in transaction.execute(statement).mappings())


def _holding_units(transaction: Transaction, role_id: str, day: date) -> set[str]:
    statement = (
        select(membership.c.unit)
        .join(person, person.c.id == membership.c.person)
        .where(membership.c.role == role_id, person.c.active, _holds_on(day))
    )
    return set(transaction.execute(statement).scalars())


def _holds_on(day: date) -> ColumnElement[bool]:
    return (membership.c.valid_from <= day) & (
        membership.c.valid_to.is_(None) | (membership.c.valid_to >= day)
    )


def _related_on(day: date) -> ColumnElement[bool]:
    return (relation.c.valid_from <= day) & (
        relation.c.valid_to.is_(None) | (relation.c.valid_to >= day)
    )


def _covers(day: date) -> ColumnElement[bool]:
    return (absence.c.first_day <= day) & (absence.c.last_day >= day)
