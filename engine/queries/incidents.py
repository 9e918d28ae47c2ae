"""The places where cases stand still until an administrator acts."""

from dataclasses import dataclass
from datetime import datetime

from engine.advance.model import get_model
from engine.context import Context, Work, reading
from engine.errors import NotAllowedError
from engine.model.ids import IncidentId, InstanceId, PersonId, Token
from engine.model.views import Page, PersonName
from engine.queries.naming import element_name, person_name, reach
from engine.store import incidents, instances
from engine.store.incidents import IncidentRow


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    """One token that stands still."""

    id: IncidentId
    instance: InstanceId
    business_key: str
    process: str
    element: str
    name: str
    token: Token
    #: What failed and what to do about it.
    message: str
    raised_at: datetime
    resolved_at: datetime | None
    resolved_by: PersonName | None


def list_incidents(
    context: Context,
    *,
    viewer: PersonId,
    instance: InstanceId | None = None,
    resolved: bool = False,
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> Page[IncidentView]:
    """List incidents, oldest first; the resolved ones too when ``resolved``.

    Raises:
        NotAllowedError: If the viewer is neither administrator nor auditor.
    """
    with reading(context) as work:
        if not reach(work, viewer).everything:
            message = "Only administrators and auditors may see incidents."
            raise NotAllowedError(message)
        rows, total = incidents.list_page(
            work.transaction,
            instance=instance,
            resolved=resolved,
            page=page,
            per_page=per_page,
        )
        return Page(
            rows=[_view(work, row, language) for row in rows],
            total=total,
            page=page,
            per_page=per_page,
        )


def _view(work: Work, row: IncidentRow, language: str) -> IncidentView:
    instance = instances.get(work.transaction, row.instance_id)
    model = get_model(work, instance.definition_id)
    return IncidentView(
        id=row.id,
        instance=row.instance_id,
        business_key=instance.business_key,
        process=model.procedure.translate(model.procedure.title, language),
        element=row.element,
        name=element_name(model, row.element, language),
        token=Token(row.token),
        message=row.message,
        raised_at=row.raised_at,
        resolved_at=row.resolved_at,
        resolved_by=person_name(work, row.resolved_by) if row.resolved_by else None,
    )
