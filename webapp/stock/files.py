"""Stock as files for a spreadsheet: the list of cards, and the lines of one."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

from flask import Response

from engine.queries.stock import get_card, list_stock
from webapp.stock.cards import VIEWS
from webapp.web.access import STOCK, allow
from webapp.web.pages import get_choice, get_text
from webapp.web.state import get_context, get_viewer

#: Rows of one file; more than all offices together have.
_MOST = 1_000_000
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@allow(STOCK)
def download_list() -> Response:
    """Download the cards that the list shows, all pages of it."""
    view = get_choice("view", VIEWS)
    found = list_stock(
        get_context(),
        viewer=get_viewer().id,
        unit=get_text("unit"),
        search=get_text("search"),
        which="low" if view == "low" else "all",
        per_page=_MOST,
    )
    head = ("OFFICE", "ITEM", "DESCRIPTION", "MEASURE", "PROJECT", "LOCATION", "BALANCE",
            "AVAILABLE", "REORDER_LEVEL", "FIRST_EXPIRY")  # fmt: skip
    rows = [
        (card.unit, card.item, card.description, card.measure, card.project, card.location,
         card.balance, card.available, card.reorder_level, card.expires)
        for card in found.cards.rows
    ]  # fmt: skip
    return _send("stock.csv", head, rows)


@allow(STOCK)
def download_card(card: str) -> Response:
    """Download the lines of a card, oldest first."""
    found = get_card(get_context(), viewer=get_viewer().id, card=card, per_page=_MOST)
    head = ("LINE", "DATE", "DOCUMENT", "KIND", "BATCH", "QUANTITY", "BALANCE", "VALUE_USD",
            "CASE", "EXPLANATION")  # fmt: skip
    rows = [
        (Decimal(line.line), line.day, line.document, line.kind, line.batch, line.quantity,
         line.balance, line.value, line.business_key, line.explanation)
        for line in reversed(found.lines.rows)
    ]  # fmt: skip
    summary = found.summary
    return _send(f"{summary.unit}-{summary.item}.csv", head, rows)


def _send(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=_plain(name))
    return response


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    written = str(value)
    return f"'{written}" if written.startswith(_FORMULA) else written


def _plain(name: str) -> str:
    return "".join(one if one.isalnum() or one in "-._" else "-" for one in name)
