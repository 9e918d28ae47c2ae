"""Open a notice."""

from engine.context import Context
from engine.model.ids import PersonId


def mark_notice_read(context: Context, *, actor: PersonId, notice: str) -> None:
    """Note that a person has opened a notice; a second time changes nothing.

    Raises:
        NotFoundError: If they received no such notice.
    """
    raise NotImplementedError
