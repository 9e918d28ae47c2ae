"""Variables of a case, in scopes kept beside the tokens.

A scope is a dictionary under a number: 0 for the case itself; a token's id for what is local to its
activity; the same number negated for the process that a call activity's token calls. A read looks
from the inside out and stops at a called process; a write changes the variable where it already is,
or else makes it in the outermost scope in reach.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING

from engine.errors import LimitError
from engine.model.events import VariablesWritten
from engine.spiff.codec import Packed, normalise

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["ROOT", "Scope", "Scopes", "scope_keys", "set_local", "size_of", "visible", "write"]

#: The scope of the case itself.
ROOT = 0
_MISSING, _UNWRITTEN = object(), object()

Variables = dict[str, object]
#: A value of roughly so many bytes is kept packed while nobody looks at it.
_LARGE = 4_000


class Scope(MutableMapping[str, object]):
    """The variables of one scope; large values are unpacked when somebody looks at them."""

    __slots__ = ("raw",)

    def __init__(self, raw: Variables | None = None) -> None:
        """Take over variables, of which some may be `Packed`."""
        self.raw: Variables = {} if raw is None else raw

    def __getitem__(self, name: str) -> object:
        value = self.raw[name]
        return value.value if type(value) is Packed else value

    def __setitem__(self, name: str, value: object) -> None:
        self.raw[name] = value

    def __delitem__(self, name: str) -> None:
        del self.raw[name]

    def __contains__(self, name: object) -> bool:
        return name in self.raw

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)


class Scopes(dict[int, Scope]):
    """All scopes of a case; remembers what a step changed, so that it can be undone."""

    def __init__(self, *, limit: int) -> None:
        super().__init__({ROOT: Scope()})
        #: By scope of a called process, the variables that it wrote itself.
        self.wrote: dict[int, list[str]] = {}
        self._limit = limit
        #: Roughly the size of all variables in bytes; an overwritten value counts until it matters.
        self.size = 0
        #: How much of it is of runs that rest, see `engine.spiff.resting`.
        self.resting = 0
        self._undo: list[tuple[int, str, object]] = []
        #: Whether a variable changed since conditions were last looked at.
        self.changed = False

    def assign(self, key: int, variables: Mapping[str, object], *, own: bool = False) -> None:
        """Give variables of one scope their values.

        Args:
            key: The scope.
            variables: FEEL values by name.
            own: Whether a called process wrote them, rather than got them from its caller.

        Raises:
            LimitError: If the variables of the case become too large.
        """
        if not variables:
            return
        raw, undo = self.reach(key).raw, self._undo
        self.changed = True
        for name, value in variables.items():
            size = size_of(value)
            undo.append((key, name, raw.get(name, _MISSING)))
            raw[name] = value if size < _LARGE else Packed(size=size, value=value)
            if own and name not in self.wrote.setdefault(key, []):
                self.wrote[key].append(name)
                undo.append((key, name, _UNWRITTEN))
            self.size += size + len(name)
            if self.size > self._limit:
                self._recount(name)

    def reach(self, key: int) -> Scope:
        """Return a scope, made when it is not there."""
        scope = self.get(key)
        if scope is None:
            scope = self[key] = Scope()
        return scope

    def begin_step(self) -> None:
        """Forget how to undo: what was done is done."""
        self._undo.clear()

    def undo_step(self) -> None:
        """Put back every value as it was when the step began."""
        for key, name, value in reversed(self._undo):
            if value is _UNWRITTEN:
                self.wrote[key].remove(name)
            elif value is _MISSING:
                self.reach(key).raw.pop(name, None)
            else:
                self.reach(key).raw[name] = value
        self._undo.clear()

    def drop(self, key: int) -> None:
        """Forget a scope whose token is finished."""
        self.pop(key, None)
        self.wrote.pop(key, None)

    def _recount(self, name: str) -> None:
        # Overwritten values were counted.
        self.size = self.resting + sum(
            len(key) + (value.size if isinstance(value, Packed) else size_of(value))
            for scope in self.values()
            for key, value in scope.raw.items()
        )
        if self.size > self._limit:
            message = f"The variables of the case would take {self.size:,} bytes; the limit is {self._limit:,}. The last one written is {name}."
            raise LimitError(message)


def scope_keys(token: "Token") -> list[int]:
    """Return the scopes in reach of a token, from the inside out."""
    keys = []
    while True:
        keys.append(token.id)
        while token.task_spec.inner and (parent := token.parent) is not None:
            keys.append(parent.id)
            token = parent
        host = token.workflow.host
        if host is None or host.task_spec.isolates:
            keys.append(-host.id if host else ROOT)
            return keys
        token = host


def visible(token: "Token") -> Mapping[str, object]:
    """Return the variables that a token sees, without copying them."""
    scopes = token.case.scopes
    found = [scope for key in scope_keys(token) if (scope := scopes.get(key))]
    if len(found) == 1:
        return found[0]
    return ChainMap(*found)


def set_local(token: "Token", variables: Mapping[str, object]) -> None:
    """Give a token variables of its own."""
    if not variables:
        return
    values = {name: normalise(value) for name, value in variables.items()}
    token.case.scopes.assign(token.id, values)
    _report(token, token.id, values)


def write(token: "Token", variables: Mapping[str, object], *, above: bool = False) -> None:
    """Write variables where they already are, or else in the outermost scope in reach.

    Args:
        token: The token that writes.
        variables: Values by name.
        above: Whether to pass over the token's own scope.
    """
    if not variables:
        return
    scopes = token.case.scopes
    *inner, outermost = scope_keys(token)
    changes: dict[int, Variables] = {}
    if filled := [key for key in inner[above:] if key in scopes]:
        for name, raw in variables.items():
            key = next((inside for inside in filled if name in scopes[inside]), outermost)
            changes.setdefault(key, {})[name] = normalise(raw)
    else:
        changes[outermost] = {name: normalise(raw) for name, raw in variables.items()}
    for key, changed in changes.items():
        scopes.assign(key, changed, own=key < 0)
        _report(token, key, changed)


def _report(token: "Token", key: int, variables: Variables) -> None:
    event = VariablesWritten(scope=key, element=token.task_spec.element_id, variables=variables)
    token.case.log.append(event)


def size_of(value: object) -> int:
    """Return roughly how many bytes a value takes."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, dict | list):
        return 10
    total = 0
    todo: list[object] = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, dict):
            total += 2 + sum(len(key) if isinstance(key, str) else 2 for key in item)
            todo.extend(item.values())
        elif isinstance(item, list):
            total += 2 + len(item)
            todo.extend(item)
        else:
            total += len(item) if isinstance(item, str) else 10
    return total
