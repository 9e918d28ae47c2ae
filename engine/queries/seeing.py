"""The variables and files of a case, as far as a viewer may see them."""

from engine.advance.confidential import (
    case_variables,
    list_taken_over,
    may_read,
    readable_files,
)
from engine.advance.model import Model
from engine.advance.submissions import is_sealed
from engine.context import Work
from engine.queries.cases_records import AttachmentView, VariableView
from engine.queries.naming import in_words, person_name
from engine.store import attachments
from engine.store.instances import InstanceRow


def list_variables(
    work: Work, model: Model, instance: InstanceRow, viewer: str, language: str
) -> tuple[VariableView, ...]:
    """List the variables of a case by name; confidential ones as references only."""
    return tuple(
        VariableView(
            name=name,
            value=value,
            text="" if is_sealed(value) else in_words(value, language),
            confidential=is_sealed(value),
            may_read=not is_sealed(value) or may_read(work, model, instance, viewer, name),
        )
        for name, value in sorted(case_variables(model, instance).items())
    )


def list_attachments(
    work: Work, model: Model, instance: InstanceRow, viewer: str
) -> tuple[AttachmentView, ...]:
    """List the files of a case, oldest first."""
    rows = [
        *list_taken_over(work, model, instance),
        *attachments.list_attachments(work.transaction, instance.id),
    ]
    ids = {row.id for row in rows}
    readable = readable_files(work, model, instance, viewer, ids) if ids else set()
    return tuple(
        AttachmentView(
            id=row.id,
            uploaded_by=person_name(work, row.uploaded_by),
            uploaded_at=row.uploaded_at,
            size=row.size,
            may_read=row.id in readable,
        )
        for row in rows
    )
