"""Open confidential values or a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.advance.administration import require_reason
from engine.advance.confidential import (
    case_variables,
    find_sealed,
    list_taken_over,
    may_open,
    may_read,
    open_value,
    readable_files,
)
from engine.advance.model import Model, get_model
from engine.advance.refusals import record, recording_refusals
from engine.advance.sight import sight_of
from engine.context import Context, Work, writing_case
from engine.errors import NotAllowedError, NotFoundError
from engine.model.events import ConfidentialRead
from engine.model.ids import InstanceId, PersonId
from engine.store import attachments, case_search, documents
from engine.store.instances import InstanceRow


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What was opened."""

    #: Values by variable name.
    values: Mapping[str, object]
    #: Content of the file; null when values were asked for.
    data: bytes | None
    name: str
    media_type: str


def read_confidential(
    context: Context,
    *,
    actor: PersonId,
    instance: InstanceId,
    purpose: str,
    fields: Sequence[str] = (),
    attachment: str = "",
) -> Opened:
    """Open confidential values or a file of a case; the reading is on record before it is shown.

    Args:
        context: The engine.
        actor: Who reads.
        instance: The case.
        purpose: Why, in the reader's words.
        fields: Names of variables.
        attachment: Or the id of a file.

    Raises:
        NotFoundError: If there is no such case, value or file.
        NotAllowedError: If the roles that may read it do not include the actor.
        RefusedError: If no purpose is given, or the values were erased.
    """
    with (
        recording_refusals(context, actor=actor, command="read_confidential", instance=instance),
        writing_case(context, instance=instance) as (work, row),
    ):
        require_reason(purpose)
        if case_search.find(work.transaction, instance, sight_of(work, actor)) is None:
            message = f"There is no case {instance}."
            raise NotFoundError(message)
        model = get_model(work, row.definition_id)
        if attachment:
            opened = _open_file(work, model, row, actor, attachment)
        else:
            opened = _open_values(work, model, row, actor, fields)
        read = ConfidentialRead(fields=tuple(fields), purpose=purpose, attachment=attachment)
        record(work, row, [read], actor=actor)
        return opened


def _open_values(
    work: Work, model: Model, row: InstanceRow, actor: PersonId, fields: Sequence[str]
) -> Opened:
    variables = case_variables(model, row)
    values: dict[str, object] = {}
    for name in fields:
        reference = find_sealed(variables, name)
        if reference is None:
            message = f"The case keeps nothing confidential under {name}."
            raise NotFoundError(message)
        if not may_read(work, model, row, actor, name):
            message = f"You may not read “{name}” of this case."
            raise NotAllowedError(message)
        values[name] = open_value(work, reference)
    return Opened(values=values, data=None, name="", media_type="")


def _open_file(
    work: Work, model: Model, row: InstanceRow, actor: PersonId, attachment: str
) -> Opened:
    kept = attachments.get_attachment(work.transaction, attachment)
    if kept.instance_id != row.id and kept not in list_taken_over(work, model, row):
        message = f"The case has no file {attachment}."
        raise NotFoundError(message)
    if not _is_open_to(work, model, row, actor, attachment):
        message = "You may not open this file."
        raise NotAllowedError(message)
    file = attachments.open_attachment(work.transaction, work.context.keyring, attachment)
    return Opened(values={}, data=file.content, name=file.name, media_type=file.type)


def _is_open_to(
    work: Work, model: Model, row: InstanceRow, actor: PersonId, attachment: str
) -> bool:
    document = documents.find(work.transaction, attachment)
    if document is not None:
        return may_open(work, model, row, actor, document)
    return attachment in readable_files(work, model, row, actor, {attachment})
