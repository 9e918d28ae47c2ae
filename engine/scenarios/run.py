"""Plays one scenario through the engine's own commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine import feel
from engine.commands.add_attachment import add_attachment
from engine.commands.complete_task import complete_task
from engine.commands.publish_message import publish_message
from engine.commands.start_instance import start_instance
from engine.context import reading
from engine.errors import DocketError
from engine.model.ids import SYSTEM, InstanceId, PersonId, TaskId
from engine.scenarios.exchange import Exchange, leave_files
from engine.scenarios.goods import NAME as GOODS
from engine.scenarios.goods import make_variables
from engine.scenarios.judge import judge
from engine.scenarios.papers import list_papers
from engine.scenarios.read import Scenario, Step
from engine.scenarios.stages import Stage, Stages
from engine.scenarios.story import OpenTask, Story
from engine.store import instances, jobs, log, user_tasks
from engine.worker import run_due


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


def play(scenario: Scenario, stages: Stages) -> Played:
    """Play a scenario and compare its ending."""
    try:
        stage = stages.set_up(scenario)
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
    stories = {label: _tell(stage, case) for label, case in stage.cases.items()}
    if not differences and "main" in stories:
        differences += judge(scenario.expect, stories["main"], stage.zone)
    return Played(scenario=scenario, differences=tuple(differences), stories=stories)


def _play_step(stage: Stage, step: Step) -> list[str]:
    stage.zone = stage.zones.get(step.actor, stage.zone)
    if step.at is not None:
        until = step.at.replace(tzinfo=step.at.tzinfo or stage.zone)
        if step.stopped:
            _stand_still(stage, until)
        _pass_time(stage, until)
    set_outside(stage.exchange, step)
    try:
        act(stage, step)
    except DocketError as error:
        if step.refused and step.refused in str(error):
            return []
        raise
    if step.refused:
        return [f"It was not refused; expected a refusal with “{step.refused}”."]
    run_due(stage.context)
    if step.expect is None:
        return []
    return judge(step.expect, _tell(stage, stage.cases[step.case]), stage.zone)


def _stand_still(stage: Stage, until: datetime) -> None:
    """Let time pass while the engine is stopped: nothing is done in time."""
    stage.clock.move_to(max(until, stage.clock.now()))


def set_outside(exchange: Exchange, step: Step) -> None:
    """Let other systems do what a step says of them."""
    leave_files(exchange, step.leaves)
    if step.mail_fails is not None:
        exchange.mail_fails = step.mail_fails


def _pass_time(stage: Stage, until: datetime) -> None:
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


def act(stage: Stage, step: Step) -> None:
    """Do what a step says, at the present time of the stage.

    Raises:
        DocketError: If it is refused, or there is nothing to do it on.
    """
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
        stage.cases[step.case] = _find_begun(stage, step)
    elif step.stock:
        _move_goods(stage, step)
    elif step.message:
        publish_message(
            stage.context,
            actor=SYSTEM,
            name=step.message,
            correlation_key=step.key,
            variables=dict(step.variables),
        )


def _move_goods(stage: Stage, step: Step) -> None:
    """Post to the stock ledger.

    Raises:
        DocketError: If it cannot be posted as it is asked.
    """
    variables = feel.admit(make_variables(step.actor, step.stock))
    published = publish_message(
        stage.context,
        actor=SYSTEM,
        name=GOODS,
        variables=variables if isinstance(variables, dict) else {},
    )
    run_due(stage.context)
    if published.instance is None:
        message = "The goods were not posted."
        raise DocketError(message)
    story = _tell(stage, published.instance)
    if story.incidents or not story.records:
        message = f"The goods were not posted: {'; '.join(story.incidents) or story.variables}"
        raise DocketError(message)


def _find_begun(stage: Stage, step: Step) -> InstanceId:
    """Return the newest case of a procedure that no step has named yet.

    Where the step has an actor it is one of the actor's office: the clock may begin one for each.

    Raises:
        DocketError: If there is none.
    """
    known = set(stage.cases.values())
    with reading(stage.context) as work:
        offices = {work.roster.people[step.actor].unit} if step.actor else set()
        for case in reversed(instances.list_ids(work.transaction)):
            found = instances.get(work.transaction, case)
            fits = found.process_id == step.begun and (not offices or found.unit in offices)
            if fits and case not in known:
                return case
    message = f"Nothing has begun a case of {step.begun}."
    raise DocketError(message)


def _find_task(stage: Stage, step: Step) -> TaskId:
    case = stage.cases.get(step.case)
    with stage.context.database.reading() as transaction:
        waiting = user_tasks.list_open(transaction, case) if case else []
    found = [task.id for task in waiting if task.element == step.task]
    own = [task.id for task in waiting if task.id in found and task.assignee == step.actor]
    if not found:
        names = ", ".join(task.element for task in waiting) or "none"
        message = f"The task {step.task} is not open; open are: {names}."
        raise DocketError(message)
    return (own or found)[0]


def _answers(stage: Stage, step: Step, subject: str) -> dict[str, object]:
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


def _tell(stage: Stage, case: InstanceId) -> Story:
    with stage.context.database.reading() as transaction:
        events = log.read(transaction, case)
        waiting = user_tasks.list_open(transaction, case)
        papers = list_papers(transaction, stage.context.keyring, case)
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
    return Story(
        events=events,
        open_tasks=tasks,
        dropped=stage.exchange.read_dropped(),
        mails=tuple(stage.exchange.mails),
        documents=papers,
    )
