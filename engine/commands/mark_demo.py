"""Make a database a demonstration."""

from engine.context import DEMO, Context, writing
from engine.errors import RefusedError
from engine.model.ids import PersonId
from engine.store.directory import list_people
from engine.store.settings import save_setting


def mark_demo(context: Context, *, actor: PersonId) -> None:
    """Mark an empty database as a demonstration, whose clock may be moved; there is no way back.

    Raises:
        RefusedError: If it holds people already.
    """
    with writing(context) as work:
        if list_people(work.transaction):
            message = (
                "Only an empty database can become a demonstration. Use another data directory."
            )
            raise RefusedError(message)
        save_setting(work.transaction, DEMO, "yes")
