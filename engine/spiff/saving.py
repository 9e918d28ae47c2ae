"""A case as rows, and back: live tokens, scopes, and nothing of the past."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.errors import IntegrityError
from engine.spiff.case import Case, Container, Part
from engine.spiff.codec import decode, encode
from engine.spiff.environment import Environment
from engine.spiff.scopes import Scope
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.definition import Definition
    from engine.spiff.specs.node import Node

__all__ = ["Row", "check_loads", "load", "save"]

Row = list[Any]

_NOWHERE = Environment(now=datetime(2000, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))


def save(case: Case) -> bytes:
    """Return the stored form of a case at rest."""
    scopes = {key: scope.raw for key, scope in case.scopes.items() if scope.raw}
    large = [value for scope in case.scopes.values() for value in scope.packed]
    return encode(
        {
            "last": case.last_id,
            "ends": case.ends,
            "scopes": scopes,
            "size": case.scopes.size,
            "wrote": {key: names for key, names in case.scopes.wrote.items() if names},
            "case": _container(case),
            "parts": [
                [host, part.spec.name, _container(part)] for host, part in case.subprocesses.items()
            ],
            # Only when a case that did not come to rest has conditions still to be looked at.
            **({"changed": True} if case.scopes.changed and case.definition.has_conditions else {}),
        },
        large,
    )


def _container(container: Container) -> Row:
    rows = [] if container.completed else _rows(container)
    return [container.completed, container.interrupted, container.compensable, rows]


def _rows(container: Container) -> list[Row]:
    """Return the first token and the live ones, oldest first; what is finished is left out."""
    root, tasks = container.task_tree, container.tasks
    kept = {key: token for key, token in tasks.items() if token.live or token is root}
    return [
        [
            key, 0 if token is root else token.parent_in(kept, root), token.state, token.task_spec.name,
            token.internal_data or None, token.triggered,
        ]
        for key, token in kept.items()
    ]  # fmt: skip


def load(data: bytes, definition: "Definition", environment: Environment) -> Case:
    """Return a case as it was saved.

    Raises:
        IntegrityError: If the bytes are damaged, or belong to another definition.
    """
    saved = decode(data)
    if not isinstance(saved, dict):
        message = "The state of the case is damaged. Restore the database from a backup."
        raise IntegrityError(message)
    case = Case(definition, environment)
    try:
        _fill_case(case, saved)
    except KeyError as error:
        message = f"The state of the case names {error}, which {definition.process_id} does not have. Open it with the definition that it was started with."
        raise IntegrityError(message) from error
    return case


def check_loads(data: bytes, definition: "Definition") -> None:
    """Make sure that a state can be opened with a definition.

    Raises:
        IntegrityError: If it cannot.
    """
    load(data, definition, _NOWHERE)


def _fill_case(case: Case, saved: dict[str, Any]) -> None:
    case.last_id, case.ends = saved["last"], saved["ends"]
    case.dropped = saved.get("dropped", [])
    case.scopes.update((key, Scope(raw)) for key, raw in saved["scopes"].items())
    case.scopes.size = saved["size"]
    case.scopes.wrote.update(saved["wrote"])
    case.scopes.changed = saved.get("changed", False)
    _fill(case, saved["case"])
    parts = sorted(saved["parts"], key=lambda part: part[0])
    for host, name, rows in parts:
        token = next(c.tasks[host] for c in case.containers() if host in c.tasks)
        part = Part(case.definition.parts[name], token)
        case.subprocesses[host] = part
        _fill(part, rows)


def _fill(container: Container, saved: Row) -> None:
    container.completed, container.interrupted, container.compensable, rows = saved
    # A parent stands before what came out of it.
    for key, parent, state, name, memory, triggered in rows:
        token = Token.restored(container, _spec(container, name), key, state, memory)
        token.triggered = triggered
        if parent:
            token.place_under(container.tasks[parent])
        else:
            container.task_tree = token


def _spec(container: Container, name: str) -> "Node":
    """Return a specification: of the container, or of a sub-process when one undoes what was in it."""
    own = container.spec.task_specs.get(name)
    if own is not None:
        return own
    parts = container.case.definition.parts.values()
    found = next((part.task_specs[name] for part in parts if name in part.task_specs), None)
    return found if found is not None else container.spec.task_specs[name]
