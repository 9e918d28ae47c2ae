"""Store a file."""

from engine.context import Context
from engine.model.ids import PersonId


def add_attachment(
    context: Context,
    *,
    actor: PersonId,
    subject: PersonId,
    name: str,
    media_type: str,
    data: bytes,
    instance: str = "",
) -> str:
    """Store a file encrypted under the key of the person concerned.

    Args:
        context: The engine.
        actor: Who uploads it.
        subject: Whom it concerns.
        name: File name, as uploaded.
        media_type: Such as ``application/pdf``.
        data: The content; at most 20 MB.
        instance: The case; empty while there is none, the submission that names it then ties it.

    Returns:
        The reference that goes into the answer of the file field.

    Raises:
        NotFoundError: If there is no such person or case.
        RefusedError: If the file is empty or too large.
    """
    raise NotImplementedError
