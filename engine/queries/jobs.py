"""What the worker will do, and what it could not do."""

from dataclasses import dataclass
from datetime import datetime

from engine.advance.model import get_model
from engine.context import Context, Work, reading
from engine.errors import NotAllowedError
from engine.model.ids import InstanceId, JobId, PersonId
from engine.model.views import Page
from engine.queries.naming import element_name, reach
from engine.store import instances, jobs
from engine.store.instances import InstanceRow
from engine.store.jobs import JobRow


@dataclass(frozen=True, kw_only=True)
class JobView:
    """One piece of work."""

    id: JobId
    #: Null for work that belongs to no case.
    instance: InstanceId | None
    #: Empty for work that belongs to no case.
    business_key: str
    #: What the element is called; empty for work that belongs to none.
    name: str
    #: ``timer``, ``connector``, ``mail``, ``message``, ``broadcast``, ``signal`` or ``start``.
    kind: str
    due_at: datetime
    #: ``waiting`` or ``failed``.
    status: str
    attempts: int
    last_error: str


def list_jobs(
    context: Context,
    *,
    viewer: PersonId,
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> Page[JobView]:
    """List the work that waits or has failed, the soonest due first.

    Raises:
        NotAllowedError: If the viewer is neither administrator nor auditor.
    """
    with reading(context) as work:
        if not reach(work, viewer).everything:
            message = "Only administrators and auditors may see the work of the machine."
            raise NotAllowedError(message)
        rows, total = jobs.list_page(work.transaction, page=page, per_page=per_page)
        views = [_view(work, row, language) for row in rows]
        return Page(rows=views, total=total, page=page, per_page=per_page)


def _view(work: Work, row: JobRow, language: str) -> JobView:
    case = instances.get(work.transaction, row.instance_id) if row.instance_id else None
    return JobView(
        id=row.id,
        instance=case.id if case else None,
        business_key=case.business_key if case else "",
        name=_name(work, case, row.element, language),
        kind=row.kind,
        due_at=row.due_at,
        status=row.status,
        attempts=row.attempts,
        last_error=row.last_error,
    )


def _name(work: Work, case: InstanceRow | None, element: str, language: str) -> str:
    if case is None or not element:
        return ""
    return element_name(get_model(work, case.definition_id), element, language)
