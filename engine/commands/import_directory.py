"""Take over the organisation's directory."""

from engine.context import Context
from engine.model.directory import Directory
from engine.model.ids import PersonId


def import_directory(context: Context, *, actor: PersonId, directory: Directory) -> None:
    """Replace the directory; people who are missing from it become inactive and are signed out.

    Raises:
        RefusedError: If an entry names a person, unit, role or calendar that is not in it.
    """
    raise NotImplementedError
