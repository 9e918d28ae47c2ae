"""Files that a connector takes out of the house: documents of the case, and files given to it."""

from collections.abc import Iterator, Mapping

from engine.advance.confidential import open_value
from engine.advance.connectors import FILES
from engine.advance.refusals import record
from engine.advance.submissions import is_sealed
from engine.context import Context, Work, writing_case
from engine.errors import ConnectorError, DocketError, NotFoundError
from engine.model.connectors import HandedFile
from engine.model.events import ConfidentialRead
from engine.model.ids import SYSTEM
from engine.store import documents
from engine.store.attachments import get_attachment, open_attachment
from engine.store.instances import InstanceRow
from engine.store.jobs import JobRow


def open_files(
    context: Context, row: JobRow, variables: Mapping[str, object]
) -> tuple[HandedFile, ...]:
    """Open the files that the inputs of a job name; what is confidential goes on record first.

    An input names documents (what ``docket:document`` answered) or files that people gave to the
    case (the answer of a file field), one or a list.

    Raises:
        ConnectorError: If one is not there, not of this case, or was erased.
    """
    wanted = variables.get(FILES[row.type]) if row.type in FILES else None
    if wanted is None or wanted == []:
        return ()
    try:
        with writing_case(context, job=row.id) as (work, instance):
            found = list(_open(work, instance, row.type, wanted))
            if reads := [read for _, read in found if read is not None]:
                record(work, instance, list(reads), actor=SYSTEM)
            return tuple(file for file, _ in found)
    except DocketError as error:
        message = f"The files for {row.type} cannot be opened: {error}"
        raise ConnectorError(message, permanent=True) from error


_Opened = tuple[HandedFile, ConfidentialRead | None]


def _open(
    work: Work, instance: InstanceRow, job_type: str, wanted: object, *, sealed: bool = False
) -> Iterator[_Opened]:
    if is_sealed(wanted):
        yield from _open(work, instance, job_type, open_value(work, wanted), sealed=True)
    elif isinstance(wanted, list):
        for one in wanted:
            yield from _open(work, instance, job_type, one, sealed=sealed)
    elif wanted is not None:
        yield _open_one(work, instance, job_type, wanted, sealed=sealed)


def _open_one(
    work: Work, instance: InstanceRow, job_type: str, wanted: object, *, sealed: bool
) -> _Opened:
    file_id = str(wanted.get("id") if isinstance(wanted, dict) else wanted)
    kept = get_attachment(work.transaction, file_id)
    if kept.instance_id != instance.id and kept.subject != instance.subject:
        message = f"There is no file {file_id} in this case."
        raise NotFoundError(message)
    document = documents.find(work.transaction, file_id)
    shown = document.confidential if document else ()
    read = None
    if sealed or shown:
        purpose = f"handed to {job_type} by the procedure"
        read = ConfidentialRead(fields=shown, purpose=purpose, attachment=file_id)
    file = open_attachment(work.transaction, work.context.keyring, file_id)
    return HandedFile(name=file.name, media_type=file.type, content=file.content), read
