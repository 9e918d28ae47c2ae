"""A position in a running case: SpiffWorkflow's task, without data and with numbers for ids."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Never

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.errors import IntegrityError
from engine.spiff.scopes import visible

if TYPE_CHECKING:
    from engine.model.events import Transition
    from engine.spiff.case import Case, Container
    from engine.spiff.definition import Flow
    from engine.spiff.specs.node import Node

__all__ = ["FINISHED", "LIVE", "Token"]

#: States of a token that still has something to do.
LIVE: int = TaskState.FUTURE | TaskState.WAITING | TaskState.READY | TaskState.STARTED
FINISHED: int = TaskState.FINISHED_MASK


class _NoData(dict[str, object]):
    """Stands where SpiffWorkflow keeps a task's data: variables live in scopes."""

    def __setitem__(self, key: str, value: object) -> Never:
        message = f"A token carries no data; {key} belongs in a scope."
        raise IntegrityError(message)


_NO_DATA = _NoData()


class Token(Task):
    """A task with a small number as id, which reports to its workflow when it comes alive or ends."""

    workflow: "Container"  # type: ignore[assignment]  # ours is one of theirs
    task_spec: "Node"
    case: "Case"
    id: int  # type: ignore[assignment]  # numbers instead of UUIDs
    _state: int
    _parent: int | None  # type: ignore[assignment]  # numbers instead of UUIDs
    _children: list[int]
    #: What the token must remember until it is finished; small and storable.
    internal_data: dict[str, Any]
    #: Whether it runs inside the token that it came out of.
    triggered = False
    #: Of SpiffWorkflow alone.
    thread_id, last_state_change = 0, 0
    #: Flows chosen by the step that is finishing it.
    taking: "tuple[Flow, ...]" = ()

    def __init__(
        self,
        workflow: "Container",
        task_spec: "Node",
        parent: "Token | None" = None,
        state: int = TaskState.MAYBE,
    ) -> None:
        self.case = workflow.case
        super().__init__(workflow, task_spec, parent, state, self.case.next_id())  # type: ignore[arg-type]  # see above
        workflow.live_count += self.counted

    @property
    def data(self) -> _NoData:
        """Nothing: variables live in scopes."""
        return _NO_DATA

    @data.setter
    def data(self, value: object) -> None:
        if value:
            message = "A token carries no data."
            raise IntegrityError(message)

    @property  # type: ignore[misc]  # SpiffWorkflow's can be set; ours moves only when pruned
    def parent(self) -> "Token | None":  # type: ignore[override]
        """The token that this one came out of, while it is kept."""
        return self.workflow.tasks.get(self._parent) if self._parent else None

    @property
    def live(self) -> bool:
        """Whether the token still has something to do."""
        return bool(self._state & LIVE)

    @property
    def halted(self) -> bool:
        """Whether the token stands still with an incident, or because of one."""
        return "incident" in self.internal_data or "parked" in self.internal_data

    @property
    def has_turn(self) -> bool:
        """Whether the token goes on when its turn comes: it still has something to do, and may."""
        memory = self.internal_data
        return (
            bool(self._state & LIVE)
            and "incident" not in memory
            and "parked" not in memory
            and self.id in self.workflow.tasks
        )

    @property
    def tokens(self) -> "list[Token]":
        """The tokens that came out of this one and are still kept."""
        if self.workflow.resting:
            self.workflow.wake_under(self.id)
        return [found for child in self._children if (found := self.workflow.tasks.get(child))]

    @property
    def counted(self) -> bool:
        """Whether the process or sub-process stays open for this token."""
        return bool(self._state & self.task_spec.holds_open)

    @property
    def root(self) -> "Token":
        """The first token of the same process or sub-process."""
        root: Token = self.workflow.task_tree
        return root

    def visible(self) -> Mapping[str, object]:
        """Return the variables that the token sees."""
        return visible(self)

    def add(self, spec: "Node", /, **memory: object) -> "Token":
        """Return a new token that came out of this one; it is worked on in its turn."""
        case = self.case
        token = Token.restored(self.workflow, spec, case.next_id(), TaskState.FUTURE, memory)
        token.place_under(self)
        case.queue.append(token)
        return token

    def _add_child(self, task_spec: "Node", state: int = TaskState.FUTURE) -> "Token":  # type: ignore[override]  # narrower, as all specifications are ours
        return Token(self.workflow, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        """Change the state; a finished token stays as it is."""
        if not self._state & FINISHED:
            self._change(value)

    def keep(self, key: str, value: object, event: "Transition") -> None:
        """Remember what was done outside the case, even if this step is undone."""
        self.internal_data[key] = value
        self.case.kept[key] = value
        self.case.kept_events.append(event)
        self.case.log.append(event)

    def put_back(self, state: int, memory: dict[str, Any]) -> None:
        """Return to an earlier state, after a step that failed."""
        self.internal_data = memory
        self._change(state)

    def _change(self, state: int) -> None:
        holds = self.task_spec.holds_open
        if self._state & holds:
            if not state & holds:
                self.workflow.live_count -= 1
        elif state & holds:
            self.workflow.live_count += 1
        self._state = state

    def run(self) -> bool | None:
        """Do the work of the element, and leave it unless something inside has to be waited for."""
        done = self.task_spec._run(self)  # noqa: SLF001 - SpiffWorkflow's hook
        if done is None:
            self._set_state(TaskState.STARTED)
        else:
            self._set_state(TaskState.COMPLETED)
            self.task_spec._on_complete(self)  # noqa: SLF001 - SpiffWorkflow's hook
        return done

    def _ready(self) -> None:
        """Go from arrival to readiness."""
        if not self._state & FINISHED:
            self._change(TaskState.READY)
            self.task_spec._on_ready(self)  # noqa: SLF001 - SpiffWorkflow's hook

    def _inherit_data(self) -> None:
        """Variables live in scopes, nothing is handed down."""

    def wake(self) -> None:
        """Let the token run in its turn."""
        self._set_state(TaskState.READY)
        self.case.queue.append(self)

    def cancel(self) -> None:
        """Interrupt the token and what is inside it; what already went on from it stays."""
        if not self.live:
            return
        self._set_state(TaskState.CANCELLED)
        for token in self.tokens:
            if "fired" not in token.internal_data:  # what has happened is not taken back
                token.cancel()
        self.task_spec._on_cancel(self)  # noqa: SLF001 - SpiffWorkflow's hook

    @classmethod
    def restored(
        cls,
        workflow: "Container",
        spec: "Node",
        key: int,
        state: int,
        memory: dict[str, Any] | None,
    ) -> "Token":
        """Return a token in a given state, without what SpiffWorkflow's constructor does besides."""
        token = cls.__new__(cls)
        token.id, token.workflow, token.case = key, workflow, workflow.case
        token.task_spec, token.internal_data = spec, memory or {}
        token._state = state  # noqa: SLF001 - its own class
        token._parent, token._children = None, []  # noqa: SLF001
        workflow.tasks[key] = token
        if state & spec.holds_open:
            workflow.live_count += 1
        return token

    def parent_in(self, kept: "Mapping[int, Token]", root: "Token") -> int:
        """Return the token to stand under when only some are kept: its own parent, or else the root."""
        parent = self._parent
        return parent if parent in kept else root.id  # type: ignore[return-value]  # None is never kept

    def sort_tokens(self) -> None:
        """Have what came out of this one in the order in which it came up."""
        self._children.sort()

    def place_under(self, parent: "Token") -> None:
        """Stand under another token from now on."""
        self._parent = parent.id
        parent._children.append(self.id)  # noqa: SLF001 - its own class
