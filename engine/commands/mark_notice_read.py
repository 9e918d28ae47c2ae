"""Open a notice."""

from engine.context import Context, writing
from engine.errors import NotFoundError
from engine.model.ids import PersonId
from engine.store import notices


def mark_notice_read(context: Context, *, actor: PersonId, notice: str) -> None:
    """Note that a person has opened a notice; a second time changes nothing.

    Raises:
        NotFoundError: If they received no such notice.
    """
    with writing(context) as work:
        found = notices.find(work.transaction, notice)
        if found is None or found.recipient != actor:
            message = f"You received no notice {notice}."
            raise NotFoundError(message)
        notices.mark_read(work.transaction, notice, work.now)
