"""The service ``docket:document``: fills in a template and keeps the file with the case.

`engine.documents` tells how templates are written, and what a document is. Here is where its values
come from, under whose key it is sealed, and what the history says of it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from engine import feel, spiff
from engine.advance.confidential import open_value
from engine.advance.model import Written
from engine.advance.numbering import drawing_number
from engine.advance.submissions import is_sealed
from engine.advance.world import Witness, evaluation_context, unheard
from engine.documents.data_file import DATA_TYPE, ENDING, Layout, read_layout, write_file
from engine.documents.filling import Evaluate, fill_in, write_line
from engine.documents.page import PAGE_TYPE, Filled, Frame, make_page
from engine.documents.saying import say
from engine.documents.template import Settings, Template, read_template
from engine.errors import ExpressionError, ModelError, NotFoundError
from engine.model.events import DocumentProduced, DocumentVoided
from engine.model.ids import SYSTEM
from engine.store import documents
from engine.store.attachments import OpenedFile, save_attachment
from engine.store.documents import DocumentRow
from engine.store.instances import InstanceRow

DOCUMENT = "docket:document"
VOID_DOCUMENT = "docket:void-document"

#: Characters that a file name may not have on some machine.
_UNFIT = dict.fromkeys(map(ord, '\\/:*?"<>|'), " ")
_MAX_NAME = 120


@dataclass(frozen=True, kw_only=True)
class _Order:
    """What a document is made of."""

    witness: Witness
    instance: InstanceRow
    call: spiff.LocalCall
    settings: Settings
    #: Language that it is written in.
    language: str
    unit: str
    day: date


@dataclass(frozen=True, kw_only=True)
class _File:
    title: str
    name: str
    media_type: str
    content: bytes


def produce_document(
    witness: Witness, instance: InstanceRow, call: spiff.LocalCall
) -> tuple[dict[str, object], DocumentProduced]:
    """Produce a document; return what stands for it in variables, and the note for the history.

    Raises:
        ExpressionError: If there is no such template, or it cannot be filled in.
        LimitError: If it gets too long.
        RefusedError: If the confidential values of the person were erased.
    """
    written = _find_template(witness, call)
    with _as_expression_errors():
        template = _read(witness, call, written)
        order = _order(witness, instance, call, template.settings, written.language)
        with _numbered(order) as number:
            return _keep(order, number, _fill(template, order, number))


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


def _find_template(witness: Witness, call: spiff.LocalCall) -> Written:
    name = str(call.inputs.get("template") or call.headers.get("template", ""))
    if not name:
        message = "A document needs the header “template”."
        raise ExpressionError(message, remedy="Set it in the task's headers.")
    try:
        return witness.model.document(name, _language(witness, call))
    except NotFoundError as error:
        raise ExpressionError(str(error), remedy="Add it to the folder “documents”.") from error


def _language(witness: Witness, call: spiff.LocalCall) -> str:
    """Return the header's language, or that of the first person whom the input ``to`` names."""
    wanted = call.inputs.get("language") or call.headers.get("language", "")
    to = call.inputs.get("to")
    named = to if isinstance(to, list) else [to]
    people = witness.work.roster.people
    reader = next((people[one] for one in named if isinstance(one, str) and one in people), None)
    return str(wanted) if wanted else reader.language if reader else "en"


def _read(witness: Witness, call: spiff.LocalCall, written: Written) -> Template | Layout:
    if written.path.endswith(ENDING):
        return read_layout(written.text, written.path)
    template = read_template(written.text, written.path)
    if written.language == "en":
        return template
    name = str(call.inputs.get("template") or call.headers.get("template", ""))
    first = witness.model.document(name, "en")
    return Template(
        file=template.file,
        settings=read_template(first.text, first.path).settings,
        title=template.title,
        parts=template.parts,
    )


def _order(
    witness: Witness,
    instance: InstanceRow,
    call: spiff.LocalCall,
    settings: Settings,
    language: str,
) -> _Order:
    day = call.inputs.get("date")
    if isinstance(day, datetime) or not isinstance(day, date | None):
        message = f"The “date” of a document must be a date, not {day}."
        raise ExpressionError(message)
    return _Order(
        witness=witness,
        instance=instance,
        call=call,
        settings=settings,
        language=language,
        unit=str(call.inputs.get("unit") or instance.unit),
        day=day or witness.work.day(instance.zone),
    )


@contextmanager
def _numbered(order: _Order) -> Iterator[str]:
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


def _fill(template: Template | Layout, order: _Order, number: str) -> _File:
    units = order.witness.work.roster.units
    frame = Frame(
        unit=units[order.unit].name if order.unit in units else order.unit,
        number=number,
        date=say(order.day, order.language),
        case=order.instance.business_key,
        language=order.language,
        landscape=order.settings.landscape,
    )
    given = {"number": number or None, "date": order.day, "unit": frame.unit, "case": frame.case}
    seen = {**order.call.variables, **order.call.inputs, "document": given}
    scope, evaluate = _opened(order, seen), _evaluator(order.witness)
    # The title stands in lists and in the history: nothing is opened for it.
    title = write_line(template.title, seen, evaluate, template.file, order.language)
    if isinstance(template, Layout):
        content = write_file(template, scope, evaluate, (number, order.day.isoformat()))
        name = template.name and write_line(template.name, seen, evaluate, template.file, "en")
        kept = _file_name(name) if name else _file_name(f"{number} {title}", ".csv")
        return _File(title=title, name=kept, media_type=DATA_TYPE, content=content)
    body = fill_in(template, scope, evaluate, order.language)
    page = make_page(Filled(title=title, body=body), frame)
    name = _file_name(f"{number} {title}", ".html")
    return _File(title=title, name=name, media_type=PAGE_TYPE, content=page)


def _opened(order: _Order, seen: Mapping[str, object]) -> dict[str, object]:
    """Return the variables, with those confidential ones opened that the settings name."""
    work = order.witness.work
    return {
        name: open_value(work, value)
        if name in order.settings.confidential and is_sealed(value)
        else value
        for name, value in seen.items()
    }


def _evaluator(witness: Witness) -> Evaluate:
    context = evaluation_context(unheard(witness))

    def evaluate(expression: str, scope: Mapping[str, object]) -> object:
        return feel.evaluate(expression, scope, context=context)

    return evaluate


def _file_name(text: str, ending: str = "") -> str:
    """Return a name that every file system takes."""
    plain = " ".join("".join(one for one in text.translate(_UNFIT) if one.isprintable()).split())
    return f"{plain[: _MAX_NAME - len(ending)].strip(' .') or 'document'}{ending}"


def _keep(order: _Order, number: str, file: _File) -> tuple[dict[str, object], DocumentProduced]:
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
        template=str(order.call.headers.get("template", "")),
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
