"""The list of notices and one notice."""

from flask import render_template

from engine.commands.mark_notice_read import mark_notice_read
from engine.queries.notices import get_notice, list_notices
from webapp.web.access import SIGNED_IN, allow
from webapp.web.markdown import render_markdown
from webapp.web.pages import PER_PAGE, get_number
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def show() -> str:
    """List the notices, newest first."""
    page = list_notices(get_context(), person=get_viewer().id, page=get_number(), per_page=PER_PAGE)
    return render_template("notices/list.html", page=page)


@allow(SIGNED_IN)
def read(notice: str) -> str:
    """Show a notice; from now on it counts as read."""
    found = get_notice(get_context(), person=get_viewer().id, notice=notice)
    if not found.read_at:
        mark_notice_read(get_context(), actor=get_viewer().id, notice=notice)
    text = render_markdown(found.body)
    return render_template("notices/notice.html", notice=found, text=text)
