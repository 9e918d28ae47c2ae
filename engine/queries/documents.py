"""The documents that cases produced."""

from dataclasses import dataclass

from engine.advance.confidential import may_open
from engine.advance.model import get_model
from engine.context import Context, reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import InstanceId, PersonId
from engine.queries.seen import find_case, get_instance
from engine.store import attachments, documents


@dataclass(frozen=True, kw_only=True)
class OpenedDocument:
    """A document and its content."""

    name: str
    media_type: str
    content: bytes


def open_document(
    context: Context, *, viewer: PersonId, instance: InstanceId, document: str
) -> OpenedDocument | None:
    """Open a document of a case.

    Returns:
        The document; null when it is confidential: then ``read_confidential`` opens it, for a
        purpose that goes on record.

    Raises:
        NotFoundError: If there is no such case or document, or the viewer may not see the case.
        NotAllowedError: If it shows what the viewer may not read.
        IntegrityError: If it is not the document that was produced.
    """
    with reading(context) as work:
        found = documents.find(work.transaction, document)
        seen = find_case(work, instance, viewer)
        if found is None or seen is None or found.instance_id != instance:
            message = f"There is no document {document}."
            raise NotFoundError(message)
        row = get_instance(work, instance)
        if not may_open(work, get_model(work, row.definition_id), row, viewer, found):
            message = "You may not open this document."
            raise NotAllowedError(message)
        if found.confidential:
            return None
        file = attachments.open_attachment(work.transaction, context.keyring, found.id)
        return OpenedDocument(name=file.name, media_type=file.type, content=file.content)
