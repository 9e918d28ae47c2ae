"""The list of tasks."""

from typing import cast

from flask import render_template, request

from engine.queries.catalogue import list_procedures
from engine.queries.directory import list_units
from engine.queries.inbox import Sort, View, count_tasks, list_tasks
from webapp.web.access import SIGNED_IN, allow
from webapp.web.i18n import get_language
from webapp.web.pages import PER_PAGE, get_choice, get_number, get_text
from webapp.web.state import get_context, get_viewer

VIEWS = ("all", "mine", "groups")
SORTS = ("due", "created", "case")


@allow(SIGNED_IN)
def show() -> str:
    """List the open tasks that one may do."""
    person, context, language = get_viewer().id, get_context(), get_language()
    view, sort = get_choice("view", VIEWS), get_choice("sort", SORTS)
    back = "back" in request.args
    page = list_tasks(
        context,
        person=person,
        view=cast("View", view),
        search=get_text("search"),
        process_id=get_text("procedure"),
        unit=get_text("unit"),
        sort=cast("Sort", sort),
        page=get_number("back") if back else get_number(),
        from_end=back,
        per_page=PER_PAGE,
        language=language,
    )
    return render_template(
        "inbox/list.html",
        page=page,
        counts=count_tasks(context, person=person),
        view=view,
        sort=sort,
        procedures=list_procedures(context, person=person, language=language),
        units=list_units(context, language=language),
    )
