"""Plays one scenario through the engine's own commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from engine.clock import ManualClock
from engine.commands.add_attachment import add_attachment
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.commands.publish_message import publish_message
from engine.commands.start_instance import start_instance
from engine.context import Context, use_database
from engine.errors import DocketError
from engine.model.directory import Directory
from engine.model.forms import Forms
from engine.model.ids import SYSTEM, InstanceId, PersonId, TaskId
from engine.scenarios.judge import judge
from engine.scenarios.parameters import change_parameters
from engine.scenarios.read import Scenario, Step
from engine.scenarios.story import OpenTask, Story
from engine.store import instances, jobs, log, user_tasks
from engine.store.migration import open_in_memory
from engine.worker import run_due

#: Not a secret: the database of a scenario lives in memory and holds made-up people.
_KEY = b"a scenario keeps nothing to itself"
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Played:
    """How a scenario went."""

    scenario: Scenario
    #: Every difference as a sentence; empty when it went as expected.
    differences: tuple[str, ...]
    #: What happened to each case, by its label.
    stories: Mapping[str, Story]

    @property
    def passed(self) -> bool:
        """True when it went as expected."""
        return not self.differences


@dataclass(kw_only=True)
class _Stage:
    """Where a scenario is played: an engine of its own, and the cases so far."""

    context: Context
    clock: ManualClock
    #: Time zone of each person's office.
    zones: Mapping[str, ZoneInfo]
    cases: dict[str, InstanceId] = field(default_factory=dict)
    #: Zone of whoever acted last, for steps in which only time passes.
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


def play(
    scenario: Scenario,
    procedures: Mapping[str, Mapping[str, bytes]],
    directory: Directory,
    forms: Forms,
) -> Played:
    """Play a scenario and compare its ending.

    Args:
        scenario: What is to happen.
        procedures: Files of every procedure that it starts, by name.
        directory: The people.
        forms: Checks what they submit.
    """
    try:
        stage = _open(scenario, procedures, directory, forms)
    except DocketError as error:
        difference = f"The procedure cannot be deployed: {error}"
        return Played(scenario=scenario, differences=(difference,), stories={})
    differences: list[str] = []
    for number, step in enumerate(scenario.steps, start=1):
        try:
            found = _play_step(stage, step)
        except DocketError as error:
            found = [f"refused: {error}"]
        differences += [f"step {number}: {difference}" for difference in found]
        if found:
            break
    stories = {label: _tell(stage.context, case) for label, case in stage.cases.items()}
    if not differences and "main" in stories:
        differences += judge(scenario.expect, stories["main"], stage.zone)
    stage.context.close()
    return Played(scenario=scenario, differences=tuple(differences), stories=stories)


def _open(
    scenario: Scenario,
    procedures: Mapping[str, Mapping[str, bytes]],
    directory: Directory,
    forms: Forms,
) -> _Stage:
    clock = ManualClock(_BEGINNING)
    context = use_database(open_in_memory(), forms=forms, secret=_KEY, clock=clock)
    import_directory(context, actor=SYSTEM, directory=directory)
    starts = {step.start or step.begun for step in scenario.steps}
    started = sorted(starts.union(scenario.procedures) - {""})
    needed = {name: procedures[name] for name in started}
    for files in change_parameters(needed, scenario.parameters).values():
        deploy_procedure(context, actor=SYSTEM, files=files)
    zones = {unit.id: ZoneInfo(unit.zone) for unit in directory.units}
    people = {person.id: zones[person.unit] for person in directory.people}
    return _Stage(context=context, clock=clock, zones=people)


def _play_step(stage: _Stage, step: Step) -> list[str]:
    stage.zone = stage.zones.get(step.actor, stage.zone)
    if step.at is not None:
        _pass_time(stage, step.at.replace(tzinfo=step.at.tzinfo or stage.zone))
    try:
        _act(stage, step)
    except DocketError as error:
        if step.refused and step.refused in str(error):
            return []
        raise
    if step.refused:
        return [f"It was not refused; expected a refusal with “{step.refused}”."]
    run_due(stage.context)
    if step.expect is None:
        return []
    return judge(step.expect, _tell(stage.context, stage.cases[step.case]), stage.zone)


def _pass_time(stage: _Stage, until: datetime) -> None:
    """Move the clock from one due time to the next, so that each timer fires at its own time.

    Raises:
        DocketError: If the time lies before the step before.
    """
    if until < stage.clock.now():
        message = (
            f"It is already {stage.clock.now():%Y-%m-%d %H:%M} UTC; {until.isoformat()} is past."
        )
        raise DocketError(message)
    while True:
        with stage.context.database.reading() as transaction:
            due = jobs.find_next_due(transaction, stage.context.connectors)
        if due is None or due > until:
            break
        stage.clock.move_to(max(due, stage.clock.now()))
        if run_due(stage.context) == 0:
            break
    stage.clock.move_to(until)
    run_due(stage.context)


def _act(stage: _Stage, step: Step) -> None:
    actor = PersonId(step.actor)
    if step.start:
        answers = _answers(stage, step, step.subject or step.actor)
        started = start_instance(
            stage.context,
            actor=actor,
            process_id=step.start,
            submission=answers,
            subject=step.subject,
        )
        stage.cases[step.case] = started.instance
    elif step.task:
        task = _find_task(stage, step)
        with stage.context.database.reading() as transaction:
            subject = user_tasks.get(transaction, task).subject
        complete_task(
            stage.context, actor=actor, task=task, submission=_answers(stage, step, subject)
        )
    elif step.begun:
        stage.cases[step.case] = _find_begun(stage, step.begun)
    elif step.message:
        publish_message(
            stage.context,
            actor=SYSTEM,
            name=step.message,
            correlation_key=step.key,
            variables=dict(step.variables),
        )


def _find_begun(stage: _Stage, process_id: str) -> InstanceId:
    """Return the newest case of a procedure that no step has named yet.

    Raises:
        DocketError: If there is none.
    """
    known = set(stage.cases.values())
    with stage.context.database.reading() as transaction:
        for case in reversed(instances.list_ids(transaction)):
            if case not in known and instances.get(transaction, case).process_id == process_id:
                return case
    message = f"Nothing has begun a case of {process_id}."
    raise DocketError(message)


def _find_task(stage: _Stage, step: Step) -> TaskId:
    case = stage.cases.get(step.case)
    with stage.context.database.reading() as transaction:
        waiting = user_tasks.list_open(transaction, case) if case else []
    found = [task.id for task in waiting if task.element == step.task]
    if not found:
        names = ", ".join(task.element for task in waiting) or "none"
        message = f"The task {step.task} is not open; open are: {names}."
        raise DocketError(message)
    return found[0]


def _answers(stage: _Stage, step: Step, subject: str) -> dict[str, object]:
    """Turn a scenario's answers into what a page would submit, files uploaded first."""
    answers: dict[str, object] = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in step.answers.items()
    }
    for key, name in step.files.items():
        reference = add_attachment(
            stage.context,
            actor=PersonId(step.actor),
            subject=PersonId(subject),
            name=name,
            media_type="application/pdf",
            data=b"%PDF-1.4\n% made up for a scenario\n%%EOF\n",
        )
        answers[key] = [reference]
    return answers


def _tell(context: Context, case: InstanceId) -> Story:
    with context.database.reading() as transaction:
        events = log.read(transaction, case)
        waiting = user_tasks.list_open(transaction, case)
    tasks = tuple(
        OpenTask(
            id=task.id,
            element=task.element,
            due=task.due_at,
            waits_for=frozenset(
                [task.assignee]
                if task.assignee
                else [candidate.person or candidate.role for candidate in task.candidates]
            ),
        )
        for task in waiting
    )
    return Story(events=events, open_tasks=tasks)
