"""One's own page: language, password, who stands in."""

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.change_password import change_password as change_password_command
from engine.errors import RefusedError
from engine.queries.directory import get_person
from webapp.web.access import EVERYONE, SIGNED_IN, allow
from webapp.web.i18n import choose_anew, get_language, remember_language
from webapp.web.messages import translate_message
from webapp.web.redirects import go_on, go_to
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def profile() -> str:
    """Show who one is to Docket."""
    return _show()


@allow(SIGNED_IN)
def change_password() -> Response | tuple[str, int]:
    """Change one's own password."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _show(gettext("The new password was typed in two different ways.")), 422
    try:
        change_password_command(get_context(), actor=get_viewer().id, old=old, new=new)
    except RefusedError as error:
        return _show(translate_message(error.message)), 422
    flash(gettext("Your password is changed. Other devices have to sign in again."))
    return go_to(url_for("session.profile"))


@allow(EVERYONE)
def choose_language() -> Response:
    """Show the pages in another language, on this device."""
    remember_language(request.form.get("language", ""))
    choose_anew()
    return go_on(url_for("session.home"))


def _show(refusal: str = "") -> str:
    person = get_person(get_context(), person=get_viewer().id, language=get_language())
    return render_template("session/profile.html", person=person, refusal=refusal)
