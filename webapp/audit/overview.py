"""Every case, and the verification of all chains."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from engine.queries.audit import verify
from engine.queries.cases import find_by_business_key, list_cases
from webapp.web.access import AUDITOR, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_choice, get_number, get_text
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer

STATES = ("", "active", "completed", "terminated", "incident")


@allow(AUDITOR)
def show() -> str | Response:
    """List every case, last changed first."""
    context, viewer, search = get_context(), get_viewer().id, get_text("search")
    found = search and find_by_business_key(context, viewer=viewer, business_key=search)
    if found:
        return go_to(url_for("audit.case", instance=found))
    page = list_cases(
        context,
        viewer=viewer,
        view="all",
        search=search,
        status=get_choice("status", STATES),
        page=get_number(),
        per_page=PER_PAGE,
        language=get_language(),
    )
    return render_template("audit/list.html", page=page)


@allow(AUDITOR)
def verify_all() -> str:
    """Check the chain of every case and the anchors over them."""
    return render_template("audit/verification.html", report=verify(get_context()))
