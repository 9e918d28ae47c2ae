"""The list of stock cards, and one card."""

from flask import render_template

from engine.queries.stock import StockList, get_card, list_stock
from webapp.web.access import STOCK, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_choice, get_number, get_text
from webapp.web.state import get_context, get_viewer

VIEWS = ("all", "low")


@allow(STOCK)
def show() -> str:
    """List stock cards by office, item and location."""
    found = find_cards(page=get_number(), per_page=PER_PAGE)
    return render_template(
        "stock/list.html", page=found.cards, units=found.units, view=get_choice("view", VIEWS)
    )


def find_cards(*, page: int, per_page: int) -> StockList:
    """Find the cards that the address asks for."""
    return list_stock(
        get_context(),
        viewer=get_viewer().id,
        unit=get_text("unit"),
        search=get_text("search"),
        which="low" if get_choice("view", VIEWS) == "low" else "all",
        page=page,
        per_page=per_page,
        language=get_language(),
    )


@allow(STOCK)
def card(card: str) -> str:
    """Show a stock card with its lines, batches and layers of cost."""
    found = get_card(
        get_context(),
        viewer=get_viewer().id,
        card=card,
        page=get_number(),
        per_page=PER_PAGE,
        language=get_language(),
    )
    return render_template("stock/card.html", card=found)
