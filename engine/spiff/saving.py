"""A case as rows, and back: live tokens, scopes, and nothing of the past."""

from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from engine.errors import IntegrityError
from engine.spiff.case import Case, Container, Part
from engine.spiff.codec import decode, encode
from engine.spiff.environment import Environment
from engine.spiff.resting import FEW, Row, put_to_rest, restore
from engine.spiff.scopes import Scope
from engine.spiff.token import LIVE

if TYPE_CHECKING:
    from engine.spiff.definition import Definition

__all__ = ["check_loads", "load", "save"]

_NOWHERE = Environment(now=datetime(2000, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))


def save(case: Case) -> bytes:
    """Return the stored form of a case at rest."""
    scopes = case.scopes
    kept = {key: scope.raw for key, scope in scopes.items() if scope.raw}
    saved: dict[str, Any] = {
        "last": case.last_id,
        "ends": case.ends,
        "scopes": kept,
        "size": scopes.size,
        "wrote": {key: names for key, names in scopes.wrote.items() if names},
        "case": _container(case, kept),
        "parts": [],
    }
    for host, part in case.subprocesses.items():
        saved["parts"].append([host, part.spec.name, _container(part, kept)])
    if scopes.changed and case.definition.has_conditions:
        saved["changed"] = True  # the case did not come to rest: they are still to be looked at
    return encode(saved)


def _container(container: Container, scopes: dict[int, dict[str, object]]) -> Row:
    rows = [] if container.completed else _rows(container)
    if len(rows) > FEW:
        rows = put_to_rest(container, rows, scopes)
    saved = [container.completed, container.interrupted, container.compensable, rows]
    return [*saved, [list(group) for group in container.resting]] if container.resting else saved


def _rows(container: Container) -> list[Row]:
    """Return the first token and the live ones, oldest first; what is finished is left out."""
    root, tasks = container.task_tree, container.tasks
    kept = {key: token for key, token in tasks.items() if token._state & LIVE or token is root}  # noqa: SLF001 - as SpiffWorkflow has it
    return [
        [
            key, 0 if token is root else token.parent_in(kept, root), token._state, token.task_spec.name,  # noqa: SLF001 - as SpiffWorkflow has it
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
    load(data, definition, _NOWHERE).all_tokens()


def _fill_case(case: Case, saved: dict[str, Any]) -> None:
    case.last_id, case.ends = saved["last"], saved["ends"]
    case.dropped = saved.get("dropped", [])
    scopes = case.scopes
    for key, raw in saved["scopes"].items():
        scopes[key] = Scope(raw)
    scopes.size, scopes.wrote, scopes.changed = saved["size"], saved["wrote"], "changed" in saved
    _fill(case, saved["case"])
    for host, name, rows in sorted(saved["parts"], key=itemgetter(0)):
        token = next(c.tasks[host] for c in case.containers() if host in c.tasks)
        part = Part(case.definition.parts[name], token)
        case.subprocesses[host] = part
        _fill(part, rows)


def _fill(container: Container, saved: Row) -> None:
    container.completed, container.interrupted, container.compensable, rows, *resting = saved
    restore(container, rows)
    for parent, keys, packed in resting[0] if resting else ():
        container.resting.append((parent, keys, packed))
        container.live_count += len(keys)
        container.case.scopes.resting += packed.size
