"""A case with everything in it that can be interrupted, and the people who move it on.

    begun -> ask (ann) -> a second -> message "go" -> check (bob, a timer beside it) -> ended

Each step is asked for under a key of its own, so that whoever got no answer asks again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from engine.clock import Clock, ManualClock
from engine.commands.cancel_instance import cancel_instance
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.commands.publish_message import publish_message
from engine.commands.start_instance import start_instance
from engine.context import Context, open_engine, reading
from engine.model.directory import Calendar, Directory, Membership, Person, Role, Unit
from engine.model.events import (
    InstanceStarted,
    MessageReceived,
    TimerFired,
    UserTaskClaimed,
    UserTaskCompleted,
    UserTaskUnclaimed,
)
from engine.model.ids import SYSTEM, InstanceId, PersonId, TaskId
from engine.queries.audit import replay, verify
from engine.queries.health import list_stuck_cases
from engine.store import instances, jobs, log, subscriptions, user_tasks
from engine.testing import PlainForms
from engine.worker import run_due

ANN, BOB = PersonId("ann"), PersonId("bob")
#: When everything but the timers happens.
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
#: When the timers are due.
LATER = NOW + timedelta(minutes=1)
PROCESS = "story"
_SECRET = b"nothing here is kept from anybody"
_DIAGRAM = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">
<bpmn:message id="Go" name="go"><bpmn:extensionElements>
  <zeebe:subscription correlationKey="=ref"/></bpmn:extensionElements></bpmn:message>
<bpmn:process id="story" isExecutable="true">
<bpmn:startEvent id="begun"/>
<bpmn:userTask id="ask"><bpmn:extensionElements><zeebe:userTask/>
  <zeebe:assignmentDefinition candidateGroups="clerks"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:intermediateCatchEvent id="second"><bpmn:timerEventDefinition id="t1">
  <bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="going"><bpmn:messageEventDefinition id="m1" messageRef="Go"/>
</bpmn:intermediateCatchEvent>
<bpmn:userTask id="check"><bpmn:extensionElements><zeebe:userTask/>
  <zeebe:assignmentDefinition candidateGroups="clerks"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:boundaryEvent id="overdue" attachedToRef="check"><bpmn:timerEventDefinition id="t2">
  <bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
<bpmn:endEvent id="ended"/><bpmn:endEvent id="late"/>
<bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="ask"/>
<bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="second"/>
<bpmn:sequenceFlow id="f3" sourceRef="second" targetRef="going"/>
<bpmn:sequenceFlow id="f4" sourceRef="going" targetRef="check"/>
<bpmn:sequenceFlow id="f5" sourceRef="check" targetRef="ended"/>
<bpmn:sequenceFlow id="f6" sourceRef="overdue" targetRef="late"/>
</bpmn:process></bpmn:definitions>"""
_SETTINGS = """id = "story"
title = "Story"
prefix = "ST"
owner = "clerks"
source = "test"
summary = "=ref"
"""


def open_story(url: str, clock: Clock | None = None) -> Context:
    """Open the engine on a database that has the schema; its time stands still if not given."""
    return open_engine(url, forms=PlainForms(), secret=_SECRET, clock=clock or ManualClock(NOW))


def story_files(title: str = "Story") -> dict[str, bytes]:
    """Return the procedure's files; another title makes another version."""
    settings = _SETTINGS.replace('title = "Story"', f'title = "{title}"')
    return {"procedure.toml": settings.encode(), "story.bpmn": _DIAGRAM.encode()}


def prepare(context: Context) -> None:
    """Deploy the procedure and import its people."""
    people = [Person(id=one, name=one, email=f"{one}@example.org", unit="U") for one in (ANN, BOB)]
    held = [
        Membership(person=one.id, role="clerks", unit="U", valid_from=date(2020, 1, 1))
        for one in people
    ]
    directory = Directory(
        calendars=(Calendar(id="c", name="c", weekend=frozenset({6, 7}), holidays={}),),
        units=(Unit(id="U", name="Office", parent="", zone="UTC", calendar="c"),),
        roles=(Role(id="clerks", title="Clerks"),),
        people=tuple(people),
        memberships=tuple(held),
        relations=(),
    )
    import_directory(context, actor=SYSTEM, directory=directory)
    deploy_procedure(context, actor=SYSTEM, files=story_files())


def begin(context: Context, ref: str) -> InstanceId:
    """Begin the case, or find it when it has begun."""
    return start_instance(
        context, actor=ANN, process_id=PROCESS, submission={"ref": ref}, key=f"begin {ref}"
    ).instance


def find_task(context: Context, instance: str, element: str) -> user_tasks.UserTaskRow | None:
    """Return the open task of an element, or null."""
    with reading(context) as work:
        waiting = user_tasks.list_open(work.transaction, instance)
    return next((task for task in waiting if task.element == element), None)


def claim(context: Context, ref: str) -> None:
    """Let ann take the first task."""
    task = find_task(context, begin(context, ref), "ask")
    if task is not None:
        claim_task(context, actor=ANN, task=task.id)


def finish(context: Context, ref: str, element: str, actor: PersonId) -> None:
    """Finish a task that is open."""
    task = find_task(context, begin(context, ref), element)
    if task is not None:
        complete_task(
            context,
            actor=actor,
            task=TaskId(task.id),
            submission={element: "done"},
            key=f"{element} {ref}",
        )


def go(context: Context, ref: str) -> None:
    """Send the message that the case waits for, or will."""
    publish_message(
        context,
        actor=SYSTEM,
        name="go",
        correlation_key=ref,
        time_to_live=timedelta(days=30),
        key=f"go {ref}",
    )


def cancel(context: Context, ref: str) -> None:
    """End the case by hand."""
    cancel_instance(context, actor=SYSTEM, instance=begin(context, ref), reason="a test")


STEPS: Mapping[str, Callable[[Context, str], object]] = {
    "begin": begin,
    "claim": claim,
    "ask": lambda context, ref: finish(context, ref, "ask", ANN),
    "second": lambda context, _ref: run_due(context),
    "go": go,
    "check": lambda context, ref: finish(context, ref, "check", BOB),
}
#: Two orders in which the steps may come: the message after the timer, or before it.
ORDERS = (tuple(STEPS), ("begin", "claim", "ask", "go", "second", "check"))


def clock_of(step: str) -> ManualClock:
    """Return the time at which a step is done."""
    return ManualClock(LATER if step == "second" else NOW)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands, as every table says."""

    status: str
    kinds: tuple[str, ...]
    tasks: tuple[tuple[str, str], ...]
    waits: tuple[str, ...]


def stand(context: Context, instance: str) -> Standing:
    """Say where a case stands."""
    with reading(context) as work:
        transaction = work.transaction
        waiting = jobs.list_waiting(transaction, instance)
        listening = subscriptions.list_of_case(transaction, instance)
        return Standing(
            status=instances.get(transaction, instance).status,
            kinds=tuple(one.event.kind() for one in log.read(transaction, instance)),
            tasks=tuple(
                (task.element, task.status) for task in user_tasks.list_open(transaction, instance)
            ),
            waits=(*(job.element for job in waiting), *(wait.element for wait in listening)),
        )


def list_cases(context: Context) -> dict[str, InstanceId]:
    """Return every case by its ref; fails when a ref has two."""
    with reading(context) as work:
        rows = [
            instances.get(work.transaction, case) for case in instances.list_ids(work.transaction)
        ]
    found = {row.title: row.id for row in rows}
    assert len(found) == len(rows), "a case was begun twice"
    numbers: dict[str, set[int]] = {}
    for row in rows:
        year, _, number = row.business_key.rpartition("-")
        numbers.setdefault(year, set()).add(int(number))
    assert all(max(given) == len(given) for given in numbers.values()), "a number is missing"
    return found


#: Events by which an answered step is known.
PROOFS = {
    "begin": lambda event: isinstance(event, InstanceStarted),
    "claim": lambda event: isinstance(event, UserTaskClaimed),
    "unclaim": lambda event: isinstance(event, UserTaskUnclaimed),
    "ask": lambda event: isinstance(event, UserTaskCompleted) and event.element == "ask",
    "check": lambda event: isinstance(event, UserTaskCompleted) and event.element == "check",
    "second": lambda event: isinstance(event, TimerFired) and event.element == "second",
    "went": lambda event: isinstance(event, MessageReceived),
}


def count_proofs(context: Context, instance: str, step: str) -> int:
    """Count how often a step is in the history of a case."""
    with reading(context) as work:
        return sum(PROOFS[step](one.event) for one in log.read(work.transaction, instance))


def check_record(context: Context) -> None:
    """Fail when a chain is broken, a case is stuck, or an input was lost or taken twice."""
    assert verify(context).faults == ()
    assert list_stuck_cases(context) == ()
    for ref, case in list_cases(context).items():
        for step in PROOFS:
            times = count_proofs(context, case, step)
            # A task that was given back may be taken again.
            times -= count_proofs(context, case, "unclaim") if step == "claim" else 0
            assert step == "unclaim" or times <= 1, f"{ref}: {step} was done twice"


def check_replay(context: Context) -> None:
    """Fail when a case does not follow from its inputs."""
    for ref, case in list_cases(context).items():
        report = replay(context, instance=case)
        assert report.reproduced, f"{ref}: {report.difference}"


def settle(context: Context, later: Context, refs: list[str]) -> None:
    """Do what is left of every case."""
    for ref in refs:
        for step in ("begin", "claim", "ask"):
            STEPS[step](context, ref)
    run_due(later)
    for ref in refs:
        go(context, ref)
        STEPS["check"](context, ref)
