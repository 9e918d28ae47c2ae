"""Procedures and cases for programs."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict

from flask import request

from engine.commands.start_instance import Started, start_instance
from engine.errors import RefusedError
from engine.model.ids import InstanceId
from engine.model.views import CaseSummary, Page
from engine.queries.cases import CaseView, list_cases
from engine.queries.cases import get_case as get_case_view
from engine.queries.catalogue import ProcedureCard, get_start
from engine.queries.catalogue import list_procedures as list_cards
from engine.queries.documents import open_document
from engine.queries.history import Entry, list_entries
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


def list_procedures() -> dict[str, object]:
    """List the procedures that one may start."""
    cards = list_cards(get_context(), person=get_viewer().id, language=get_language())
    return as_list(cards)


def get_procedure(process_id: str) -> dict[str, object]:
    """Show what the start of a procedure asks for."""
    context = get_context()
    start = get_start(
        context, person=get_viewer().id, process_id=process_id, language=get_language()
    )
    fields = context.forms.list_fields(start.form) if start.form else ()
    return asdict(start.card) | {"fields": fields}


def start_case(given: Mapping[str, object]) -> Started:
    """Begin a case."""
    answers = given["answers"]
    return start_instance(
        get_context(),
        actor=get_viewer().id,
        process_id=str(given["procedure"]),
        subject=str(given["subject"]),
        submission=answers if isinstance(answers, Mapping) else {},
        key=request.headers.get("Idempotency-Key", ""),
    )


def list_my_cases(given: Mapping[str, object]) -> Page[CaseSummary]:
    """List cases that one began, that concern one, or (view=all) that one may see."""
    return list_cases(
        get_context(),
        viewer=get_viewer().id,
        view="all" if given["view"] == "all" else "mine",
        search=str(given["search"]),
        status=str(given["status"]),
        page=int(str(given["page"])),
        per_page=int(str(given["per_page"])),
        language=get_language(),
    )


def get_case(instance: str) -> CaseView:
    """Show a case."""
    return get_case_view(
        get_context(),
        viewer=get_viewer().id,
        instance=InstanceId(instance),
        language=get_language(),
    )


def get_document(instance: str, document: str) -> dict[str, str]:
    """Give out a document that is not confidential.

    Raises:
        RefusedError: If it is: that needs a purpose, on the page of the case.
    """
    opened = open_document(
        get_context(), viewer=get_viewer().id, instance=InstanceId(instance), document=document
    )
    if opened is None:
        message = "The document is confidential. Open it on the page of the case."
        raise RefusedError(message)
    content = b64encode(opened.content).decode()
    return {"name": opened.name, "media_type": opened.media_type, "content": content}


def get_history(instance: str) -> dict[str, object]:
    """Show the history of a case, oldest first."""
    entries = list_entries(
        get_context(),
        viewer=get_viewer().id,
        instance=InstanceId(instance),
        language=get_language(),
    )
    return as_list(entries)


def as_list(rows: tuple[ProcedureCard, ...] | tuple[Entry, ...]) -> dict[str, object]:
    """Give a whole list the shape of a page."""
    return {"rows": rows, "total": len(rows), "page": 1, "pages": 1}
