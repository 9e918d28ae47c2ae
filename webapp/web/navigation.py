"""The menu: what each person finds in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, request
from flask_babel import lazy_gettext

from webapp.web import access
from webapp.web.state import find_viewer


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the menu."""

    endpoint: str
    #: A lazily translated text.
    label: object
    #: Rights for which it is shown; empty for everybody.
    rights: frozenset[str] = frozenset()

    @property
    def current(self) -> bool:
        """Tell whether the page belongs to this entry."""
        return request.blueprint == self.endpoint.partition(".")[0]


ENTRIES = (
    Entry(endpoint="inbox.show", label=lazy_gettext("Inbox")),
    Entry(endpoint="catalogue.show", label=lazy_gettext("Start a case")),
    Entry(endpoint="cases.list_mine", label=lazy_gettext("My cases")),
    Entry(
        endpoint="stock.show",
        label=lazy_gettext("Stock"),
        rights=frozenset({access.STOCK}),
    ),
    Entry(
        endpoint="register.show",
        label=lazy_gettext("Register"),
        rights=frozenset({access.REGISTER}),
    ),
    Entry(
        endpoint="audit.show",
        label=lazy_gettext("Audit"),
        rights=frozenset({access.AUDITOR}),
    ),
    Entry(
        endpoint="modeler.show",
        label=lazy_gettext("Procedures"),
        rights=frozenset({access.PROCESS_OWNER}),
    ),
    Entry(
        endpoint="admin.show",
        label=lazy_gettext("Administration"),
        rights=frozenset({access.ADMINISTRATOR}),
    ),
)


def list_entries() -> Iterator[Entry]:
    """List what whoever is asking finds in the menu."""
    viewer = find_viewer()
    if viewer is None:
        return
    for entry in ENTRIES:
        if not entry.rights or entry.rights & viewer.rights:
            yield entry


def install(app: Flask) -> None:
    """Offer the menu to the pages."""
    app.jinja_env.globals.update(menu=list_entries, viewer=find_viewer)
