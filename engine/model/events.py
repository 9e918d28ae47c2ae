"""The history of a case: one closed union of past-tense events.

Two families. *Inputs* say what was done to a case and carry everything needed to do it again:
who, what was submitted, and what the case was told when it asked the world outside
(``observations``). *Transitions* say what the definition made of it. Feeding the inputs of a case
to the same definition at the recorded times must yield the same transitions: that is replay.

A released event is never edited: a changed shape is a new class with the next ``version``. Times,
actors and chaining belong to the envelope (`Recorded`), not to the events.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeVar, dataclass_transform

_T = TypeVar("_T")

Value = object
Variables = Mapping[str, object]

#: What a case was told by the world outside, in the order it asked: function name, arguments, answer.
Observations = tuple[tuple[str, tuple[Value, ...], Value], ...]


@dataclass_transform(kw_only_default=True, frozen_default=True)
def _event(event: type[_T]) -> type[_T]:
    """Make a dataclass that the type checker holds frozen.

    Freezing it at run time as well would make each event three times as dear.
    """
    return dataclass(kw_only=True)(event)


@_event
class _Event:
    version: ClassVar[int] = 1

    @classmethod
    def kind(cls) -> str:
        """Return the name under which the event is stored."""
        return cls.__name__


@_event
class _Input(_Event):
    #: Answers that the case was given while this input was worked through.
    observations: Observations = ()


# ------------------------------------------------------------------------------------- inputs


@_event
class InstanceStarted(_Input):
    """A case was begun."""

    process_id: str
    #: Version of the definition; with `checksum` it names the exact files.
    definition_version: int
    checksum: str
    business_key: str
    #: Who began it, and for whom; both are person ids, or ``system``.
    initiator: str
    subject: str
    #: The office whose people work on it.
    unit: str
    #: IANA name of the time zone in which its days are counted.
    zone: str
    variables: Variables
    #: Id of the start event when it is not the plain one.
    start_event: str = ""
    #: Person on whose behalf the initiator acted; empty when it is their own.
    on_behalf_of: str = ""


@_event
class UserTaskCompleted(_Input):
    """A person finished a task."""

    task: str
    token: int
    element: str
    submission: Variables
    on_behalf_of: str = ""


@_event
class TimerFired(_Input):
    """A timer ran out."""

    token: int
    element: str
    due: datetime


@_event
class MessageReceived(_Input):
    """A message reached the token that waited for it."""

    token: int
    element: str
    name: str
    variables: Variables


@_event
class SignalReceived(_Input):
    """A signal reached every token of the case that waited for it."""

    name: str
    variables: Variables


@_event
class JobCompleted(_Input):
    """A connector did its work."""

    token: int
    element: str
    variables: Variables


@_event
class JobErrorThrown(_Input):
    """A connector answered with a BPMN error."""

    token: int
    element: str
    code: str
    message: str
    variables: Variables


@_event
class JobFailed(_Input):
    """A connector failed for good: an incident, or the BPMN error that the task names for it."""

    token: int
    element: str
    message: str


@_event
class VariablesCorrected(_Input):
    """An administrator changed variables of a running case."""

    #: Token whose scope was changed; 0 for the case itself.
    scope: int
    variables: Variables
    reason: str


@_event
class IncidentsRetried(_Input):
    """An administrator let the stopped tokens try again."""

    #: Tokens let go; empty for all of them.
    tokens: tuple[int, ...] = ()


@_event
class InstanceCancelled(_Input):
    """A case was ended by hand."""

    reason: str


@_event
class InstanceMigrated(_Input):
    """A running case was moved to another version of its definition."""

    definition_version: int
    checksum: str
    #: Element ids of the old version and what they are called in the new one.
    mapping: Mapping[str, str]
    variables: Variables = field(default_factory=dict)


# -------------------------------------------------------------------------------- transitions


@_event
class ElementActivated(_Event):
    """A token entered an element."""

    element: str
    token: int


@_event
class ElementCompleted(_Event):
    """A token left an element in the ordinary way."""

    element: str
    token: int


@_event
class ElementTerminated(_Event):
    """An element was interrupted."""

    element: str
    token: int


@_event
class SequenceFlowTaken(_Event):
    """A token went along a sequence flow."""

    flow: str


@_event
class VariablesWritten(_Event):
    """Variables got a value."""

    #: Token that owns the scope; 0 for the case itself; negated for the process that a call
    #: activity's token calls.
    scope: int
    #: Element that wrote them.
    element: str
    variables: Variables


@_event
class UserTaskCreated(_Event):
    """A task waits for a person."""

    element: str
    token: int
    name: str
    assignee: str
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    #: Aware, or null when nothing limits it.
    due: datetime | None
    follow_up: datetime | None
    form: str


@_event
class UserTaskCanceled(_Event):
    """A task was withdrawn before anybody finished it."""

    element: str
    token: int


@_event
class TimerScheduled(_Event):
    """A token waits for an instant."""

    element: str
    token: int
    due: datetime


@_event
class SubscriptionOpened(_Event):
    """A token waits for a message or a signal."""

    element: str
    token: int
    #: ``message`` or ``signal``.
    type: str
    name: str
    #: Only a message with this key is taken; empty for signals.
    correlation_key: str


@_event
class WaitEnded(_Event):
    """A timer, subscription or job is no longer waited for."""

    element: str
    token: int


@_event
class JobCreated(_Event):
    """Work for a connector waits."""

    element: str
    token: int
    #: Type of ``zeebe:taskDefinition``.
    type: str
    retries: int
    headers: Mapping[str, str]
    variables: Variables


@_event
class DecisionEvaluated(_Event):
    """A decision was worked out."""

    element: str
    token: int
    decision: str
    #: Input expression as written, and the value it had.
    inputs: Variables
    output: Value
    #: One-based numbers of the rules that matched, with their annotations.
    rules: tuple[tuple[int, str], ...]


@_event
class MessageThrown(_Event):
    """A message was sent from the diagram."""

    element: str
    token: int
    name: str
    correlation_key: str
    variables: Variables


@_event
class SignalThrown(_Event):
    """A signal was broadcast from the diagram."""

    element: str
    name: str
    variables: Variables


@_event
class ErrorThrown(_Event):
    """A BPMN error or escalation was thrown, and caught somewhere."""

    element: str
    #: ``error`` or ``escalation``.
    type: str
    code: str
    #: Element that caught it; empty for an escalation that nobody wanted.
    caught_by: str


@_event
class LocalServiceCalled(_Event):
    """A service of the house ran within the transaction: a notice, a record, a number."""

    element: str
    token: int
    #: Type of ``zeebe:taskDefinition``, such as ``docket:notify``.
    type: str
    headers: Mapping[str, str]
    inputs: Variables
    outputs: Variables


@_event
class IncidentRaised(_Event):
    """A token stands still until an administrator acts."""

    element: str
    token: int
    message: str


@_event
class IncidentResolved(_Event):
    """A token that stood still goes on."""

    element: str
    token: int


@_event
class InstanceCompleted(_Event):
    """A case reached its end."""

    #: Ids of the end events reached in the process itself, in order.
    end_events: tuple[str, ...]


@_event
class InstanceTerminated(_Event):
    """A case was stopped before its end."""


# --------------------------------------------------------- people around a case; never replayed


@_event
class UserTaskClaimed(_Event):
    """Somebody took a task."""

    task: str
    token: int
    assignee: str
    on_behalf_of: str = ""


@_event
class UserTaskUnclaimed(_Event):
    """Somebody gave a task back."""

    task: str
    token: int


@_event
class UserTaskAssigned(_Event):
    """An administrator gave a task to somebody."""

    task: str
    token: int
    assignee: str
    reason: str


@_event
class UserTaskUnassignable(_Event):
    """Nobody can do a task that came up; it waits for an administrator."""

    task: str
    token: int
    element: str
    message: str


@_event
class UserTaskOffered(_Event):
    """An administrator had the people for a task looked for again, and some were found."""

    task: str
    token: int
    element: str
    #: Person ids, and roles as ``role in unit``.
    candidates: tuple[str, ...]


@_event
class WorkFailed(_Event):
    """What the worker should have done could not be done; it waits for an administrator."""

    token: int
    element: str
    #: Kind of the work, such as ``timer`` or ``message``.
    work: str
    message: str


@_event
class CommandRefused(_Event):
    """Something was tried and not allowed."""

    command: str
    #: Task or element that it was tried on; empty for the case.
    target: str
    reason: str


@_event
class ConfidentialRead(_Event):
    """Somebody opened confidential values."""

    fields: tuple[str, ...]
    purpose: str
    #: Id of the file that was opened; empty for values.
    attachment: str = ""


@_event
class NoticeSent(_Event):
    """A letter or notice went to people."""

    element: str
    template: str
    recipients: tuple[str, ...]
    subject: str
    #: SHA-256 of the text, hex; several with spaces between when readers got different texts.
    digest: str


@_event
class DocumentProduced(_Event):
    """A document was produced, and is kept with the case."""

    element: str
    template: str
    #: Id of the document, and of its file.
    document: str
    #: Office that issued it.
    unit: str
    #: Documents of one type and office are numbered together; empty when it has no number.
    type: str
    number: str
    title: str
    #: File name.
    name: str
    media_type: str
    #: Length of the content in bytes.
    size: int
    #: SHA-256 of the content, hex; empty when it is confidential.
    content: str
    #: SHA-256 of what is stored, which is sealed; it tells nothing of the content.
    digest: str
    #: Confidential variables that it shows.
    confidential: tuple[str, ...]


@_event
class DocumentVoided(_Event):
    """A document was declared void; its number stays taken."""

    element: str
    document: str
    number: str
    name: str
    reason: str


@_event
class RecordWritten(_Event):
    """A record about a person was written or changed by the case."""

    record: str
    type: str
    subject: str
    status: str
    data: Variables


@_event
class ValuesErased(_Event):
    """The key to a person's confidential values was destroyed."""

    subject: str
    reason: str


Input = (
    InstanceStarted
    | UserTaskCompleted
    | TimerFired
    | MessageReceived
    | SignalReceived
    | JobCompleted
    | JobErrorThrown
    | JobFailed
    | VariablesCorrected
    | IncidentsRetried
    | InstanceCancelled
    | InstanceMigrated
)
Transition = (
    ElementActivated
    | ElementCompleted
    | ElementTerminated
    | SequenceFlowTaken
    | VariablesWritten
    | UserTaskCreated
    | UserTaskCanceled
    | TimerScheduled
    | SubscriptionOpened
    | WaitEnded
    | JobCreated
    | DecisionEvaluated
    | MessageThrown
    | SignalThrown
    | ErrorThrown
    | LocalServiceCalled
    | IncidentRaised
    | IncidentResolved
    | InstanceCompleted
    | InstanceTerminated
)
Note = (
    UserTaskClaimed
    | UserTaskUnclaimed
    | UserTaskAssigned
    | UserTaskUnassignable
    | UserTaskOffered
    | WorkFailed
    | CommandRefused
    | ConfidentialRead
    | NoticeSent
    | DocumentProduced
    | DocumentVoided
    | RecordWritten
    | ValuesErased
)
AuditEvent = Input | Transition | Note


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event as it stands in the log of one case."""

    instance: str
    #: One-based, without gaps.
    seq: int
    #: When, aware, in UTC.
    at: datetime
    #: Person id, or ``system``.
    actor: str
    event: AuditEvent
    #: SHA-256 over the previous hash and this event's canonical form, hex.
    hash: str
