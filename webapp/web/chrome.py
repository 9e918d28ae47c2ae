"""What stands around every page: the counts in the menu, the time, the mark of a form."""

from datetime import datetime

from flask import Flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from engine.queries.inbox import count_tasks
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
    """Count the tasks that are assigned to whoever is asking."""
    viewer = find_viewer()
    return count_tasks(get_context(), person=viewer.id).mine if viewer else 0


def count_unread_notices() -> int:
    """Count the notices that whoever is asking has not opened."""
    viewer = find_viewer()
    return count_unread(get_context(), person=viewer.id) if viewer else 0


def make_csrf_field() -> Markup:
    """Return the hidden field that proves that a form is ours."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
