"""Take over the organisation's directory."""

from engine.advance.administration import require_administrator
from engine.context import Context, change_world, writing
from engine.model.directory import Directory
from engine.model.ids import PersonId
from engine.store import directory_import


def import_directory(context: Context, *, actor: PersonId, directory: Directory) -> None:
    """Replace the directory; people who are missing from it become inactive and are signed out.

    Raises:
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
        ModelError: If an entry names a person, unit, role or calendar that is not in it.
    """
    with writing(context) as work:
        require_administrator(work, actor)
        directory_import.import_directory(work.transaction, directory)
        change_world(work, directory=True)
