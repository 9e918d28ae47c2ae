"""Cases: lists, and one case as a viewer may see it."""

from dataclasses import dataclass
from typing import Literal

from engine.advance.model import Model, get_model
from engine.advance.sight import sight_of
from engine.context import Context, Work, reading
from engine.errors import NotFoundError
from engine.model.access import is_administrator, is_auditor
from engine.model.ids import DefinitionId, InstanceId, PersonId
from engine.model.procedure import Clause
from engine.model.views import CaseSummary, Page, Translator
from engine.queries.cases_records import AttachmentView, DocumentView, Position, VariableView
from engine.queries.naming import summaries, translator
from engine.queries.positions import list_positions, summarise
from engine.queries.seeing import list_attachments, list_documents, list_variables
from engine.queries.seen import find_case, get_instance
from engine.queries.track import Track, list_track
from engine.store import case_search, instances
from engine.store.case_search import Wanted
from engine.store.inbox import MOST_COUNTED
from engine.store.instances import InstanceRow

__all__ = [
    "AttachmentView",
    "CaseView",
    "DocumentView",
    "Position",
    "StandingView",
    "VariableView",
    "View",
    "find_by_business_key",
    "get_case",
    "get_standing",
    "get_track",
    "list_cases",
]

View = Literal["mine", "all"]


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as a viewer sees it."""

    summary: CaseSummary
    definition: DefinitionId
    checksum: str
    positions: tuple[Position, ...]
    #: The way that it has come, for the diagram.
    track: Track
    variables: tuple[VariableView, ...]
    #: Files that people gave to it.
    attachments: tuple[AttachmentView, ...]
    #: Documents that it produced.
    documents: tuple[DocumentView, ...]
    clauses: tuple[Clause, ...]
    #: Puts names in the diagram into the reader's language.
    translate: Translator
    #: The viewer may end it by hand, correct variables and retry incidents.
    may_administer: bool
    #: The viewer may see the whole record and replay it.
    may_audit: bool


@dataclass(frozen=True, kw_only=True)
class StandingView:
    """Where a case stands."""

    summary: CaseSummary
    definition: DefinitionId
    positions: tuple[Position, ...]
    #: Puts names in the diagram into the reader's language.
    translate: Translator


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
    """List cases, newest first.

    Args:
        context: The engine.
        viewer: Who asks.
        view: ``mine``: that they began or that concern them; ``all``: every case they may see.
        search: Part of the business key, the title or the person concerned; what looks like a
            business key is one from its beginning.
        process_id: Only this procedure.
        status: ``active``, ``completed``, ``terminated``, or ``incident`` for those stopped.
        unit: Only cases of this unit.
        page: One-based.
        per_page: 1 to 200.
        language: Language of the procedure's texts.
    """
    with reading(context) as work:
        wanted = Wanted(
            reach=sight_of(work, viewer),
            view=view,
            search=search.strip(),
            process_id=process_id,
            status=status,
            unit=unit,
        )
        rows, total = case_search.list_page(work.transaction, wanted, page=page, per_page=per_page)
        return Page(
            rows=summaries(work, rows, language),
            total=min(total, MOST_COUNTED),
            page=page,
            per_page=per_page,
            more=total > MOST_COUNTED,
        )


def get_case(
    context: Context, *, viewer: PersonId, instance: InstanceId, language: str = "en"
) -> CaseView:
    """Return a case.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    with reading(context) as work:
        stored, model = _open(work, viewer, instance)
        administers = is_administrator(work.roster, viewer, work.today)
        return CaseView(
            summary=summarise(work, model, stored, language),
            definition=DefinitionId(stored.definition_id),
            checksum=model.checksum,
            positions=list_positions(work, model, stored, language),
            track=list_track(work, instance),
            variables=list_variables(work, model, stored, viewer, language),
            attachments=list_attachments(work, model, stored, viewer),
            documents=list_documents(work, model, stored, viewer),
            clauses=_clauses(model, language),
            translate=translator(model, language),
            may_administer=administers,
            may_audit=administers or is_auditor(work.roster, viewer, work.today),
        )


def get_standing(
    context: Context, *, viewer: PersonId, instance: InstanceId, language: str = "en"
) -> StandingView:
    """Return where a case stands, which is less than its page shows.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    with reading(context) as work:
        stored, model = _open(work, viewer, instance)
        return StandingView(
            summary=summarise(work, model, stored, language),
            definition=DefinitionId(stored.definition_id),
            positions=list_positions(work, model, stored, language),
            translate=translator(model, language),
        )


def get_track(context: Context, *, viewer: PersonId, instance: InstanceId) -> Track:
    """Return which way a case has come.

    Raises:
        NotFoundError: If there is no such case, or the viewer may not see it.
    """
    with reading(context) as work:
        _open(work, viewer, instance)
        return list_track(work, instance)


def _open(work: Work, viewer: str, instance: InstanceId) -> tuple[InstanceRow, Model]:
    if find_case(work, instance, viewer) is None:
        message = f"There is no case {instance}."
        raise NotFoundError(message)
    row = get_instance(work, instance)
    return row, get_model(work, row.definition_id)


def find_by_business_key(
    context: Context, *, viewer: PersonId, business_key: str
) -> InstanceId | None:
    """Return the case with a number, or null when there is none that the viewer may see."""
    with reading(context) as work:
        found = instances.find_by_business_key(work.transaction, business_key.strip())
        if found is None:
            return None
        row = find_case(work, found, viewer)
        return row.id if row else None


def _clauses(model: Model, language: str) -> tuple[Clause, ...]:
    found = (model.procedure.clause(one, language) for one in model.procedure.clauses)
    return tuple(clause for clause in found if clause is not None)
