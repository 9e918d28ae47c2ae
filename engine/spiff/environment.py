"""What a run is given from outside, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from engine import feel
from engine.model.events import Transition, Value

__all__ = ["Decided", "Environment", "Limits", "LocalCall", "Observe", "Outcome"]

#: Wraps the call of a function whose answer depends on the world: name, arguments, the call itself.
Observe = Callable[[str, Sequence[Value], Callable[[], Value]], Value]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds on what one input may set in motion; beyond them a token stops with an incident."""

    #: Tokens moved between two waits.
    steps: int = 20_000
    #: Size of all variables of a case, roughly in bytes.
    scope_bytes: int = 8_000_000
    #: Instances of one multi-instance activity.
    instances: int = 1_000
    #: Tokens alive at one time.
    tokens: int = 5_000
    #: Processes called within each other.
    call_depth: int = 20


@dataclass(frozen=True, kw_only=True)
class LocalCall:
    """A service of the house that is asked within the transaction."""

    element: str
    token: int
    #: Type of ``zeebe:taskDefinition``.
    type: str
    headers: Mapping[str, str]
    #: The input mappings' variables; everything visible when there are none.
    inputs: Mapping[str, Value]
    #: Everything visible from the task.
    variables: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The answer of a decision."""

    output: Value
    #: Input expressions as written, and their values.
    inputs: Mapping[str, Value]
    #: One-based numbers of the rules that matched, with their annotations.
    rules: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The world around one run."""

    #: Aware, in UTC.
    now: datetime
    #: Zone in which the case counts its days.
    zone: ZoneInfo
    #: Named functions beyond the built-in ones.
    functions: feel.Functions = field(default_factory=lambda: feel.BUILT_IN)
    #: Hook around every call of an observed function; None calls it directly.
    observe: Observe | None = None
    #: Works out a decision by id over the variables in reach; refuses by an ``ExpressionError``.
    decide: Callable[[str, Mapping[str, Value]], Decided] | None = None
    #: Asks a service of the house; what it did stays done when the token later stops.
    local: Callable[[LocalCall], Mapping[str, Value]] | None = None
    #: Job types that `local` answers; all others become jobs.
    local_types: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of an input."""

    state: bytes
    transitions: tuple[Transition, ...]
    #: Nothing is left to do: the case ended, was terminated or cancelled.
    completed: bool
    #: Variables of the case itself.
    variables: Mapping[str, Value]
