"""One look at the database for each request: pages are put together from many questions."""

from contextlib import ExitStack

from flask import Flask, g

from engine.context import one_look
from webapp.web.state import get_context


def install(app: Flask) -> None:
    """Open it before anything is asked, and close it when the answer is made."""
    app.before_request(_open)
    app.teardown_request(_close)


def _open() -> None:
    g.look = ExitStack()
    g.look.enter_context(one_look(get_context()))


def _close(_error: BaseException | None) -> None:
    look = g.pop("look", None)
    if look is not None:
        look.close()
