"""Plays a past case again as it would have gone: its people do what they did, and the clock runs.

Unlike a replay, timers are not taken from the record: they fire when the given definition sets them.
What people, messages and connectors did is fed at the recorded instant to the element that it was
for; when nothing waits there, it would not have happened and is counted. So a changed limit or route
shows in where the case would have ended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from engine import feel, spiff
from engine.advance.functions import PARAMETER
from engine.advance.house import LOCAL_TYPES
from engine.advance.model import Model
from engine.errors import DocketError
from engine.model.events import (
    ElementActivated,
    Input,
    InstanceMigrated,
    InstanceStarted,
    JobCompleted,
    JobErrorThrown,
    JobFailed,
    MessageReceived,
    Recorded,
    TimerFired,
    TimerScheduled,
    Transition,
    UserTaskCompleted,
    UserTaskCreated,
)
from engine.model.procedure import Procedure
from engine.queries.replaying import list_inputs, list_takers, make_world, read_parameter

_Addressed = UserTaskCompleted | MessageReceived | JobCompleted | JobErrorThrown | JobFailed

#: Timers that fire in one case before it is taken to run in a circle.
MOST_TIMERS = 2_000


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """How a case would have gone."""

    completed: bool
    #: Ids of the end events that it would have reached, in order.
    ends: tuple[str, ...]
    #: Elements at which it would wait now, in order of their ids.
    waiting: tuple[str, ...]
    #: Elements entered and limits set, in order: element, and the instant of the limit.
    way: tuple[tuple[str, datetime | None], ...]
    #: Elements whose recorded input would have had no place.
    without_place: tuple[str, ...]
    #: When it would have ended or last moved.
    at: datetime
    #: Why it could not go on; empty when it could.
    fault: str = ""


#: Answers a question that the case never asked: function and arguments.
Ask = Callable[[str, Sequence[object]], object]


@dataclass(kw_only=True)
class _Course:
    """One case on its way."""

    model: Model
    #: Where loaded tables are read.
    tables: Procedure
    ask: Ask
    answers: "_Answers"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    state: bytes = b""
    completed: bool = False
    now: datetime | None = None
    timers: int = 0
    way: list[tuple[str, datetime | None]] = field(default_factory=list)
    without_place: list[str] = field(default_factory=list)


_Question = tuple[str, str]


@dataclass(kw_only=True)
class _Answers:
    """What the world answered in the recorded case."""

    #: By function and arguments in writing, oldest first.
    known: Mapping[_Question, Sequence[tuple[datetime, object]]]
    #: How often a question was asked at an instant.
    asked: dict[tuple[_Question, datetime], int] = field(default_factory=dict)

    def find(self, name: str, arguments: Sequence[object], now: datetime) -> tuple[bool, object]:
        """Return whether the question was asked, and the answer: of now, else the last, else the first."""
        question = (name, _written(arguments))
        told = self.known.get(question, ())
        if not told:
            return False, None
        until = [answer for at, answer in told if at <= now]
        of_now = [answer for at, answer in told if at == now]
        if not of_now:
            return True, until[-1] if until else told[0][1]
        turn = self.asked.get((question, now), 0)
        self.asked[question, now] = turn + 1
        return True, of_now[min(turn, len(of_now) - 1)]


def suppose(
    events: Sequence[Recorded], model: Model, *, tables: Procedure, ask: Ask, until: datetime
) -> Supposed | None:
    """Play a case again on a definition.

    Args:
        events: The whole history, in order.
        model: The definition to play it on.
        tables: The version whose loaded tables hold.
        ask: Answers what the case never asked.
        until: The instant up to which the clock runs on after the last input, aware.

    Returns:
        How it would have gone; null when the case never began.
    """
    inputs = list_inputs(events)
    course = _Course(model=model, tables=tables, ask=ask, answers=_collect(inputs))
    fault = ""
    try:
        for recorded in inputs:
            _feed(course, recorded)
        _let_time_pass(course, until)
    except DocketError as error:
        fault = str(error)
    return _result(course, fault) if course.state else None


def _collect(inputs: Sequence[Recorded]) -> _Answers:
    known: dict[tuple[str, str], list[tuple[datetime, object]]] = {}
    for recorded in inputs:
        event = cast("Input", recorded.event)
        # A timer fired a little after it was due; here it fires on time.
        at = event.due if isinstance(event, TimerFired) else recorded.at
        for name, arguments, answer in event.observations:
            key = (name, _written(_subject_of(name, arguments)))
            known.setdefault(key, []).append((at, answer))
    for told in known.values():
        told.sort(key=lambda answer: answer[0])
    return _Answers(known=known)


def _subject_of(name: str, arguments: Sequence[object]) -> Sequence[object]:
    """Return what an answer depends on: a service's element without the number of its token."""
    return arguments[:1] if name in LOCAL_TYPES else arguments


def _written(arguments: Sequence[object]) -> str:
    return ", ".join(feel.format(feel.admit(one)) for one in arguments)


def _feed(course: _Course, recorded: Recorded) -> None:
    event = cast("Input", recorded.event)
    if isinstance(event, InstanceStarted):
        course.zone = ZoneInfo(event.zone)
        _run(course, None, event, recorded.at)
        return
    if isinstance(event, TimerFired | InstanceMigrated) or not course.state:
        return
    _let_time_pass(course, recorded.at)
    if course.completed:
        _miss(course, event)
    elif not isinstance(event, _Addressed):
        _run(course, course.state, event, recorded.at)
    elif (token := _find_token(course, event)) is None:
        _miss(course, event)
    else:
        _run(course, course.state, replace(event, token=token), recorded.at)


def _miss(course: _Course, event: Input) -> None:
    if isinstance(event, UserTaskCompleted):
        course.without_place.append(event.element)


def _find_token(course: _Course, event: _Addressed) -> int | None:
    waits = list_takers(spiff.inspect(course.model.definition, course.state), event)
    return event.token if event.token in waits else next(iter(waits), None)


def _let_time_pass(course: _Course, until: datetime) -> None:
    """Fire the timers that run out, each at its instant.

    Raises:
        DocketError: If the case cannot take one, or runs in a circle.
    """
    while course.state and not course.completed:
        found = spiff.inspect(course.model.definition, course.state)
        due = sorted(
            (wait.due, wait.token, wait.element)
            for wait in found.waits
            if wait.kind == "timer" and wait.due is not None and wait.due <= until
        )
        if not due:
            return
        course.timers += 1
        if course.timers > MOST_TIMERS:
            message = f"More than {MOST_TIMERS} timers fire in this case."
            raise DocketError(message)
        at, token, element = due[0]
        now = max(at, course.now or at)
        _run(course, course.state, TimerFired(token=token, element=element, due=at), now)


def _run(course: _Course, state: bytes | None, event: Input, now: datetime) -> None:
    course.now = now
    outcome = spiff.run(course.model.definition, state, event, _world(course, now))
    course.state, course.completed = outcome.state, outcome.completed
    course.way += [step for one in outcome.transitions for step in _step(one)]


def _step(event: Transition) -> list[tuple[str, datetime | None]]:
    match event:
        case ElementActivated():
            return [(event.element, None)]
        case TimerScheduled() | UserTaskCreated() if event.due is not None:
            return [(event.element, event.due)]
        case _:
            return []


def _world(course: _Course, now: datetime) -> spiff.Environment:
    model = course.model

    def observe(name: str, arguments: Sequence[object], _call: Callable[[], object]) -> object:
        if name == PARAMETER:
            parameter, day = read_parameter(arguments, now.astimezone(course.zone).date())
            loaded = course.tables if model.procedure.is_loaded(parameter) else model.procedure
            return loaded.parameter(parameter, day)
        known, answer = course.answers.find(name, arguments, now)
        return answer if known else course.ask(name, arguments)

    def call(local: spiff.LocalCall) -> Mapping[str, object]:
        _, answer = course.answers.find(local.type, (local.element,), now)
        return answer if isinstance(answer, Mapping) else {}

    return make_world(model, now, course.zone, observe, call)


def _result(course: _Course, fault: str) -> Supposed:
    found = spiff.inspect(course.model.definition, course.state)
    stopped = [wait.name for wait in found.waits if wait.kind == "incident"]
    assert course.now is not None  # noqa: S101 - a case with a state has begun
    return Supposed(
        completed=course.completed,
        ends=found.ends,
        waiting=tuple(sorted({wait.element for wait in found.waits if wait.kind != "timer"})),
        way=tuple(course.way),
        without_place=tuple(course.without_place),
        at=course.now,
        fault=fault or next(iter(stopped), ""),
    )
