"""What an administrator should look at: the work of ``docket doctor``.

Every active case must wait for something, and what the tables say that it waits for must be what its
state waits for: no more, no less, and nothing once it has ended. The stock must add up: cards to their lines
and batches, layers of cost to the cards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine import spiff
from engine.advance.model import get_model
from engine.context import Context, Work, reading
from engine.model.ids import InstanceId
from engine.queries.health import StuckCase, list_stuck_cases
from engine.store import agreement, incidents, stock_agreement
from engine.store.agreement import OpenRow, OutsideWork
from engine.store.instances import InstanceRow
from engine.store.stock_agreement import StockFault

#: What stands in a table; a condition on the case's own variables does not.
_KEPT = frozenset({"task", "timer", "job", "message", "signal", "incident"})
#: Incidents that the report lists; the administration pages have all of them.
_MOST_INCIDENTS = 1_000


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """A row and the state of its case that do not agree."""

    instance: InstanceId
    business_key: str
    #: ``task``, ``timer``, ``job``, ``message``, ``signal`` or ``incident``.
    kind: str
    element: str
    token: int
    #: ``ended``: open in a case that has ended; ``unknown``: open, but the case does not wait for
    #: it; ``missing``: the case waits for it, and nothing is open.
    fault: Literal["ended", "unknown", "missing"]


@dataclass(frozen=True, kw_only=True)
class OpenIncident:
    """A token that stands still until an administrator acts."""

    business_key: str
    element: str
    #: What failed and what to do about it.
    message: str
    raised_at: datetime


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """What was found."""

    #: Cases looked at.
    active: int
    stuck: tuple[StuckCase, ...]
    disagreements: tuple[Disagreement, ...]
    #: Sums of the stock that are wrong.
    stock: tuple[StockFault, ...]
    incidents: tuple[OpenIncident, ...]
    #: Jobs that wait for workers outside; some of them may have been forgotten.
    outside: tuple[OutsideWork, ...]

    @property
    def healthy(self) -> bool:
        """True when every case can go on; incidents wait for somebody, and that is enough."""
        return not self.stuck and not self.disagreements and not self.stock


def check_up(context: Context) -> Checkup:
    """Look at every active case, and at what is left of those that have ended."""
    stuck = list_stuck_cases(context)
    with reading(context) as work:
        transaction = work.transaction
        ended = [_fault(row, "ended") for row in agreement.list_of_ended(transaction)]
        active, found = 0, list[Disagreement]()
        for rows in agreement.stream_active(transaction):
            active += len(rows)
            found += _compare(work, rows)
        return Checkup(
            active=active,
            stuck=stuck,
            disagreements=(*ended, *found),
            stock=tuple(stock_agreement.list_faults(transaction)),
            incidents=tuple(_list_incidents(work)),
            outside=tuple(agreement.list_outside_work(transaction, work.now, context.connectors)),
        )


def _compare(work: Work, cases: list[InstanceRow]) -> Iterator[Disagreement]:
    ids = [case.id for case in cases]
    kept: dict[str, list[OpenRow]] = {one: [] for one in ids}
    for row in agreement.list_of_cases(work.transaction, ids):
        kept[row.instance].append(row)
    failed = agreement.list_failed(work.transaction, ids)
    for case in cases:
        yield from _compare_one(work, case, kept[case.id], failed)


def _compare_one(
    work: Work, case: InstanceRow, rows: list[OpenRow], failed: set[tuple[str, int]]
) -> Iterator[Disagreement]:
    model = get_model(work, case.definition_id)
    state = spiff.inspect(model.definition, case.state)
    waits = {(wait.kind, wait.token): wait.element for wait in state.waits if wait.kind in _KEPT}
    known: set[tuple[str, int]] = set(waits)
    present = {(row.kind, row.token) for row in rows}
    for row in rows:
        # An incident may also stand for a task that nobody can do, or for work that failed.
        if row.kind != "incident" and (row.kind, row.token) not in known:
            yield _fault(row, "unknown")
    for (kind, token), element in waits.items():
        if (kind, token) not in present and (kind != "timer" or (case.id, token) not in failed):
            yield Disagreement(
                instance=case.id,
                business_key=case.business_key,
                kind=kind,
                element=element,
                token=token,
                fault="missing",
            )


def _fault(row: OpenRow, fault: Literal["ended", "unknown"]) -> Disagreement:
    return Disagreement(
        instance=row.instance,
        business_key=row.business_key,
        kind=row.kind,
        element=row.element,
        token=row.token,
        fault=fault,
    )


def _list_incidents(work: Work) -> Iterator[OpenIncident]:
    rows, _ = incidents.list_page(
        work.transaction, instance=None, resolved=False, page=1, per_page=_MOST_INCIDENTS
    )
    keys = agreement.list_business_keys(work.transaction, {row.instance_id for row in rows})
    for row in rows:
        yield OpenIncident(
            business_key=keys[row.instance_id],
            element=row.element,
            message=row.message,
            raised_at=row.raised_at,
        )
