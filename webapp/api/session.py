"""Signing in and out for programs."""

from collections.abc import Mapping

from flask import request

from engine.commands.sign_in import SignedIn, sign_in
from engine.commands.sign_out import sign_out
from webapp.web.identity import is_loopback
from webapp.web.state import get_context, get_viewer


def begin_session(given: Mapping[str, object]) -> SignedIn:
    """Get a token for an account."""
    return sign_in(
        get_context(),
        email=str(given["email"]),
        password=str(given["password"]),
        remote=request.remote_addr or "",
        loopback=is_loopback(),
    )


def end_session() -> None:
    """Make the token worthless."""
    sign_out(get_context(), token=get_viewer().token)
