"""What the machine will do, and what it could not do."""

from flask import render_template

from engine.queries.jobs import list_jobs
from webapp.web.access import ADMINISTRATOR, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_number
from webapp.web.state import get_context, get_viewer


@allow(ADMINISTRATOR)
def jobs() -> str:
    """List deadlines, mails and calls of other systems that wait or have failed."""
    page = list_jobs(
        get_context(),
        viewer=get_viewer().id,
        page=get_number(),
        per_page=PER_PAGE,
        language=get_language(),
    )
    return render_template("admin/jobs.html", page=page)
