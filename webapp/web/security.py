"""Headers that tell the browser what our pages may do (OWASP ASVS 5.0, chapter 3)."""

import secrets

from flask import Flask, Response, g, request

from webapp.web.state import get_settings

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_ONE_YEAR = 31_536_000


def get_nonce() -> str:
    """Return the word that marks this response's own scripts and styles."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def allow_editor_styles() -> None:
    """Let the diagram editor of this page set styles: it lays out its own panels."""
    g.editor_styles = True


def install(app: Flask) -> None:
    """Send the headers with every response."""
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = get_nonce


def _policy() -> str:
    style = "'self'"
    extra = ""
    if g.get("editor_styles"):
        style += f" 'nonce-{get_nonce()}'"
        extra = "style-src-attr 'unsafe-inline'; "
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{get_nonce()}'; style-src {style}; {extra}"
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'"
    )


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _policy())
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    elif request.args.get("v"):
        response.headers["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
    if get_settings().tls:
        value = f"max-age={_ONE_YEAR}; includeSubDomains"
        response.headers.setdefault("Strict-Transport-Security", value)
    return response
