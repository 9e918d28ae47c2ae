"""Puts the events of a case into words: a stable kind, and parameters in words.

What only the machine needs (a token entered a gateway, a variable was copied) is not told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.advance.house import NUMBER
from engine.advance.model import Model
from engine.advance.submissions import is_sealed
from engine.connectors.mail import MAIL
from engine.context import Work
from engine.model import events
from engine.model.events import Recorded
from engine.model.roster import name_of
from engine.queries.naming import element_name, in_words, role_title, translator, unit_name
from engine.queries.seen import once
from engine.store import documents, user_tasks


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What the telling of one case needs."""

    work: Work
    model: Model
    language: str
    #: Zone of the case, for instants in words.
    zone: str
    #: The version that the case runs on now, when `model` is an earlier one.
    newest: Model | None = None
    #: Variables whose values the reader is not to see yet.
    withheld: frozenset[str] = frozenset()

    def element(self, element_id: str) -> str:
        """Return what the diagram calls an element."""
        known = element_id in self.model.definition.elements
        model = self.model if known else self.newest or self.model
        return element_name(model, element_id, self.language)

    def task_element(self, task: str) -> str:
        """Return the element of a task; empty when there is none of that id."""
        return once(
            self.work,
            ("element of", task),
            lambda: user_tasks.find_element(self.work.transaction, task),
        )

    def person(self, person: str) -> str:
        """Return a person's name."""
        return name_of(self.work.roster, person)

    def person_or_unit(self, subject: str) -> str:
        """Return the name of whom a record is about: a person or an office."""
        known = subject in self.work.roster.people
        return self.person(subject) if known else unit_name(self.work, subject, self.language)

    def people(self, people: Sequence[str]) -> str:
        """Return the names of people."""
        return ", ".join(self.person(one) for one in people)

    def instant(self, at: datetime | None) -> str:
        """Return an instant in the case's zone; empty for null."""
        return "" if at is None else f"{at.astimezone(ZoneInfo(self.zone)):%Y-%m-%d %H:%M}"

    def value(self, value: object) -> str:
        """Return a value in words."""
        return in_words(value, self.language)

    def values(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return values in words, those confidential or withheld left out."""
        return {
            name: self.value(value)
            for name, value in values.items()
            if not is_sealed(value) and name not in self.withheld
        }


@dataclass(frozen=True, kw_only=True)
class Told:
    """One event in words."""

    kind: str
    params: Mapping[str, str] = field(default_factory=dict)
    element: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def tell(telling: Telling, recorded: Recorded) -> Told | None:
    """Return an event in words, or null when it is not worth a line."""
    teller = _TELLERS.get(type(recorded.event))
    told = teller(telling, recorded.event) if teller else None
    if told is None:
        return None
    params = {name: text for name, text in told.params.items() if text}
    return Told(kind=told.kind, params=params, element=told.element, values=told.values)


def _started(telling: Telling, event: events.InstanceStarted) -> Told:
    params = {
        "process": telling.model.procedure.translate(
            telling.model.procedure.title, telling.language
        ),
        "version": str(event.definition_version),
        "on_behalf_of": telling.person(event.on_behalf_of) if event.on_behalf_of else "",
        "subject": telling.person(event.subject),
        "unit": unit_name(telling.work, event.unit, telling.language),
    }
    inner = {"initiator", "subject", "unit"}
    given = {name: value for name, value in event.variables.items() if name not in inner}
    starts = telling.model.definition.start_events
    element = event.start_event or (starts[0].id if starts else "")
    return Told(kind="started", params=params, element=element, values=telling.values(given))


def _task_created(telling: Telling, event: events.UserTaskCreated) -> Told:
    translate = translator(telling.model, telling.language)
    roles = [role_title(telling.work, role, translate) for role in event.candidate_groups]
    people = [telling.person(one) for one in event.candidate_users]
    params = {
        "task": telling.element(event.element),
        "roles": ", ".join([*roles, *people]),
        "assignee": telling.person(event.assignee) if event.assignee else "",
        "due": telling.instant(event.due),
    }
    return Told(kind="task-created", params=params, element=event.element)


def _task_completed(telling: Telling, event: events.UserTaskCompleted) -> Told:
    params = {
        "task": telling.element(event.element),
        "on_behalf_of": telling.person(event.on_behalf_of) if event.on_behalf_of else "",
    }
    values = telling.values(event.submission)
    return Told(kind="task-completed", params=params, element=event.element, values=values)


def _subscribed(telling: Telling, event: events.SubscriptionOpened) -> Told:
    params = {
        "element": telling.element(event.element),
        "name": event.name,
        "key": event.correlation_key,
    }
    return Told(kind=f"waiting-for-{event.type}", params=params, element=event.element)


def _decided(telling: Telling, event: events.DecisionEvaluated) -> Told:
    texts = [telling.model.procedure.translate(text, telling.language) for _, text in event.rules]
    params = {
        "decision": telling.element(event.element),
        "result": telling.value(event.output),
        "rules": ", ".join(str(number) for number, _ in event.rules),
        "reasons": "; ".join(text for text in texts if text),
    }
    values = telling.values(event.inputs)
    return Told(kind="decided", params=params, element=event.element, values=values)


def _flow_taken(telling: Telling, event: events.SequenceFlowTaken) -> Told | None:
    """Tell which way a gateway went, and why; other flows leave no choice."""
    flow = telling.model.definition.flows.get(event.flow)
    if flow is None or not (flow.condition or flow.default):
        return None
    params = {
        "gateway": telling.element(flow.source),
        "flow": telling.model.procedure.translate(flow.name, telling.language),
        "target": telling.element(flow.target),
        "condition": flow.condition.removeprefix("=").strip(),
        "otherwise": "yes" if flow.default else "",
    }
    return Told(kind="path-taken", params=params, element=flow.source)


def _local(telling: Telling, event: events.LocalServiceCalled) -> Told | None:
    if event.type != NUMBER:
        return None
    sequence = event.headers.get("sequence", "") or telling.value(event.inputs.get("sequence"))
    params = {"sequence": sequence, "number": telling.value(event.outputs.get("number"))}
    return Told(kind="number-drawn", params=params, element=event.element)


def _job_created(telling: Telling, event: events.JobCreated) -> Told:
    params = {"element": telling.element(event.element), "type": event.type}
    if event.type != MAIL:
        return Told(kind="job-created", params=params, element=event.element)
    params |= {name: telling.value(event.variables.get(name)) for name in ("to", "subject")}
    return Told(kind="mail-written", params=params, element=event.element)


def _job_completed(telling: Telling, event: events.JobCompleted) -> Told:
    params = {"element": telling.element(event.element)}
    done, sent = telling.model.definition.elements.get(event.element), event.variables.get("mail")
    if done is None or done.job_type != MAIL or not isinstance(sent, Mapping):
        return Told(kind="job-completed", params=params, element=event.element)
    params |= {"files": telling.value(sent.get("files")), "number": telling.value(sent.get("id"))}
    return Told(kind="mail-sent", params=params, element=event.element)


def _record_written(telling: Telling, event: events.RecordWritten) -> Told:
    translate = telling.model.procedure.translate
    params = {
        "type": translate(event.type, telling.language).replace("_", " "),
        "status": translate(event.status.lower(), telling.language).replace("_", " "),
        "subject": telling.person_or_unit(event.subject),
    }
    return Told(kind="record-written", params=params, values=telling.values(event.data))


def _completed(telling: Telling, event: events.InstanceCompleted) -> Told:
    ends = ", ".join(telling.element(end) for end in event.end_events)
    element = event.end_events[-1] if event.end_events else ""
    return Told(kind="completed", params={"outcome": ends}, element=element)


def _about_element(
    kind: str, *names: str
) -> Callable[[Telling, Any], Told]:  # the event of each kind
    """Tell an event by its element and some of its texts."""

    def teller(telling: Telling, event: Any) -> Told:  # the event of each kind
        params = {name: str(getattr(event, name)) for name in names}
        return Told(
            kind=kind,
            params={"element": telling.element(event.element), **params},
            element=event.element,
        )

    return teller


def _by_task(kind: str, **people: str) -> Callable[[Telling, Any], Told]:
    """Tell an event about a task by the task and the people that it names."""

    def teller(telling: Telling, event: Any) -> Told:
        element = _element_of(telling, event)
        named = {name: getattr(event, attribute) for name, attribute in people.items()}
        params = {name: telling.person(one) if one else "" for name, one in named.items()}
        params |= {"reason": getattr(event, "reason", ""), "message": getattr(event, "message", "")}
        return Told(kind=kind, params={"task": telling.element(element), **params}, element=element)

    return teller


def _element_of(telling: Telling, event: Any) -> str:
    if hasattr(event, "element"):
        return str(event.element)
    return telling.task_element(event.task)


def _noted(kind: str, *names: str) -> Callable[[Telling, Any], Told]:
    """Tell an event of the whole case by some of its texts."""

    def teller(telling: Telling, event: Any) -> Told:
        return Told(kind=kind, params={name: telling.value(getattr(event, name)) for name in names})

    return teller


def _migrated(_telling: Telling, event: events.InstanceMigrated) -> Told:
    return Told(kind="migrated", params={"version": str(event.definition_version)})


def _timer(kind: str) -> Callable[[Telling, Any], Told]:
    def teller(telling: Telling, event: Any) -> Told:
        params = {"element": telling.element(event.element), "due": telling.instant(event.due)}
        return Told(kind=kind, params=params, element=event.element)

    return teller


def _thrown(telling: Telling, event: events.ErrorThrown) -> Told:
    params = {
        "element": telling.element(event.element),
        "code": event.code,
        "caught_by": telling.element(event.caught_by) if event.caught_by else "",
    }
    return Told(kind=f"{event.type}-thrown", params=params, element=event.element)


def _notice_sent(telling: Telling, event: events.NoticeSent) -> Told:
    params = {"subject": event.subject, "recipients": telling.people(event.recipients)}
    return Told(kind="notice-sent", params=params, element=event.element)


def _document_produced(_telling: Telling, event: events.DocumentProduced) -> Told:
    params = {"name": event.name, "title": event.title, "number": event.number}
    return Told(kind="document-produced", params=params, element=event.element)


def _refused(telling: Telling, event: events.CommandRefused) -> Told:
    target = telling.task_element(event.target)
    params = {
        "command": event.command,
        "target": telling.element(target) if target else event.target,
        "reason": event.reason,
    }
    return Told(kind="refused", params=params, element=target)


def _read(telling: Telling, event: events.ConfidentialRead) -> Told:
    work = telling.work
    document = documents.find(work.transaction, event.attachment) if event.attachment else None
    params = {
        "document": document.name if document else "",
        "fields": ", ".join(event.fields),
        "attachment": event.attachment,
        "purpose": event.purpose,
    }
    return Told(kind="confidential-read", params=params)


def _corrected(telling: Telling, event: events.VariablesCorrected) -> Told:
    params = {"names": ", ".join(event.variables), "reason": event.reason}
    return Told(kind="variables-corrected", params=params, values=telling.values(event.variables))


def _erased(telling: Telling, event: events.ValuesErased) -> Told:
    params = {"subject": telling.person(event.subject), "reason": event.reason}
    return Told(kind="erased", params=params)


_TELLERS: Mapping[type, Callable[[Telling, Any], Told | None]] = {
    events.InstanceStarted: _started,
    events.UserTaskCreated: _task_created,
    events.UserTaskClaimed: _by_task("task-claimed", on_behalf_of="on_behalf_of"),
    events.UserTaskUnclaimed: _by_task("task-unclaimed"),
    events.UserTaskAssigned: _by_task("task-assigned", assignee="assignee"),
    events.UserTaskCompleted: _task_completed,
    events.UserTaskCanceled: _by_task("task-canceled"),
    events.UserTaskUnassignable: _by_task("nobody-there"),
    events.UserTaskOffered: _by_task("task-offered"),
    events.TimerScheduled: _timer("timer-scheduled"),
    events.TimerFired: _timer("timer-fired"),
    events.SubscriptionOpened: _subscribed,
    events.MessageReceived: _about_element("message-received", "name"),
    events.SignalReceived: _noted("signal-received", "name"),
    events.MessageThrown: _about_element("message-thrown", "name", "correlation_key"),
    events.SignalThrown: _about_element("signal-thrown", "name"),
    events.DecisionEvaluated: _decided,
    events.SequenceFlowTaken: _flow_taken,
    events.ErrorThrown: _thrown,
    events.JobCreated: _job_created,
    events.JobCompleted: _job_completed,
    events.JobErrorThrown: _about_element("job-failed", "message"),
    events.JobFailed: _about_element("job-failed", "message"),
    events.WorkFailed: _about_element("job-failed", "message"),
    events.LocalServiceCalled: _local,
    events.NoticeSent: _notice_sent,
    events.DocumentProduced: _document_produced,
    events.DocumentVoided: _about_element("document-voided", "name", "reason"),
    events.RecordWritten: _record_written,
    events.VariablesCorrected: _corrected,
    events.IncidentRaised: _about_element("incident-raised", "message"),
    events.IncidentResolved: _about_element("incident-resolved"),
    events.IncidentsRetried: _noted("retried"),
    events.CommandRefused: _refused,
    events.ConfidentialRead: _read,
    events.ValuesErased: _erased,
    events.InstanceCancelled: _noted("cancelled", "reason"),
    events.InstanceMigrated: _migrated,
    events.InstanceCompleted: _completed,
    events.InstanceTerminated: _noted("terminated"),
}
