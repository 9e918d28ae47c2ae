"""The list of procedures, and the choice of the person whom a case will concern."""

from flask import render_template

from engine.errors import NotAllowedError
from engine.queries.catalogue import ProcedureCard, list_procedures
from engine.queries.directory import list_people
from webapp.web.access import SIGNED_IN, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_number, get_text
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def show() -> str:
    """List the procedures that one may start."""
    return render_template("catalogue/list.html", cards=_list_cards())


@allow(SIGNED_IN)
def choose_person(process_id: str) -> str:
    """Ask whom the case will concern.

    Raises:
        NotAllowedError: If one may not start it for others.
    """
    card = next((card for card in _list_cards() if card.process_id == process_id), None)
    if card is None or not card.may_start_for_others:
        raise NotAllowedError
    search = get_text("search")
    page = list_people(get_context(), search=search, page=get_number(), per_page=PER_PAGE)
    return render_template("catalogue/person.html", card=card, page=page, search=search)


def _list_cards() -> tuple[ProcedureCard, ...]:
    return list_procedures(get_context(), person=get_viewer().id, language=get_language())
