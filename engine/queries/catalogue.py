"""The procedures that a person may start."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.context import Context
from engine.model.forms import Evaluator
from engine.model.ids import DefinitionId, PersonId
from engine.model.procedure import Clause
from engine.model.views import Translator


@dataclass(frozen=True, kw_only=True)
class ProcedureCard:
    """A procedure in the catalogue."""

    process_id: str
    title: str
    description: str
    #: Title of the role that owns it.
    owner: str
    #: Source document.
    source: str
    definition: DefinitionId
    version: int
    #: May begin a case for themselves.
    may_start: bool
    #: May begin a case for somebody else.
    may_start_for_others: bool


@dataclass(frozen=True, kw_only=True)
class StartView:
    """What the page that begins a case shows."""

    card: ProcedureCard
    #: The form definition; empty bytes when nothing is asked.
    form: bytes
    form_id: str
    scope: Mapping[str, object]
    evaluate: Evaluator
    translate: Translator
    clauses: tuple[Clause, ...]
    checksum: str


def list_procedures(
    context: Context, *, person: PersonId, language: str = "en"
) -> tuple[ProcedureCard, ...]:
    """List the procedures that a person may start, by title."""
    raise NotImplementedError


def get_start(
    context: Context,
    *,
    person: PersonId,
    process_id: str,
    subject: str = "",
    language: str = "en",
) -> StartView:
    """Return the start of a procedure.

    Args:
        context: The engine.
        person: Who would begin the case.
        process_id: The procedure.
        subject: Person whom it would concern; the beginner when empty.
        language: Language of the procedure's texts.

    Raises:
        NotFoundError: If no such procedure is deployed.
        NotAllowedError: If they may not start it for this person.
    """
    raise NotImplementedError
