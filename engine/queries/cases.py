"""Cases: lists, and one case as a viewer may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.context import Context
from engine.model.ids import DefinitionId, InstanceId, PersonId, TaskId
from engine.model.procedure import Clause
from engine.model.views import CaseSummary, Page, PersonName, Translator

View = Literal["mine", "all"]


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a case stands: one thing that it waits for."""

    element: str
    name: str
    #: ``task``, ``timer``, ``message``, ``signal``, ``job`` or ``incident``.
    kind: str
    since: datetime | None
    #: When it is due or will go on by itself.
    due: datetime | None
    #: The task, when a person must act.
    task: TaskId | None
    #: Who has claimed it.
    assignee: PersonName | None
    #: Roles that may do it, each with the unit's name, in words.
    waits_for: tuple[str, ...]
    #: What an incident says.
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class VariableView:
    """A variable of the case."""

    name: str
    #: FEEL value; for a confidential one its reference.
    value: object
    #: The value as text; empty for a confidential one.
    text: str
    confidential: bool
    #: True when the viewer may open it with ``read_confidential``.
    may_read: bool


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A file of the case; its name is as confidential as the file."""

    id: str
    uploaded_by: PersonName
    uploaded_at: datetime
    size: int
    may_read: bool


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as a viewer sees it."""

    summary: CaseSummary
    definition: DefinitionId
    checksum: str
    positions: tuple[Position, ...]
    #: Elements passed so far, for the diagram.
    passed: tuple[str, ...]
    #: Sequence flows taken so far, for the diagram.
    taken: tuple[str, ...]
    variables: tuple[VariableView, ...]
    attachments: tuple[AttachmentView, ...]
    clauses: tuple[Clause, ...]
    #: Puts names in the diagram into the reader's language.
    translate: Translator
    #: The viewer may end it by hand, correct variables and retry incidents.
    may_administer: bool
    #: The viewer may see the whole record and replay it.
    may_audit: bool


def list_cases(  # noqa: PLR0913  -- one keyword for each filter of the page
    context: Context,
    *,
    viewer: PersonId,
    view: View = "mine",
    search: str = "",
    process_id: str = "",
    status: str = "",
    unit: str = "",
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> Page[CaseSummary]:
    """List cases, last changed first.

    Args:
        context: The engine.
        viewer: Who asks.
        view: ``mine``: that they began or that concern them; ``all``: every case they may see.
        search: Part of the business key, the title or the person concerned.
        process_id: Only this procedure.
        status: ``active``, ``completed``, ``terminated``, or ``incident`` for those stopped.
        unit: Only cases of this unit.
        page: One-based.
        per_page: 1 to 200.
        language: Language of the procedure's texts.
    """
    raise NotImplementedError


def get_case(
    context: Context, *, viewer: PersonId, instance: InstanceId, language: str = "en"
) -> CaseView:
    """Return a case.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    raise NotImplementedError


def find_by_business_key(
    context: Context, *, viewer: PersonId, business_key: str
) -> InstanceId | None:
    """Return the case with a number, or null when there is none that the viewer may see."""
    raise NotImplementedError
