"""The procedures that a person may start."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advance.begin import place_of
from engine.advance.model import Model, get_latest, list_latest
from engine.context import Context, Work, reading
from engine.errors import NotAllowedError
from engine.model.access import may_start, may_start_for, may_start_for_anybody
from engine.model.forms import Evaluator
from engine.model.ids import DefinitionId, PersonId
from engine.model.procedure import Clause
from engine.model.roster import find_role, name_of
from engine.model.views import Translator
from engine.queries.evaluating import make_evaluator
from engine.queries.naming import readers, translator
from engine.queries.tasks import clauses_of
from engine.store.definitions import DefinitionRow


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
    #: Who may open each confidential variable, in words.
    readers: Mapping[str, tuple[str, ...]]
    clauses: tuple[Clause, ...]
    checksum: str


def list_procedures(
    context: Context, *, person: PersonId, language: str = "en"
) -> tuple[ProcedureCard, ...]:
    """List the procedures that a person may start, by title."""
    with reading(context) as work:
        cards = [_card(work, row, model, person, language) for row, model in list_latest(work)]
    mine = [card for card in cards if card.may_start or card.may_start_for_others]
    return tuple(sorted(mine, key=lambda card: card.title.casefold()))


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
    with reading(context) as work:
        row, model = get_latest(work, process_id)
        whom = subject or person
        zone = place_of(work, whom)[1]
        if not may_start_for(work.roster, model.procedure, person, whom, work.day(zone)):
            message = (
                f"You may not start “{model.procedure.title}” for {name_of(work.roster, whom)}. "
                "Ask who holds the role in their office."
            )
            raise NotAllowedError(message)
        form = model.procedure.start_form
        return StartView(
            card=_card(work, row, model, person, language),
            form=model.form(form) if form else b"",
            form_id=form,
            scope={"initiator": person, "subject": whom, "unit": place_of(work, whom)[0]},
            evaluate=make_evaluator(context, model, zone),
            translate=translator(model, language),
            readers=readers(work, model, whom, language),
            clauses=_start_clauses(model, language),
            checksum=model.checksum,
        )


def _card(
    work: Work, row: DefinitionRow, model: Model, person: PersonId, language: str
) -> ProcedureCard:
    procedure = model.procedure
    owner = find_role(work.roster, procedure.owner)
    day = work.day(place_of(work, person)[1])
    return ProcedureCard(
        process_id=row.process_id,
        title=procedure.translate(procedure.title, language),
        description=procedure.translate(procedure.description, language),
        owner=procedure.translate(owner.title, language) if owner else procedure.owner,
        source=procedure.source,
        definition=row.id,
        version=row.version,
        may_start=may_start(work.roster, procedure, person, day),
        may_start_for_others=may_start_for_anybody(work.roster, procedure, person, day),
    )


def _start_clauses(model: Model, language: str) -> tuple[Clause, ...]:
    starts = [start for start in model.definition.start_events if start.event.kind == "none"]
    found = [clause for start in starts for clause in clauses_of(model, start.id, language)]
    return tuple({clause.id: clause for clause in found}.values())
