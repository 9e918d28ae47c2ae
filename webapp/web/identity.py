"""Whoever is asking, from the cookie of a browser or the bearer token of a program.

Pages know people by the cookie alone and the programming interface by the bearer token alone, so
that no foreign page can make a browser call the interface in somebody's name.
"""

from flask import Flask, request
from werkzeug.wrappers import Response

from engine.commands.sign_in import SignedIn
from engine.queries.sessions import SessionView, find_session
from webapp.web.access import ADMINISTRATOR, AUDITOR, PROCESS_OWNER, REGISTER, STOCK
from webapp.web.i18n import choose_anew
from webapp.web.state import Viewer, get_context, get_settings, set_viewer

_BEARER = "bearer "


def install(app: Flask) -> None:
    """Find out who is asking before anything else happens."""
    app.before_request(_identify)


def get_cookie_name() -> str:
    """Return the cookie's name; over TLS the browser keeps it to this host alone."""
    return "__Host-docket" if get_settings().tls else "docket"


def remember(response: Response, signed_in: SignedIn) -> None:
    """Give the browser a session."""
    response.set_cookie(
        get_cookie_name(),
        signed_in.token,
        expires=signed_in.expires_at,
        secure=get_settings().tls,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget(response: Response) -> None:
    """Take the session out of the browser."""
    response.delete_cookie(
        get_cookie_name(), path="/", secure=get_settings().tls, httponly=True, samesite="Lax"
    )


def is_for_programs() -> bool:
    """Tell whether the request is for the programming interface."""
    return request.path.startswith("/api/")


def is_loopback() -> bool:
    """Tell whether the browser runs on the machine that serves it."""
    remote = request.remote_addr or ""
    return remote == "::1" or remote.startswith("127.")


def _find_token() -> str:
    if not is_for_programs():
        return request.cookies.get(get_cookie_name(), "")
    header = request.headers.get("Authorization", "")
    return header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""


def _identify() -> None:
    if request.endpoint == "static":
        return
    token = _find_token()
    session = find_session(get_context(), token=token) if token else None
    set_viewer(_as_viewer(session, token) if session else None)
    choose_anew()


def _as_viewer(session: SessionView, token: str) -> Viewer:
    held = {
        ADMINISTRATOR: session.is_administrator,
        AUDITOR: session.is_auditor,
        PROCESS_OWNER: session.is_process_owner,
        STOCK: session.sees_stock,
        REGISTER: session.sees_register,
    }
    return Viewer(
        id=session.person,
        name=session.name,
        email=session.email,
        language=session.language,
        zone=session.zone,
        rights=frozenset(right for right, has in held.items() if has),
        token=token,
    )
