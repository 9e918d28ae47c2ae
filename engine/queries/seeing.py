"""The variables and files of a case, as far as a viewer may see them."""

from engine.advance.confidential import (
    case_variables,
    list_taken_over,
    list_withheld,
    may_open,
    may_read,
    readable_files,
)
from engine.advance.model import Model
from engine.advance.submissions import is_sealed
from engine.context import Work
from engine.queries import seen
from engine.queries.cases_records import AttachmentView, DocumentView, VariableView
from engine.queries.naming import in_words, person_name, reach
from engine.store import attachments
from engine.store.instances import InstanceRow


def list_variables(
    work: Work, model: Model, instance: InstanceRow, viewer: str, language: str
) -> tuple[VariableView, ...]:
    """List the variables of a case by name; confidential ones as references only.

    Those that are withheld for the time being are left out.
    """
    hidden = find_withheld(work, model, instance, viewer)
    return tuple(
        VariableView(
            name=name,
            value=value,
            text="" if is_sealed(value) else in_words(value, language),
            confidential=is_sealed(value),
            may_read=not is_sealed(value) or may_read(work, model, instance, viewer, name),
        )
        for name, value in sorted(case_variables(model, instance).items())
        if name not in hidden
    )


def find_withheld(work: Work, model: Model, instance: InstanceRow, viewer: str) -> frozenset[str]:
    """Return the variables whose values are kept from a viewer for the time being."""
    hidden = list_withheld(model, instance)
    return frozenset() if hidden and reach(work, viewer).everything else hidden


def list_attachments(
    work: Work, model: Model, instance: InstanceRow, viewer: str
) -> tuple[AttachmentView, ...]:
    """List the files that people gave to a case, oldest first."""
    produced = {row.id for row in seen.list_documents(work, instance.id)}
    given = attachments.list_attachments(work.transaction, instance.id)
    rows = [
        *list_taken_over(work, model, instance),
        *(row for row in given if row.id not in produced),
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


def list_documents(
    work: Work, model: Model, instance: InstanceRow, viewer: str
) -> tuple[DocumentView, ...]:
    """List the documents that a case produced, oldest first."""
    return tuple(
        DocumentView(
            id=row.id,
            name=row.name,
            title=row.title,
            number=row.number,
            media_type=row.media_type,
            size=row.size,
            content=row.content,
            produced_at=row.produced_at,
            confidential=bool(row.confidential),
            may_open=may_open(work, model, instance, viewer, row),
            voided_at=row.voided_at,
            void_reason=row.void_reason,
        )
        for row in seen.list_documents(work, instance.id)
    )
