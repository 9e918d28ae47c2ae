"""The service ``docket:document``: fills in a template and keeps the file with the case.

`engine.documents` tells how templates are written, and what a document is; `engine.advance.paper`
where its values come from. Here is which number it gets, under whose key it is sealed, and what the
history says of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256

from engine import feel, spiff
from engine.advance.numbering import drawing_number
from engine.advance.paper import File, Order, find_template, make_file, read_written, template_name
from engine.advance.world import Witness
from engine.documents.template import Settings
from engine.errors import ExpressionError, ModelError
from engine.model.events import DocumentProduced, DocumentVoided
from engine.model.ids import SYSTEM
from engine.store import documents
from engine.store.attachments import OpenedFile, save_attachment
from engine.store.documents import DocumentRow
from engine.store.instances import InstanceRow

DOCUMENT = "docket:document"
VOID_DOCUMENT = "docket:void-document"


def produce_document(
    witness: Witness, instance: InstanceRow, call: spiff.LocalCall
) -> tuple[dict[str, object], DocumentProduced]:
    """Produce a document; return what stands for it in variables, and the note for the history.

    Raises:
        ExpressionError: If there is no such template, or it cannot be filled in.
        LimitError: If it gets too long.
        RefusedError: If the confidential values of the person were erased.
    """
    written = find_template(witness, call)
    with _as_expression_errors():
        template = read_written(witness, call, written)
        order = _order(witness, instance, call, template.settings, written.language)
        with _numbered(order) as number:
            return _keep(order, number, make_file(template, order, number))


def void_document(
    witness: Witness, instance: InstanceRow, call: spiff.LocalCall
) -> tuple[dict[str, object], DocumentVoided]:
    """Declare a document of the case void; return an empty answer and the note for the history.

    Raises:
        ExpressionError: If the input names no document of the case, or it is void already.
    """
    given, reason = call.inputs.get("document"), call.inputs.get("reason")
    found = document_of(witness, instance, given)
    if not isinstance(reason, str) or not reason.strip():
        message = f"Nobody said why {found.name} is void."
        raise ExpressionError(message, remedy="Set the input “reason”.")
    now = witness.work.now
    if not documents.void(witness.work.transaction, found.id, at=now, reason=reason.strip()):
        message = f"{found.name} is void already."
        raise ExpressionError(message)
    note = DocumentVoided(
        element=call.element,
        document=found.id,
        number=found.number,
        name=found.name,
        reason=reason.strip(),
    )
    return {}, note


def document_of(witness: Witness, instance: InstanceRow, reference: object) -> DocumentRow:
    """Return the document of a case that a reference stands for.

    Raises:
        ExpressionError: If it stands for none.
    """
    given = str(reference.get("id")) if isinstance(reference, dict) else ""
    found = documents.find(witness.work.transaction, given)
    if found is None or found.instance_id != instance.id:
        message = "The input “document” names no document of this case."
        raise ExpressionError(message, remedy="Hand it what “docket:document” answered.")
    return found


def _order(
    witness: Witness,
    instance: InstanceRow,
    call: spiff.LocalCall,
    settings: Settings,
    language: str,
) -> Order:
    day = call.inputs.get("date")
    if isinstance(day, datetime) or not isinstance(day, date | None):
        message = f"The “date” of a document must be a date, not {day}."
        raise ExpressionError(message)
    return Order(
        witness=witness,
        instance=instance,
        call=call,
        settings=settings,
        language=language,
        unit=str(call.inputs.get("unit") or instance.unit),
        day=day or witness.work.day(instance.zone),
    )


@contextmanager
def _numbered(order: Order) -> Iterator[str]:
    """Give the number that was drawn before, or draw one now; empty when it has none."""
    given = order.call.inputs.get("number")
    if isinstance(given, str) and given:
        yield given
    elif not order.settings.type:
        yield ""
    else:
        with drawing_number(
            order.witness.work,
            order.witness.model.procedure,
            unit=order.unit,
            kind=order.settings.type,
            day=order.day,
        ) as number:
            yield number.text


def _keep(order: Order, number: str, file: File) -> tuple[dict[str, object], DocumentProduced]:
    work, instance = order.witness.work, order.instance
    if len(file.content) > work.context.settings.attachment_bytes:
        limit = work.context.settings.attachment_bytes // 1024 // 1024
        message = f"The document {file.name} is larger than {limit} MB."
        raise ExpressionError(message, remedy="Split it.")
    confidential = order.settings.confidential
    # What is confidential is erased with the person's key; the office's papers are not.
    owner = instance.subject if confidential and instance.subject else f"unit {order.unit}"
    stored = save_attachment(
        work.transaction,
        work.context.keyring,
        subject=owner,
        uploaded_by=SYSTEM,
        file=OpenedFile(name=file.name, type=file.media_type, content=file.content),
        now=work.now,
        instance_id=instance.id,
    )
    row = DocumentRow(
        id=stored.id,
        instance_id=instance.id,
        element=order.call.element,
        template=template_name(order.call),
        unit=order.unit,
        type=order.settings.type,
        number=number,
        title=file.title,
        name=file.name,
        media_type=file.media_type,
        # A hash of what can be guessed would give it away.
        content="" if confidential else sha256(file.content).hexdigest(),
        confidential=confidential,
        produced_at=work.now,
    )
    documents.add(work.transaction, row)
    return _answer(row, stored.size, stored.digest), _note(row, stored.size, stored.digest)


def _answer(row: DocumentRow, size: int, digest: str) -> dict[str, object]:
    reference = {
        "id": row.id,
        "name": row.name,
        "title": row.title,
        "number": row.number or None,
        "type": row.type or None,
        "mediaType": row.media_type,
        "size": size,
        "digest": row.content or digest,
        "confidential": bool(row.confidential),
    }
    return {"document": feel.admit(reference)}


def _note(row: DocumentRow, size: int, digest: str) -> DocumentProduced:
    return DocumentProduced(
        element=row.element,
        template=row.template,
        document=row.id,
        unit=row.unit,
        type=row.type,
        number=row.number,
        title=row.title,
        name=row.name,
        media_type=row.media_type,
        size=size,
        content=row.content,
        digest=digest,
        confidential=row.confidential,
    )


@contextmanager
def _as_expression_errors() -> Iterator[None]:
    """Say what is wrong with a template as the error of the task.

    Raises:
        ExpressionError: If something is.
    """
    try:
        yield
    except ModelError as error:
        raise ExpressionError(str(error)) from error
