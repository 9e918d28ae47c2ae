"""The list of cases that one began or that concern one."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from engine.queries.cases import find_by_business_key, list_cases
from webapp.web.access import SIGNED_IN, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_choice, get_number, get_text
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer

VIEWS = ("mine", "all")
STATES = ("", "active", "completed", "terminated", "incident")


@allow(SIGNED_IN)
def list_mine() -> str | Response:
    """List cases, last changed first; a whole case number goes straight to its case."""
    context, viewer, search = get_context(), get_viewer().id, get_text("search")
    found = search and find_by_business_key(context, viewer=viewer, business_key=search)
    if found:
        return go_to(url_for("cases.show", instance=found))
    view = get_choice("view", VIEWS)
    page = list_cases(
        context,
        viewer=viewer,
        view="all" if view == "all" else "mine",
        search=search,
        status=get_choice("status", STATES),
        page=get_number(),
        per_page=PER_PAGE,
        language=get_language(),
    )
    return render_template("cases/list.html", page=page, view=view)
