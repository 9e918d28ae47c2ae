"""What an administrator should look at."""

from flask import render_template

from engine.queries.health import list_stuck_cases
from engine.queries.incidents import list_incidents
from webapp.web.access import ADMINISTRATOR, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_number
from webapp.web.state import get_context, get_settings, get_viewer


@allow(ADMINISTRATOR)
def show() -> str:
    """Show how many cases stand still, and the way to everything else."""
    context = get_context()
    incidents = list_incidents(context, viewer=get_viewer().id, per_page=1)
    return render_template(
        "admin/overview.html",
        incidents=incidents.total,
        stuck=list_stuck_cases(context),
        demo=get_settings().demo,
    )


@allow(ADMINISTRATOR)
def incidents() -> str:
    """List the places where cases stand still."""
    page = list_incidents(
        get_context(),
        viewer=get_viewer().id,
        page=get_number(),
        per_page=PER_PAGE,
        language=get_language(),
    )
    return render_template("admin/incidents.html", page=page)
