"""People, their roles and who stands in for them."""

from datetime import date

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.set_absence import set_absence
from engine.errors import DocketError
from engine.model.ids import PersonId
from engine.queries.directory import get_person, list_people, list_units
from webapp.web.access import ADMINISTRATOR, allow
from webapp.web.errors import get_status
from webapp.web.i18n import get_language
from webapp.web.messages import translate_message
from webapp.web.pages import PER_PAGE, get_number, get_text
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer


@allow(ADMINISTRATOR)
def people() -> str:
    """List people by name."""
    page = list_people(
        get_context(),
        search=get_text("search"),
        unit=get_text("unit"),
        page=get_number(),
        per_page=PER_PAGE,
    )
    return render_template(
        "admin/people.html", page=page, units=list_units(get_context(), language=get_language())
    )


@allow(ADMINISTRATOR)
def person(person: str) -> str:
    """Show a person, their roles and absences."""
    return _show(person)


@allow(ADMINISTRATOR)
def add_absence(person: str) -> Response | tuple[str, int]:
    """Name who stands in for a person."""
    first, last = _read_day("first_day"), _read_day("last_day")
    if first is None or last is None:
        return _show(person, gettext("Give the first and the last day.")), 422
    try:
        set_absence(
            get_context(),
            actor=get_viewer().id,
            person=PersonId(person),
            substitute=PersonId(request.form.get("substitute", "")),
            first_day=first,
            last_day=last,
        )
    except DocketError as error:
        return _show(person, translate_message(error.message)), get_status(error)
    flash(gettext("The absence is recorded."))
    return go_to(url_for("admin.person", person=person))


def _read_day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def _show(person: str, refusal: str = "") -> str:
    context = get_context()
    found = get_person(context, person=PersonId(person), language=get_language())
    colleagues = list_people(context, unit=found.unit, per_page=200)
    return render_template(
        "admin/person.html", person=found, colleagues=colleagues.rows, refusal=refusal
    )
