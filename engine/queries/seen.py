"""What one look at the database reads once, however many questions are asked about a case."""

from collections.abc import Callable
from typing import TypeVar, cast

from engine.advance.sight import sight_of
from engine.context import Work
from engine.errors import NotFoundError
from engine.model.ids import InstanceId
from engine.queries.naming import reach
from engine.store import case_search, definitions, documents, instances
from engine.store.case_search import CaseRow
from engine.store.definitions import DefinitionRow
from engine.store.documents import KeptDocument
from engine.store.instances import InstanceRow

Read = TypeVar("Read")


def once(work: Work, key: tuple[str, ...], read: Callable[[], Read]) -> Read:
    """Return what a key stands for, read at the first time; for readers alone."""
    if key not in work.read:
        work.read[key] = read()
    return cast("Read", work.read[key])


def get_instance(work: Work, instance: str) -> InstanceRow:
    """Return a case as it is stored.

    Raises:
        NotFoundError: If there is no such case.
    """
    return once(work, ("case", instance), lambda: instances.get(work.transaction, instance))


def find_case(work: Work, instance: str, viewer: str) -> CaseRow | None:
    """Return a case, or null when there is none that a viewer may see."""
    try:
        row = get_instance(work, instance)
    except NotFoundError:
        return None
    seen = once(work, ("visible", instance, viewer), lambda: _may_see(work, row, viewer))
    return as_case(work, row) if seen else None


def let_see(work: Work, instance: str, viewer: str) -> None:
    """Note that a viewer may see a case, which something else has shown already."""
    work.read["visible", instance, viewer] = True


def as_case(work: Work, row: InstanceRow) -> CaseRow:
    """Return a case as lists show it."""
    version = get_version(work, row.definition_id).version
    values = {name: value for name, value in vars(row).items() if name in _SHOWN}
    return CaseRow(**values, definition_version=version)


def get_version(work: Work, definition_id: str) -> DefinitionRow:
    """Return a version of a procedure, which never changes; it is read once for each process of ours.

    Raises:
        NotFoundError: If there is no such version.
    """

    def read() -> DefinitionRow:
        return definitions.get_definition(work.transaction, definition_id)

    return cast("DefinitionRow", work.context.derived.take(f"version {definition_id}", read))


def list_documents(work: Work, instance: InstanceId) -> tuple[KeptDocument, ...]:
    """List the documents that a case produced, oldest first."""
    return once(
        work,
        ("documents", instance),
        lambda: documents.list_of_case(work.transaction, instance),
    )


def _may_see(work: Work, row: InstanceRow, viewer: str) -> bool:
    able = reach(work, viewer)
    if able.everything or row.initiator in able.people or row.subject in able.people:
        return True
    return case_search.find(work.transaction, row.id, sight_of(work, viewer)) is not None


_SHOWN = frozenset(CaseRow.__annotations__)
