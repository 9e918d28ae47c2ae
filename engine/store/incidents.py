"""Tokens that stand still until an administrator acts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from engine.model.ids import IncidentId, InstanceId
from engine.store.database import Transaction
from engine.store.tables import incident


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """An incident as it is stored."""

    id: IncidentId
    instance_id: InstanceId
    token: int
    element: str
    message: str
    raised_at: datetime
    resolved_at: datetime | None = None
    resolved_by: str | None = None


def add_all(transaction: Transaction, rows: Sequence[IncidentRow]) -> None:
    """Write new incidents."""
    if rows:
        transaction.execute(insert(incident), [vars(row) for row in rows])


def resolve(
    transaction: Transaction,
    instance: str,
    tokens: Collection[int] | None,
    *,
    at: datetime,
    by: str,
) -> int:
    """Close the open incidents of some tokens of a case, or of all; returns how many were open."""
    conditions = [incident.c.instance_id == instance, incident.c.resolved_at.is_(None)]
    if tokens is not None:
        conditions.append(incident.c.token.in_(tokens))
    statement = update(incident).where(*conditions).values(resolved_at=at, resolved_by=by)
    return transaction.execute(statement).rowcount


def list_of_case(transaction: Transaction, instance: str) -> list[IncidentRow]:
    """List the open incidents of a case, oldest first."""
    query = (
        select(incident)
        .where(incident.c.instance_id == instance, incident.c.resolved_at.is_(None))
        .order_by(incident.c.raised_at, incident.c.id)
    )
    return [IncidentRow(**row._asdict()) for row in transaction.execute(query)]


def list_page(
    transaction: Transaction, *, instance: str | None, resolved: bool, page: int, per_page: int
) -> tuple[list[IncidentRow], int]:
    """List incidents, oldest first, and count them all."""
    query = select(incident)
    if instance is not None:
        query = query.where(incident.c.instance_id == instance)
    if not resolved:
        query = query.where(incident.c.resolved_at.is_(None))
    total = transaction.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(incident.c.raised_at, incident.c.id)
    rows = transaction.execute(ordered.offset((page - 1) * per_page).limit(per_page))
    return [IncidentRow(**row._asdict()) for row in rows], total
