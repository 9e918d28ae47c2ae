"""Changes are accepted from our own pages and from programs with a token, from nowhere else.

Two checks. The browser's own word on where a request comes from (``Sec-Fetch-Site``, else
``Origin``) holds for everything. A token in each form holds for pages; a program proves itself by
its bearer token, which no foreign page can make a browser send.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import gettext
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Forbidden

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask) -> CSRFProtect:
    """Check every request that could change something.

    Returns:
        The token check, from which the programming interface is taken out.
    """
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a form lives as long as the session
    app.config["WTF_CSRF_SSL_STRICT"] = False  # the check above does it, referrer or not
    app.before_request(_refuse_foreign)
    return CSRFProtect(app)


def comes_from_us() -> bool:
    """Tell whether the request was sent by a page of ours, by hand, or by a program."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return "Authorization" in request.headers


def _refuse_foreign() -> None:
    if request.method not in _SAFE and not comes_from_us():
        raise Forbidden(gettext("This was sent from another site, so nothing was done."))
