"""Who may open what is confidential in a case, and how it is opened."""

from collections.abc import Collection, Iterator, Mapping

from engine import spiff
from engine.advance.model import Model
from engine.advance.submissions import files_in, is_sealed
from engine.context import Work
from engine.errors import DocketError
from engine.model.access import stands_to
from engine.model.procedure import SUBJECT
from engine.store.attachments import AttachmentRow, get_attachment
from engine.store.documents import DocumentRow
from engine.store.instances import InstanceRow
from engine.store.sealed import open_sealed


def case_variables(model: Model, instance: InstanceRow) -> dict[str, object]:
    """Return every variable of a case; of several with one name the outermost that has a value.

    What a called process has found out already stands in its own scope; the caller's is still empty.
    """
    state = spiff.inspect(model.definition, instance.state)
    found: dict[str, object] = {}
    for scope in sorted(state.variables, key=abs, reverse=True):
        written = state.variables[scope].items()
        found |= {name: value for name, value in written if value is not None or name not in found}
    return found


def list_withheld(model: Model, instance: InstanceRow) -> frozenset[str]:
    """List the variables that hardly anybody sees at the moment, as an element is still at work."""
    withheld = model.procedure.withheld
    if not withheld or instance.status != "active":
        return frozenset()
    state = spiff.inspect(model.definition, instance.state)
    at_work = {token.element for token in state.tokens}
    return frozenset(name for name, element in withheld.items() if element in at_work)


def may_read(work: Work, model: Model, instance: InstanceRow, viewer: str, name: str) -> bool:
    """Tell whether somebody may open a confidential variable of a case.

    The procedure names the roles; where it names none, only the person concerned may.
    """
    readers = model.procedure.confidential.get(name, (SUBJECT,))
    day = work.day(instance.zone)
    return stands_to(work.roster, readers, viewer, instance.subject, day)


def may_open(
    work: Work, model: Model, instance: InstanceRow, viewer: str, document: DocumentRow
) -> bool:
    """Tell whether somebody who may see a case may open one of its documents.

    They must be allowed to read everything confidential that it shows.
    """
    return all(may_read(work, model, instance, viewer, name) for name in document.confidential)


def open_value(work: Work, reference: object) -> object:
    """Return what a reference stands for.

    Raises:
        NotFoundError: If there is no such value.
        RefusedError: If it was erased.
        IntegrityError: If it was altered.
    """
    if not isinstance(reference, dict):
        return reference
    return open_sealed(work.transaction, work.context.keyring, reference)


def readable_files(
    work: Work, model: Model, instance: InstanceRow, viewer: str, files: Collection[str]
) -> set[str]:
    """Return those of a case's files that somebody may open."""
    variables = case_variables(model, instance)
    return {
        file
        for name, value in variables.items()
        for file in _files(work, value)
        if file in files and _is_open_to(work, model, instance, viewer, name, value)
    }


def list_taken_over(work: Work, model: Model, instance: InstanceRow) -> tuple[AttachmentRow, ...]:
    """List the files that a case was handed by an earlier one about the same person.

    They stay with the case to which they were uploaded; this one holds their sealed reference.
    """
    sealed = [value for value in case_variables(model, instance).values() if is_sealed(value)]
    held = sorted({file for value in sealed for file in _files(work, value)})
    rows = [get_attachment(work.transaction, file) for file in held]
    return tuple(
        row for row in rows if row.instance_id != instance.id and row.subject == instance.subject
    )


def _is_open_to(
    work: Work, model: Model, instance: InstanceRow, viewer: str, name: str, value: object
) -> bool:
    return not is_sealed(value) or may_read(work, model, instance, viewer, name)


def _files(work: Work, value: object) -> Iterator[str]:
    if not is_sealed(value):
        yield from files_in(value)
        return
    try:
        yield from files_in(open_value(work, value))
    except DocketError:
        return  # erased: its files cannot be opened either


def find_sealed(variables: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    """Return the reference that a variable holds, or null when it holds none."""
    value = variables.get(name)
    return value if isinstance(value, dict) and is_sealed(value) else None
