"""Who catches an error or an escalation: the nearest fitting event, looking outwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.spiff.specs.events import Catch
    from engine.spiff.specs.listeners import Listener
    from engine.spiff.token import Token

__all__ = ["Catcher", "catch", "find_catcher"]


@dataclass(frozen=True, kw_only=True)
class Catcher:
    """An event that fits what was thrown."""

    spec: "Catch"
    #: The activity on whose border it stands, or the root of the scope that it listens in.
    place: "Token"
    #: Whether it starts an event sub-process.
    listens: bool


def find_catcher(token: "Token", kind: str, code: str) -> Catcher | None:
    """Return the nearest event that catches; one for this very code before one for any.

    Args:
        token: Where it is thrown: a failing activity, or an event inside a scope.
        kind: ``error``, ``escalation`` or ``cancel``.
        code: The code thrown; empty when it has none.
    """
    while True:
        found = _on_border(token, kind, code)
        container = token.workflow
        if found is None and not _inside_listener(token):
            found = _listening(token.root, kind, code)
        if found is not None or container.host is None:
            return found
        token = container.host


def _on_border(token: "Token", kind: str, code: str) -> Catcher | None:
    host = token.parent if token.task_spec.inner else token
    assert host is not None  # noqa: S101 - a run has its body as parent
    spec = _best(host.task_spec.boundaries, kind, code)
    return Catcher(spec=spec, place=host, listens=False) if spec else None


def _listening(root: "Token", kind: str, code: str) -> Catcher | None:
    if root.workflow.interrupted:
        return None
    spec = _best(root.workflow.spec.listeners, kind, code)
    return Catcher(spec=spec, place=root, listens=True) if spec else None


def _inside_listener(token: "Token") -> bool:
    """Whether the token is itself an event sub-process, whose siblings do not catch what it throws."""
    return "start" in token.internal_data


def _best(specs: "Sequence[Catch]", kind: str, code: str) -> "Catch | None":
    fitting = [
        (spec, event.name)
        for spec in specs
        for event in spec.event.each
        if event.kind == kind and event.name in {"", code}
    ]
    found = next((spec for spec, name in fitting if name), None)
    return found or next((spec for spec, _ in fitting), None)


def catch(catcher: Catcher, variables: Mapping[str, object]) -> None:
    """Let the event that catches happen, ending what it interrupts."""
    if catcher.listens:
        listener: Listener = catcher.spec  # type: ignore[assignment]  # only those listen
        listener.start(catcher.place, variables)
        return
    memory = {"payload": dict(variables)} if variables else {}
    token = catcher.place.add(catcher.spec, fired=1, **memory)
    catcher.spec.displace(token)
