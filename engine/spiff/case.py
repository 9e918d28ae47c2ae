"""A running case: SpiffWorkflow's workflow containers around our tokens and scopes."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.clock import ManualClock
from engine.errors import ConflictError
from engine.model.events import InstanceCompleted, Transition
from engine.spiff.resting import Group, wake
from engine.spiff.scopes import Scopes
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.definition import Definition
    from engine.spiff.environment import Environment
    from engine.spiff.specs.node import Node
    from engine.spiff.specs.process import ProcessSpec

__all__ = ["Case", "Container", "Part"]


class _NoPython(BasePythonScriptEngineEnvironment):
    """Refuses whatever SpiffWorkflow would evaluate by itself: expressions are FEEL, elsewhere."""


class Container:
    """What a case shares with the sub-processes and called processes inside it."""

    spec: "ProcessSpec"
    tasks: dict[int, Token]
    task_tree: Token
    completed: bool
    case: "Case"
    #: The token whose sub-process or called process this is; None for the case itself.
    host: Token | None = None
    script_engine = PythonScriptEngine(_NoPython())
    #: Tokens that keep it open.
    live_count = 0
    #: Whether an interrupting event sub-process took it over.
    interrupted = False
    #: Finished activities that can be undone, oldest first; see `engine.spiff.specs.compensation`.
    compensable: list[dict[str, Any]]
    #: Its runs that were not looked at since the case was loaded.
    resting: list[Group]

    def __init__(self, spec: "ProcessSpec") -> None:
        # What SpiffWorkflow's constructors make besides (events, locks, data) nothing here uses.
        self.spec, self.tasks, self.completed = spec, {}, False
        self.compensable, self.resting = [], []

    def plant(self) -> Token:
        """Make the first token, under which all others stand."""
        self.task_tree = Token(self, self.spec.start, state=TaskState.COMPLETED)
        return self.task_tree

    def begin(
        self, starts: Sequence["Node"], *, beside: Sequence["Node"] = (), **memory: object
    ) -> None:
        """Put tokens on the given elements and let event sub-processes wait for their events.

        Args:
            starts: Where the first tokens go.
            beside: Where more go, which remember nothing.
            memory: What the first tokens remember.
        """
        root = self.plant()
        for listener in self.spec.listeners:
            if listener.waits:
                root.add(listener)
        for spec in starts:
            root.add(spec, **memory)
        for spec in beside:
            root.add(spec)
        self.close_if_quiet()

    def live_tokens(self) -> list[Token]:
        """Return the tokens that still have something to do, oldest first."""
        if self.resting:
            wake(self, list(self.resting))
        return sorted(
            (token for token in self.tasks.values() if token.live), key=lambda token: token.id
        )

    def wake_under(self, parent: int) -> None:
        """Wake the runs inside a token."""
        wake(self, [group for group in self.resting if group[0] == parent])

    def is_resting_under(self, parent: int) -> bool:
        """Whether runs inside a token rest."""
        return any(group[0] == parent for group in self.resting)

    def cancel_live(self, *, but: Token | None = None) -> None:
        """Interrupt everything inside."""
        for token in self.live_tokens():
            if token is not but:
                token.cancel()

    def close_if_quiet(self) -> None:
        """Finish when no token is left to wait for."""
        if self.completed or self.live_count:
            return
        if self.host is not None and self.host.task_spec.closes_by_itself:
            self.host.task_spec.inner_done(self.host)
            return
        self.completed = True
        self.cancel_live()  # event sub-processes that never started
        if self.host is None:
            self.case.log.append(InstanceCompleted(end_events=tuple(self.case.ends)))
        else:
            self.host.wake()


class Part(Container, BpmnSubWorkflow):  # type: ignore[misc]  # narrower types of our own
    """A running sub-process or called process."""

    def __init__(self, spec: "ProcessSpec", host: Token) -> None:
        super().__init__(spec)
        self.host, self.case = host, host.case


class Case(Container, BpmnWorkflow):  # type: ignore[misc]  # narrower types of our own
    """A running case during one input."""

    subprocesses: dict[int, Part]
    last_id = 0
    #: The newest token when they were last counted, or when the input came.
    checked_at = 0
    #: Token of a submission: when its own step fails, the submission is refused.
    submitted = -1

    def __init__(self, definition: "Definition", environment: "Environment") -> None:
        super().__init__(definition.main)
        self.case, self.definition, self.subprocesses = self, definition, {}
        self.environment = environment
        self.queue: deque[Token] = deque()
        self.log: list[Transition] = []
        self.scopes = Scopes(limit=environment.limits.scope_bytes)
        #: What the present step did outside the case: stays, even if the step is undone.
        self.kept: dict[str, object] = {}
        self.kept_events: list[Transition] = []
        #: Element and token of what a migration left behind.
        self.dropped: list[list[Any]] = []
        #: End events reached in the process itself.
        self.ends: list[str] = []

    def move_to(self, environment: "Environment") -> None:
        """Go on at another time, in the world as it is then."""
        self.environment = environment
        self.__dict__.pop("strict", None)
        self.__dict__.pop("lenient", None)

    @cached_property
    def strict(self) -> feel.EvaluationContext:
        """How expressions are worked out: what is unknown or does not fit is an error."""
        world = self.environment
        return feel.EvaluationContext(
            clock=ManualClock(world.now),
            zone=world.zone,
            functions=world.functions,
            observe=world.observe,
            strict=True,
        )

    @cached_property
    def lenient(self) -> feel.EvaluationContext:
        """How conditions that merely wait are worked out: what is unknown is null."""
        return replace(self.strict, strict=False)

    def next_id(self) -> int:
        """Return a token id that was never used in this case."""
        self.last_id += 1
        return self.last_id

    def take_apart(self) -> None:
        """Let go of everything: tokens and containers name each other, and would stay until looked for."""
        for container in (*self.subprocesses.values(), self):
            container.__dict__.clear()

    def containers(self) -> Iterator[Container]:
        """Yield the case itself and everything running inside it, oldest first."""
        yield self
        if self.subprocesses:
            yield from [part for _, part in sorted(self.subprocesses.items())]

    def all_tokens(self) -> list[Token]:
        """Return every live token, oldest first."""
        tokens = [token for container in self.containers() for token in container.live_tokens()]
        return sorted(tokens, key=lambda token: token.id)

    def token(self, token_id: int) -> Token:
        """Return a live token.

        Raises:
            ConflictError: If it is finished, or never was.
        """
        for container in self.containers():
            if container.resting:
                wake(container, [group for group in container.resting if token_id in group[1]])
            token = container.tasks.get(token_id)
            if token is not None and token.live:
                return token
        message = "This step is already done or was withdrawn. Go back to the inbox and open the case again."
        raise ConflictError(message)
