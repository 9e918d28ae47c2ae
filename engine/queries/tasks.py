"""One task, with everything its page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import spiff
from engine.advance.acting import Verdict, judge
from engine.advance.model import Model, get_model
from engine.advance.submissions import is_sealed
from engine.context import Context, Work, reading
from engine.errors import ConflictError, DocketError, NotFoundError
from engine.model.access import find_ground, is_administrator
from engine.model.forms import Evaluator
from engine.model.ids import DefinitionId, InstanceId, PersonId, TaskId
from engine.model.procedure import Clause
from engine.model.views import CaseSummary, PersonName, Said, Translator
from engine.queries.cases_records import DocumentView
from engine.queries.evaluating import make_evaluator
from engine.queries.naming import (
    element_name,
    person_name,
    readers,
    translator,
    why,
)
from engine.queries.positions import summarise
from engine.queries.seeing import list_documents
from engine.queries.seen import find_case, get_instance, let_see
from engine.store import user_tasks
from engine.store.instances import InstanceRow
from engine.store.sealed import open_sealed
from engine.store.user_tasks import UserTaskRow


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """A task as the person who opened it sees it."""

    task: TaskId
    element: str
    name: str
    #: ``created``, ``assigned``, ``completed`` or ``canceled``.
    status: str
    assignee: PersonName | None
    #: Who finished it, once somebody has.
    completed_by: PersonName | None
    completed_at: datetime | None
    created: datetime
    due: datetime | None
    overdue: bool
    #: Why it is theirs, as in the inbox; null when they may only look.
    why: Said | None
    may_claim: bool
    may_unclaim: bool
    may_complete: bool
    #: True for administrators, who may give the task to somebody.
    may_assign: bool
    #: Why they may not do it: ``not-candidate``, ``assigned`` (person), ``four-eyes`` (element,
    #: person), ``absent-directory``, ``closed``; null when they may.
    refusal: Said | None
    #: The form definition (form-js JSON).
    form: bytes
    form_id: str
    #: Variables that the form may show or use; confidential ones are references.
    scope: Mapping[str, object]
    #: Raw answers saved earlier; empty when there is no draft.
    draft: Mapping[str, object]
    #: Works out a FEEL expression of the form as the case would.
    evaluate: Evaluator
    #: Puts texts of the form into the reader's language.
    translate: Translator
    #: Who may open each confidential variable, in words.
    readers: Mapping[str, tuple[str, ...]]
    #: The clauses that the task carries out.
    clauses: tuple[Clause, ...]
    #: Documents that the case has produced so far.
    documents: tuple[DocumentView, ...]
    case: CaseSummary
    definition: DefinitionId
    checksum: str


@dataclass(frozen=True, kw_only=True)
class AskedView:
    """What a task asks of whoever submits it."""

    task: TaskId
    name: str
    instance: InstanceId
    #: Person whom the case concerns.
    subject: PersonId
    #: The form definition (form-js JSON); empty when nothing is asked.
    form: bytes
    may_complete: bool


def get_task(context: Context, *, person: PersonId, task: TaskId, language: str = "en") -> TaskView:
    """Return a task that a person may do or see.

    Raises:
        NotFoundError: If there is no such task, or they may not see its case.
    """
    with reading(context) as work:
        row, instance, model, verdict = _open(work, task, person)
        summary = summarise(work, model, instance, language)
        return _view(work, instance, model, row, verdict, summary, person, language)


def get_asked(
    context: Context, *, person: PersonId, task: TaskId, language: str = "en"
) -> AskedView:
    """Return what a task asks of a person who submits it, which is less than its page shows.

    Raises:
        NotFoundError: If there is no such task, or they may not see its case.
    """
    with reading(context) as work:
        row, instance, model, verdict = _open(work, task, person)
        return AskedView(
            task=row.id,
            name=element_name(model, row.element, language),
            instance=instance.id,
            subject=PersonId(instance.subject),
            form=model.form(row.form) if row.form else b"",
            may_complete=verdict.ground is not None,
        )


def _open(
    work: Work, task: TaskId, person: PersonId
) -> tuple[UserTaskRow, InstanceRow, Model, Verdict]:
    row = user_tasks.get(work.transaction, task)
    instance = get_instance(work, row.instance_id)
    model = get_model(work, instance.definition_id)
    verdict = judge(work, instance, model, row, person)
    if verdict.ground is not None:
        let_see(work, instance.id, person)
    elif not _could_do(work, instance, row, person) and not find_case(work, instance.id, person):
        message = f"There is no task {task}."
        raise NotFoundError(message)
    return row, instance, model, verdict


def _could_do(work: Work, instance: InstanceRow, row: UserTaskRow, person: PersonId) -> bool:
    """Tell whether somebody could have done a task that is closed.

    Whoever comes second must be told who was first, though the case is out of their sight by now.
    """
    if row.is_open:
        return False
    day = work.day(instance.zone)
    return bool(find_ground(work.roster, day, person, assignee="", candidates=row.candidates))


def _view(
    work: Work,
    instance: InstanceRow,
    model: Model,
    row: UserTaskRow,
    verdict: Verdict,
    summary: CaseSummary,
    person: PersonId,
    language: str,
) -> TaskView:
    may = verdict.ground is not None
    theirs = may and bool(row.assignee)
    administers = is_administrator(work.roster, person, work.today)
    return TaskView(
        task=row.id,
        element=row.element,
        name=element_name(model, row.element, language),
        status=row.status,
        assignee=person_name(work, row.assignee) if row.assignee else None,
        completed_by=person_name(work, row.completed_by) if row.completed_by else None,
        completed_at=row.completed_at,
        created=row.created_at,
        due=row.due_at,
        overdue=row.is_open and row.due_at is not None and row.due_at < work.now,
        why=why(work, verdict.ground, translator(model, language), language)
        if verdict.ground
        else None,
        may_claim=may and not row.assignee,
        may_unclaim=row.is_open and bool(row.candidates) and bool(row.assignee)
        and (theirs or administers),
        may_complete=may,
        may_assign=administers and row.is_open,
        refusal=verdict.refusal,
        form=model.form(row.form) if row.form else b"",
        form_id=row.form,
        scope=_scope(model, instance, row),
        draft=_draft(work, row) if may else {},
        evaluate=make_evaluator(work.context, model, instance.zone, instance.id),
        translate=translator(model, language),
        readers=readers(work, model, instance.subject, language),
        clauses=clauses_of(model, row.element, language),
        documents=list_documents(work, model, instance, person),
        case=summary,
        definition=DefinitionId(instance.definition_id),
        checksum=model.checksum,
    )  # fmt: skip


def clauses_of(model: Model, element_id: str, language: str) -> tuple[Clause, ...]:
    """Return the clauses that an element carries out, in a language."""
    element = model.definition.elements.get(element_id)
    found = [model.procedure.clause(one, language) for one in (element.policy if element else ())]
    return tuple(clause for clause in found if clause is not None)


def _scope(model: Model, instance: InstanceRow, row: UserTaskRow) -> Mapping[str, object]:
    if not row.is_open or instance.status != "active":
        return {}
    try:
        return spiff.visible_variables(model.definition, instance.state, row.token)
    except ConflictError:
        return {}


def _draft(work: Work, row: UserTaskRow) -> Mapping[str, object]:
    if not is_sealed(row.draft) or not isinstance(row.draft, dict):
        return {}
    try:
        opened = open_sealed(work.transaction, work.context.keyring, row.draft)
    except DocketError:
        return {}  # erased since: the draft begins anew
    return opened if isinstance(opened, dict) else {}
