"""Runs the steps on the connection that was handed over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from engine.store.tables import metadata
from engine.store.types import Json, Moment


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    # A step must not depend on code that changes: our column types are written as what they are.
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Json):
        return "sa.Text()"
    return False


def _run() -> None:
    connection = context.config.attributes["connection"]
    if not isinstance(connection, Connection):
        message = "Migrations run through engine.store.migration."
        raise TypeError(message)
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, render_item=_render
    )
    with context.begin_transaction():
        context.run_migrations()


_run()
