"""Looking into a case without changing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from SpiffWorkflow.util.task import TaskState

from engine.model.events import Value
from engine.spiff.environment import Environment
from engine.spiff.saving import load

if TYPE_CHECKING:
    from engine.spiff.definition import Definition
    from engine.spiff.token import Token

__all__ = ["CaseState", "TokenState", "Wait", "inspect", "visible_variables"]

WaitKind = Literal["task", "job", "timer", "message", "signal", "conditional", "incident"]


@dataclass(frozen=True, kw_only=True)
class TokenState:
    """A live token."""

    token: int
    element: str
    #: ``entering``, ``waiting``, ``open``, ``running`` or ``stopped``.
    state: str
    #: Token of the sub-process, call activity or loop around it; 0 in the case itself.
    parent: int
    #: One-based number of a run of a looped activity; 0 outside loops.
    loop_counter: int


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Something that a token waits for."""

    kind: WaitKind
    token: int
    element: str
    #: Name of a message or signal; text of an incident.
    name: str = ""
    correlation_key: str = ""
    #: When a timer fires, aware, in UTC.
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """A case at rest."""

    completed: bool
    #: By scope: 0 is the case; a token's id its own; negated, of the process that it calls.
    variables: Mapping[int, Mapping[str, Value]]
    tokens: tuple[TokenState, ...]
    waits: tuple[Wait, ...]
    #: End events reached in the process itself.
    ends: tuple[str, ...]


_NOWHERE = Environment(now=datetime(2000, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))


def inspect(definition: "Definition", state: bytes) -> CaseState:
    """Return where a case stands.

    Raises:
        IntegrityError: If the state is damaged or belongs to another definition.
    """
    case = load(state, definition, _NOWHERE)
    tokens = case.all_tokens()
    found = CaseState(
        completed=case.completed,
        variables=dict(case.scopes),
        tokens=tuple(_token(token) for token in tokens),
        waits=tuple(wait for token in tokens if (wait := _wait(token)) is not None),
        ends=tuple(case.ends),
    )
    case.take_apart()
    return found


def visible_variables(definition: "Definition", state: bytes, token: int) -> Mapping[str, Value]:
    """Return the variables that a token sees; those of the case itself for token 0.

    Raises:
        ConflictError: If the token is finished.
        IntegrityError: If the state is damaged or belongs to another definition.
    """
    case = load(state, definition, _NOWHERE)
    return case.token(token).visible() if token else case.scopes[0]


_STATES = {
    TaskState.FUTURE: "entering",
    TaskState.WAITING: "waiting",
    TaskState.READY: "open",
    TaskState.STARTED: "running",
}


def _token(token: "Token") -> TokenState:
    parent = token.parent.id if token.task_spec.inner and token.parent else None
    host = token.workflow.host
    return TokenState(
        token=token.id,
        element=token.task_spec.element_id,
        state="stopped" if token.halted else _STATES[token.state],
        parent=parent or (host.id if host else 0),
        loop_counter=token.internal_data.get("item", -1) + 1,
    )


def _wait(token: "Token") -> Wait | None:
    memory, element = token.internal_data, token.task_spec.element_id
    if "incident" in memory:
        return Wait(kind="incident", token=token.id, element=element, name=memory["incident"])
    if token.halted:
        return None
    kind = memory.get("open") if token.state == TaskState.READY else memory.get("armed")
    if kind is None:
        return None
    return Wait(
        kind=kind,
        token=token.id,
        element=element,
        name=memory.get("name", ""),
        correlation_key=memory.get("key", ""),
        due=memory.get("due"),
    )
