"""One task, with everything its page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.forms import Evaluator
from engine.model.ids import DefinitionId, PersonId, TaskId
from engine.model.procedure import Clause
from engine.model.views import CaseSummary, PersonName, Said, Translator


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
    #: The clauses that the task carries out.
    clauses: tuple[Clause, ...]
    case: CaseSummary
    definition: DefinitionId
    checksum: str


def get_task(context: Context, *, person: PersonId, task: TaskId, language: str = "en") -> TaskView:
    """Return a task that a person may do or see.

    Raises:
        NotFoundError: If there is no such task, or they may not see its case.
    """
    raise NotImplementedError
