"""Where cases stand, gathered from everything that they wait for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Row, select, union_all

from engine.store.database import Transaction
from engine.store.tables import incident, job, subscription, user_task
from engine.store.user_tasks import OPEN


def list_elements(transaction: Transaction, instances: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the elements where some cases stand, by case: tasks first."""
    if not instances:
        return {}
    tasks = select(user_task.c.instance_id, user_task.c.element, user_task.c.token).where(
        user_task.c.instance_id.in_(instances), user_task.c.status.in_(OPEN)
    )
    stopped = select(incident.c.instance_id, incident.c.element, incident.c.token).where(
        incident.c.instance_id.in_(instances), incident.c.resolved_at.is_(None)
    )
    listening = select(
        subscription.c.instance_id, subscription.c.element, subscription.c.token
    ).where(subscription.c.instance_id.in_(instances))
    timers = select(job.c.instance_id, job.c.element, job.c.token).where(
        job.c.instance_id.in_(instances),
        job.c.status == "waiting",
        job.c.kind.in_(("timer", "connector")),
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows: Iterable[Row[*tuple[object, ...]]] = transaction.execute(
        union_all(tasks, stopped, listening, timers)
    )
    for row in rows:
        instance_id, element = str(row[0]), str(row[1])
        if element not in found[instance_id]:
            found[instance_id].append(element)
    return {instance_id: tuple(elements) for instance_id, elements in found.items()}
