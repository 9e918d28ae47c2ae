"""What a request stands on: the engine, the settings, and whoever is asking."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g
from werkzeug.exceptions import Unauthorized

from engine.context import Context
from engine.model.ids import PersonId
from webapp.settings import Settings

_KEY = "docket"


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Whoever is asking."""

    id: PersonId
    name: str
    email: str
    #: BCP 47 tag.
    language: str
    #: IANA time zone of their duty station: dates are shown in it.
    zone: str
    #: Platform rights that they hold today: names in `webapp.web.access.RIGHTS`.
    rights: frozenset[str]
    #: The session's token, which ends it.
    token: str


def attach(app: Flask, context: Context, settings: Settings) -> None:
    """Give an application the engine and the settings it works with."""
    app.extensions[_KEY] = (context, settings)


def get_context() -> Context:
    """Return the engine."""
    return cast("tuple[Context, Settings]", current_app.extensions[_KEY])[0]


def get_settings() -> Settings:
    """Return the settings of the web application."""
    return cast("tuple[Context, Settings]", current_app.extensions[_KEY])[1]


def find_viewer() -> Viewer | None:
    """Return whoever is asking, or None for a visitor."""
    return cast("Viewer | None", g.get("viewer"))


def get_viewer() -> Viewer:
    """Return whoever is asking.

    Raises:
        Unauthorized: If nobody is signed in.
    """
    viewer = find_viewer()
    if viewer is None:
        raise Unauthorized
    return viewer


def set_viewer(viewer: Viewer | None) -> None:
    """Record who is asking, for the rest of this request."""
    g.viewer = viewer
