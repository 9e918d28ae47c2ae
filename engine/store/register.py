"""The register of numbered documents, office by office."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, select

from engine.store.database import Transaction
from engine.store.tables import document, instance, unit

#: A number that ends on a year, such as ``JAM0005-2026``.
_OF_YEAR = "%-____"


@dataclass(frozen=True, kw_only=True)
class RegisterWanted:
    """Which documents of an office."""

    unit: str
    #: Empty for all.
    type: str = ""
    #: Produced from this instant on, and before that one; null for no limit.
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One numbered document."""

    id: str
    instance_id: str
    business_key: str
    zone: str
    type: str
    number: str
    title: str
    media_type: str
    #: Confidential variables that it shows.
    confidential: tuple[str, ...]
    produced_at: datetime
    voided_at: datetime | None
    void_reason: str


def list_units(transaction: Transaction, units: Collection[str]) -> list[str]:
    """List those of some units that have numbered documents."""
    numbered = exists().where(document.c.unit == unit.c.id, document.c.number != "")
    query = select(unit.c.id).where(unit.c.id.in_(units), numbered)
    return sorted(transaction.execute(query).scalars())


def list_numbers(transaction: Transaction, of: str) -> list[tuple[str, str]]:
    """List type and number of all numbered documents of a unit; a number only once."""
    query = (
        select(document.c.type, document.c.number)
        .where(document.c.unit == of, document.c.number != "")
        .distinct()
        .order_by(document.c.type, document.c.number)
    )
    return [(row.type, row.number) for row in transaction.execute(query)]


def find_period(transaction: Transaction, of: str) -> tuple[datetime, datetime] | None:
    """Return when the first and the last numbered document of a unit was produced."""
    query = select(func.min(document.c.produced_at), func.max(document.c.produced_at)).where(
        document.c.unit == of, document.c.number != ""
    )
    first, last = transaction.execute(query).one()
    return None if first is None or last is None else (first, last)


def list_page(
    transaction: Transaction, wanted: RegisterWanted, *, page: int, per_page: int
) -> tuple[list[RegisterRow], int]:
    """List documents by type and number, and say how many there are."""
    condition = _condition(wanted)
    kept = [one for one in document.c if one.name in RegisterRow.__dataclass_fields__]
    query = (
        select(*kept, instance.c.business_key, instance.c.zone)
        .join(instance, instance.c.id == document.c.instance_id)
        .where(condition)
        .order_by(document.c.type, _year(), func.length(document.c.number), document.c.number)
        .order_by(document.c.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    total = select(func.count()).select_from(document).where(condition)
    rows = [row._asdict() for row in transaction.execute(query)]
    return (
        [RegisterRow(**{**row, "confidential": tuple(row["confidential"])}) for row in rows],
        transaction.execute(total).scalar_one(),
    )


def _year() -> ColumnElement[str]:
    number = document.c.number
    ending = func.substr(number, func.length(number) - 3)
    return case((number.like(_OF_YEAR), ending), else_="")


def _condition(wanted: RegisterWanted) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = document.c.unit == wanted.unit
    condition &= document.c.number != ""
    if wanted.type:
        condition &= document.c.type == wanted.type
    if wanted.since:
        condition &= document.c.produced_at >= wanted.since
    if wanted.before:
        condition &= document.c.produced_at < wanted.before
    return condition
