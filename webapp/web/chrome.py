"""What stands around every page: the counts in the menu, the time, the mark of a form."""

from datetime import datetime
from typing import Protocol

from flask import Flask, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from engine.context import Context
from engine.model.ids import PersonId
from engine.queries.inbox import count_mine
from engine.queries.notices import count_unread
from webapp.web.messages import translate_message
from webapp.web.state import find_viewer, get_context


def install(app: Flask) -> None:
    """Offer them to the pages."""
    app.jinja_env.globals.update(
        waiting=count_waiting,
        unread=count_unread_notices,
        now=get_now,
        csrf=make_csrf_field,
    )
    app.jinja_env.filters["engine_text"] = translate_message


def get_now() -> datetime:
    """Return the present instant of the engine."""
    return get_context().clock.now()


def count_waiting() -> int:
    """Count the tasks that are assigned to whoever is asking; once for each page."""
    return _once("docket_waiting", count_mine)


def count_unread_notices() -> int:
    """Count the notices that whoever is asking has not opened; once for each page."""
    return _once("docket_unread", count_unread)


class _Count(Protocol):
    def __call__(self, context: Context, /, *, person: PersonId) -> int: ...


def _once(name: str, count: _Count) -> int:
    viewer = find_viewer()
    if viewer is None:
        return 0
    if name not in g:
        setattr(g, name, count(get_context(), person=viewer.id))
    return int(g.get(name))


def make_csrf_field() -> Markup:
    """Return the hidden field that proves that a form is ours."""
    if "docket_csrf" not in g:
        html = Markup('<input type="hidden" name="csrf_token" value="{}">')
        g.docket_csrf = html.format(generate_csrf())
    field: Markup = g.docket_csrf
    return field
