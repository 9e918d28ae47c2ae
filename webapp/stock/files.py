"""Stock as files for a spreadsheet: the list of cards, and the lines of one."""

from decimal import Decimal

from flask import Response

from engine.queries.stock import get_card
from webapp.stock.cards import find_cards
from webapp.web.access import STOCK, allow
from webapp.web.state import get_context, get_viewer
from webapp.web.tables import EVERYTHING, send_table


@allow(STOCK)
def download_list() -> Response:
    """Download the cards that the list shows, all pages of it."""
    found = find_cards(page=1, per_page=EVERYTHING)
    head = ("OFFICE", "ITEM", "DESCRIPTION", "MEASURE", "PROJECT", "LOCATION", "BALANCE",
            "AVAILABLE", "REORDER_LEVEL", "FIRST_EXPIRY")  # fmt: skip
    rows = [
        (card.unit, card.item, card.description, card.measure, card.project, card.location,
         card.balance, card.available, card.reorder_level, card.expires)
        for card in found.cards.rows
    ]  # fmt: skip
    return send_table("stock.csv", head, rows)


@allow(STOCK)
def download_card(card: str) -> Response:
    """Download the lines of a card, oldest first."""
    found = get_card(get_context(), viewer=get_viewer().id, card=card, per_page=EVERYTHING)
    head = ("LINE", "DATE", "DOCUMENT", "KIND", "BATCH", "QUANTITY", "BALANCE", "VALUE_USD",
            "CASE", "EXPLANATION")  # fmt: skip
    rows = [
        (Decimal(line.line), line.day, line.document, line.kind, line.batch, line.quantity,
         line.balance, line.value, line.business_key, line.explanation)
        for line in reversed(found.lines.rows)
    ]  # fmt: skip
    summary = found.summary
    return send_table(f"{summary.unit}-{summary.item}.csv", head, rows)
