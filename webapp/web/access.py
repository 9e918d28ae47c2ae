"""Who may ask for a page. Every view carries a decision; a view without one is refused.

This is the outer door: which kind of person a page is for. What a person may see or do on it is
decided by the engine, for pages and programs alike.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

from webapp.web.state import find_viewer, get_viewer

P = ParamSpec("P")
R = TypeVar("R")

EVERYONE = "everyone"
SIGNED_IN = "signed in"
AUDITOR = "auditor"
PROCESS_OWNER = "process_owner"
ADMINISTRATOR = "administrator"
STOCK = "stock"
REGISTER = "register"
#: Decisions that ask for a right, by any one of which the door opens.
RIGHTS = frozenset({AUDITOR, PROCESS_OWNER, ADMINISTRATOR, STOCK, REGISTER})

_ATTRIBUTE = "docket_access"


def allow(*decisions: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view with the people it is for: `EVERYONE`, `SIGNED_IN`, or any of `RIGHTS`."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _ATTRIBUTE, frozenset(decisions))
        return view

    return mark


def find_decision(view: object) -> frozenset[str]:
    """Return the decision a view carries; empty when nobody took one."""
    found: object = getattr(view, _ATTRIBUTE, None)
    return found if isinstance(found, frozenset) else frozenset()


def may_open(decision: frozenset[str]) -> bool:
    """Tell whether whoever is asking may pass a decision."""
    if EVERYONE in decision:
        return True
    viewer = find_viewer()
    if viewer is None:
        return False
    return SIGNED_IN in decision or bool(decision & viewer.rights)


def install(app: Flask) -> None:
    """Check each request against the decision of its view."""
    allow(EVERYONE)(app.view_functions["static"])
    app.before_request(_check)


def _check() -> None:
    if request.endpoint is None:
        return
    decision = find_decision(current_app.view_functions[request.endpoint])
    if may_open(decision):
        return
    get_viewer()
    raise Forbidden
