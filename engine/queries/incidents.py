"""The places where cases stand still until an administrator acts."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.ids import IncidentId, InstanceId, PersonId, Token
from engine.model.views import Page, PersonName


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
    raise NotImplementedError
