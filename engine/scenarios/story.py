"""What happened to a case, read from its history for comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.connectors.mail import WrittenMail
from engine.model.events import (
    DecisionEvaluated,
    ElementActivated,
    IncidentRaised,
    IncidentResolved,
    InstanceCompleted,
    InstanceTerminated,
    NoticeSent,
    Recorded,
    RecordWritten,
    SequenceFlowTaken,
    UserTaskCompleted,
    VariablesWritten,
)


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """A task that waits."""

    id: str
    element: str
    #: People and roles that it waits for.
    waits_for: frozenset[str]
    due: datetime | None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document that was produced."""

    template: str
    type: str
    number: str
    name: str
    title: str
    confidential: bool
    void: bool
    #: What a reader sees, in one line: of a page its text, of a data file all of it.
    text: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A case as a scenario looks at it."""

    events: Sequence[Recorded]
    open_tasks: tuple[OpenTask, ...]
    #: Text of the files left for other systems, by folder and name.
    dropped: Mapping[str, str] = field(default_factory=dict)
    #: Mails that left the house, oldest first.
    mails: tuple[WrittenMail, ...] = ()
    #: Documents, oldest first.
    documents: tuple[Paper, ...] = ()

    @property
    def status(self) -> str:
        """``active``, ``completed`` or ``terminated``."""
        kinds = {type(item.event) for item in self.events}
        if InstanceTerminated in kinds:
            return "terminated"
        return "completed" if InstanceCompleted in kinds else "active"

    @property
    def end_events(self) -> tuple[str, ...]:
        """The end events that the process itself reached."""
        ends = [item.event for item in self.events if isinstance(item.event, InstanceCompleted)]
        return ends[-1].end_events if ends else ()

    @property
    def entered(self) -> list[str]:
        """Elements in the order in which they were entered."""
        return [
            item.event.element for item in self.events if isinstance(item.event, ElementActivated)
        ]

    @property
    def flows(self) -> set[str]:
        """Sequence flows that were taken."""
        return {
            item.event.flow for item in self.events if isinstance(item.event, SequenceFlowTaken)
        }

    @property
    def finished_tasks(self) -> set[str]:
        """Elements of tasks that people finished."""
        return {
            item.event.element for item in self.events if isinstance(item.event, UserTaskCompleted)
        }

    @property
    def variables(self) -> dict[str, object]:
        """The values that variables got last, whatever their scope."""
        values: dict[str, object] = {}
        for item in self.events:
            if isinstance(item.event, VariablesWritten):
                values.update(item.event.variables)
        return values

    @property
    def notices(self) -> list[NoticeSent]:
        """Notices in the order in which they were sent."""
        return [item.event for item in self.events if isinstance(item.event, NoticeSent)]

    @property
    def records(self) -> list[RecordWritten]:
        """Records as they were written last, oldest first."""
        written: dict[str, RecordWritten] = {}
        for item in self.events:
            if isinstance(item.event, RecordWritten):
                written[item.event.record] = item.event
        return list(written.values())

    @property
    def rules(self) -> list[tuple[str, int]]:
        """Decisions and the numbers of the rules that matched."""
        return [
            (item.event.decision, number)
            for item in self.events
            if isinstance(item.event, DecisionEvaluated)
            for number, _ in item.event.rules
        ]

    @property
    def incidents(self) -> list[str]:
        """What tokens that stand still complain of."""
        standing: dict[int, str] = {}
        for item in self.events:
            if isinstance(item.event, IncidentRaised):
                standing[item.event.token] = f"{item.event.element}: {item.event.message}"
            elif isinstance(item.event, IncidentResolved):
                standing.pop(item.event.token, None)
        return list(standing.values())


def look_up(values: Mapping[str, object], path: str) -> object:
    """Return a variable, or what lies inside it along a path such as ``count.windows.1.total``.

    Numbers in a path are one-based positions in a list. Null when there is nothing.
    """
    found: object = values
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, Sequence) and part.isdigit() and 0 < int(part) <= len(found):
            found = found[int(part) - 1]
        else:
            return None
    return found
