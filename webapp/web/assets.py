"""Addresses of our own scripts and styles, which change when the file does."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for


def install(app: Flask) -> None:
    """Offer ``asset('docket.css')`` to the pages."""
    app.jinja_env.globals["asset"] = get_asset


def get_asset(name: str) -> str:
    """Return the address of a static file, good for as long as its content."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_digest(str(Path(folder) / name)))


@cache
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
