"""The numbers of an office's documents, as a page and as a file."""

from flask import Response, render_template, request

from engine.queries.register import RegisterView, show_register
from webapp.web.access import REGISTER, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_number, get_text
from webapp.web.state import get_context, get_viewer
from webapp.web.tables import EVERYTHING, send_table


@allow(REGISTER)
def show() -> str:
    """Show the register of an office by type and number."""
    year = _get_year()
    return render_template(
        "register/list.html", register=_find(page=get_number(), per_page=PER_PAGE), year=year
    )


@allow(REGISTER)
def download() -> Response:
    """Download the documents that the list shows, all pages of it."""
    found = _find(page=1, per_page=EVERYTHING)
    head = ("OFFICE", "TYPE", "NUMBER", "PRODUCED_AT", "VOID_SINCE", "VOID_REASON", "CASE",
            "TITLE")  # fmt: skip
    rows = [
        (found.unit, line.type, line.number, line.produced_at, line.voided_at, line.void_reason,
         line.business_key, line.title)
        for line in found.lines.rows
    ]  # fmt: skip
    return send_table(f"register-{found.unit}.csv", head, rows)


def _find(*, page: int, per_page: int) -> RegisterView:
    return show_register(
        get_context(),
        viewer=get_viewer().id,
        unit=get_text("unit"),
        type=get_text("type"),
        year=_get_year(),
        page=page,
        per_page=per_page,
        language=get_language(),
    )


def _get_year() -> int:
    return request.args.get("year", 0, type=int)
