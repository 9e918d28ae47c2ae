"""A process definition as the rest of the house sees it: read once, shared by threads, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.spiff.specs.process import ProcessSpec

__all__ = [
    "Assignment",
    "Call",
    "Definition",
    "Element",
    "EventKind",
    "EventSpec",
    "Expression",
    "Flow",
    "Job",
    "Loop",
    "Result",
    "StartEvent",
    "VariableMapping",
]

EventKind = Literal[
    "none", "message", "timer", "signal", "error", "escalation",
    "conditional", "link", "compensation", "cancel", "terminate", "multiple",
]  # fmt: skip


def _no_texts() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class VariableMapping:
    """One line of ``zeebe:ioMapping``."""

    #: Expression (with a leading ``=``) or literal text.
    source: str
    #: Variable that gets the value; ``a.b`` writes into the context ``a``.
    target: str


@dataclass(frozen=True, kw_only=True)
class EventSpec:
    """What an event waits for or throws."""

    kind: EventKind = "none"
    #: Message, signal or link name, error or escalation code, or the activity to compensate;
    #: a message or signal name may be an expression. Empty catches any error or escalation.
    name: str = ""
    #: The condition, or the instant, duration or cycle of a timer.
    expression: str = ""
    #: ``timeDate``, ``timeDuration`` or ``timeCycle``.
    timer: str = ""
    #: Expression of the correlation key.
    key: str = ""
    #: For boundary and event sub-process starts: whether the scope is left.
    interrupting: bool = True
    #: Of the kind ``multiple``: what it waits for or throws, at least two.
    parts: "tuple[EventSpec, ...]" = ()
    #: Whether it waits for all of them, rather than for any.
    parallel: bool = False

    @property
    def each(self) -> "tuple[EventSpec, ...]":
        """Its parts, or itself when it has none."""
        return self.parts or (self,)

    @property
    def literal_name(self) -> str:
        """The name of a message or signal where it is no expression of variables."""
        return self.name.lstrip("=").strip('"')


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who does a user task, with what form, until when; each an expression or a literal."""

    assignee: str = ""
    groups: str = ""
    users: str = ""
    due: str = ""
    follow_up: str = ""
    form: str = ""


#: Task header: code of the BPMN error that is thrown when a job could not be done in the end, in
#: place of an incident. The error carries ``failure``: what went wrong.
ERROR_ON_FAILURE = "errorOnFailure"


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work for a connector, or for a local service."""

    type: str
    retries: str = "3"
    headers: Mapping[str, str] = field(default_factory=_no_texts)


@dataclass(frozen=True, kw_only=True)
class Result:
    """A script or a decision, and the variable that takes its value."""

    #: Expression of a script; id of a decision (an expression or a literal).
    source: str
    variable: str


@dataclass(frozen=True, kw_only=True)
class Call:
    """A process called by a call activity."""

    process_id: str
    #: Whether the called process starts with copies of all that the caller sees.
    all_parent_variables: bool = True
    #: Whether the caller gets everything that the called process wrote.
    all_child_variables: bool = True


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Several runs of one activity."""

    kind: Literal["parallel", "sequential", "standard"]
    collection: str = ""
    #: Number of instances when there is no collection.
    cardinality: str = ""
    item: str = ""
    output: str = ""
    output_item: str = ""
    #: Ends a multi-instance when true; continues a standard loop while true.
    condition: str = ""
    test_before: bool = False
    #: Largest number of turns of a standard loop; 0 for no limit of its own.
    maximum: int = 0


@dataclass(frozen=True, kw_only=True)
class Expression:
    """An expression of a diagram, for static checks."""

    #: Where it stands, such as ``condition of Flow_1``.
    what: str
    text: str
    #: One-based line in the file; 0 when unknown.
    line: int


@dataclass(frozen=True, kw_only=True)
class Element:
    """A flow node of a diagram."""

    #: Unique in the definition.
    id: str
    #: Local name of the BPMN tag, such as ``userTask``.
    type: str
    name: str = ""
    #: Name of the innermost lane; empty outside lanes.
    lane: str = ""
    #: Id of the sub-process or process that it stands in.
    parent: str = ""
    #: Id of the process that it stands in.
    process: str = ""
    #: Name of the file, and one-based line in it.
    file: str = ""
    line: int = 0
    #: Text of ``documentation``.
    documentation: str = ""
    #: Clauses that the element carries out.
    policy: tuple[str, ...] = ()
    #: Every ``zeebe:property``.
    properties: Mapping[str, str] = field(default_factory=_no_texts)
    inputs: tuple[VariableMapping, ...] = ()
    outputs: tuple[VariableMapping, ...] = ()
    assignment: Assignment | None = None
    job: Job | None = None
    script: Result | None = None
    decision_call: Result | None = None
    call: Call | None = None
    loop: Loop | None = None
    event: EventSpec | None = None
    #: Activity that a boundary event stands on.
    attached_to: str = ""
    #: Id of the default flow; empty when there is none.
    default_flow: str = ""
    #: Version tag that a call activity wants of the process that it calls.
    version_tag: str = ""
    #: ``zeebe:adHoc``: expression of the ids to activate; and the condition that ends it.
    active_elements: str = ""
    completion_condition: str = ""
    #: When a complex gateway opens.
    activation_condition: str = ""
    cancel_remaining: bool = True
    sequential: bool = False
    #: Whether it only undoes another activity.
    for_compensation: bool = False
    #: Whether a sub-process waits for its start event, or a gateway or receive task starts a case.
    triggered: bool = False
    #: Whether such a gateway goes on to wait for its other events when one has begun the case.
    waits_for_all: bool = False
    expressions: tuple[Expression, ...] = ()
    #: Variables that it writes, as far as the diagram says.
    writes: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """Id of the form; empty when there is none."""
        return self.assignment.form if self.assignment else ""

    @property
    def decision(self) -> str:
        """Id (or expression) of the decision called; empty when there is none."""
        return self.decision_call.source if self.decision_call else ""

    @property
    def job_type(self) -> str:
        """Type of the job; empty when it is not one."""
        return self.job.type if self.job else ""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    #: Whether it is its source's default.
    default: bool = False
    process: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class StartEvent:
    """A way in which a case may begin."""

    id: str
    name: str
    event: EventSpec
    #: Names of the messages that must all have come before a case begins; empty where one event is
    #: enough.
    together: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A process with everything that it calls."""

    process_id: str
    name: str
    version_tag: str
    documentation: str
    #: All flow nodes, of called processes too, by id.
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    start_events: tuple[StartEvent, ...]
    #: Ids of the processes called, directly or not.
    called: tuple[str, ...]
    #: Lane names in the order of the diagram.
    lanes: tuple[str, ...]
    #: What runs: the process itself, and sub-processes and called processes by id.
    main: "ProcessSpec" = field(repr=False, compare=False)
    parts: Mapping[str, "ProcessSpec"] = field(repr=False, compare=False)
    #: Whether a token may wait for others, or for a condition: otherwise nobody looks.
    has_joins: bool
    has_conditions: bool
