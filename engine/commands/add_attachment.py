"""Store a file."""

from engine.context import Context, writing
from engine.errors import RefusedError
from engine.model.ids import SYSTEM, PersonId
from engine.model.roster import get_person
from engine.store import attachments, instances
from engine.store.attachments import OpenedFile


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
    if not data:
        message = f"The file {name} is empty. Choose another."
        raise RefusedError(message)
    if len(data) > context.settings.attachment_bytes:
        limit = context.settings.attachment_bytes // 1024 // 1024
        message = f"The file {name} is larger than {limit} MB. Make it smaller."
        raise RefusedError(message)
    with writing(context) as work:
        if subject != SYSTEM:
            get_person(work.roster, subject)
        if instance:
            instances.get(work.transaction, instance)
        row = attachments.save_attachment(
            work.transaction,
            context.keyring,
            subject=subject,
            uploaded_by=actor,
            file=OpenedFile(name=name, type=media_type, content=data),
            now=work.now,
            instance_id=instance,
        )
        return row.id
