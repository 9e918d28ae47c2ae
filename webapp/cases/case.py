"""The page of one case."""

from flask import render_template

from engine.model.ids import InstanceId
from engine.queries.cases import get_case
from engine.queries.history import list_entries
from webapp.web.access import SIGNED_IN, allow
from webapp.web.diagrams import draw_case
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def show(instance: str) -> str:
    """Show where a case stands, what happened so far, and what belongs to it."""
    context, viewer, language = get_context(), get_viewer().id, get_language()
    case = get_case(context, viewer=viewer, instance=InstanceId(instance), language=language)
    entries = list_entries(context, viewer=viewer, instance=InstanceId(instance), language=language)
    return render_template(
        "cases/case.html", view=case, case=case.summary, entries=entries, picture=draw_case(case)
    )
