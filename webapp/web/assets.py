"""Addresses of our own scripts and styles, which change when the file does."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request, url_for

_KEY = "docket.assets"


def install(app: Flask) -> None:
    """Offer ``asset('docket.css')`` to the pages."""
    app.jinja_env.globals["asset"] = get_asset


def get_asset(name: str) -> str:
    """Return the address of a static file, good for as long as its content."""
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault(_KEY, {})
    where = (request.script_root, name)
    if where not in known:
        folder = current_app.static_folder or ""
        known[where] = url_for("static", filename=name, v=_digest(str(Path(folder) / name)))
    return known[where]


@cache
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
