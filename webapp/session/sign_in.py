"""Beginning and ending a session."""

from flask import render_template, request, session, url_for
from werkzeug.wrappers import Response

from engine.commands.sign_in import sign_in as sign_in_command
from engine.commands.sign_out import sign_out as sign_out_command
from engine.errors import NotAllowedError
from webapp.settings import DemoAccount, Settings
from webapp.web.access import EVERYONE, SIGNED_IN, allow
from webapp.web.identity import forget, is_loopback, remember
from webapp.web.messages import translate_message
from webapp.web.redirects import go_on, go_to
from webapp.web.state import find_viewer, get_context, get_settings, get_viewer


@allow(EVERYONE)
def home() -> Response:
    """Go to the inbox, or to the sign-in page."""
    return go_to(url_for("inbox.show" if find_viewer() else "session.sign_in"))


@allow(EVERYONE)
def sign_in() -> Response | str:
    """Ask for an e-mail address and a password."""
    if find_viewer():
        return go_on(url_for("inbox.show"))
    return _ask(request.args.get("email", ""))


@allow(EVERYONE)
def begin_session() -> Response | tuple[str, int]:
    """Begin a session and go where the visitor wanted to go."""
    email = request.form.get("email", "").strip()[:200]
    password = request.form.get("password", "")[:200]
    try:
        signed_in = sign_in_command(
            get_context(),
            email=email,
            password=password,
            remote=request.remote_addr or "",
            loopback=is_loopback(),
        )
    except NotAllowedError as error:
        return _ask(email, translate_message(error.message)), 403
    session.clear()  # nothing of the visitor before carries over
    response = go_on(url_for("inbox.show"))
    remember(response, signed_in)
    return response


@allow(SIGNED_IN)
def sign_out() -> Response:
    """End the session everywhere it is known."""
    sign_out_command(get_context(), token=get_viewer().token)
    session.clear()
    response = go_to(url_for("session.sign_in"))
    forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _ask(email: str, refusal: str = "") -> str:
    settings = get_settings()
    return render_template(
        "session/sign_in.html",
        email=email,
        refusal=refusal,
        next=request.values.get("next"),
        accounts=_list_accounts(settings),
        password=settings.demo_password if is_loopback() else "",
    )


def _list_accounts(settings: Settings) -> tuple[DemoAccount, ...]:
    return settings.demo_accounts if settings.demo and is_loopback() else ()
