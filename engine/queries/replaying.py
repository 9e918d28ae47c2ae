"""Feeds the recorded inputs of a case to a definition, and finds the first transition that differs.

The definition is given what the case was given: the same instants, and the answers that the world
outside gave then, in the same order. A definition that asks something else, or something more, is
different already.

A case that was moved to another version is replayed on each version that it ran on, its state being
translated in between as it was then. A draft takes the place of the last of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast, get_args
from zoneinfo import ZoneInfo

from engine import feel, spiff
from engine.advance.decisions import decide
from engine.advance.functions import PARAMETER
from engine.advance.house import LOCAL_TYPES
from engine.advance.model import Model
from engine.clock import ManualClock
from engine.errors import DocketError
from engine.model.events import (
    Input,
    InstanceMigrated,
    InstanceStarted,
    JobCompleted,
    JobErrorThrown,
    JobFailed,
    MessageReceived,
    Observations,
    Recorded,
    TimerFired,
    Transition,
    UserTaskCompleted,
)
from engine.store.event_codec import encode_event

_INPUTS: tuple[type, ...] = get_args(Input)
#: Inputs that name the token that they are for.
_Addressed = (
    UserTaskCompleted | TimerFired | MessageReceived | JobCompleted | JobErrorThrown | JobFailed
)
_AWAITED_AS = {UserTaskCompleted: "task", TimerFired: "timer", MessageReceived: "message"}
_TRANSITIONS: tuple[type, ...] = get_args(Transition)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """How far a replay came."""

    inputs: int
    #: Transitions that were the same.
    transitions: int
    #: The first difference in words; empty when there is none.
    difference: str = ""
    #: Event of the log where it differs.
    seq: int = 0
    element: str = ""


@dataclass(kw_only=True)
class _Playback:
    """Gives the recorded answers again, in order."""

    model: Model
    zone: ZoneInfo
    now: datetime
    answers: Observations
    given: int = 0
    #: The first question that was not asked then; empty when there is none.
    surprise: str = ""

    def observe(
        self, name: str, arguments: Sequence[object], _call: Callable[[], object]
    ) -> object:
        """Answer an observed function as it was answered then."""
        if name != PARAMETER:
            return self.next(name, tuple(arguments))
        parameter, day = read_parameter(arguments, self.now.astimezone(self.zone).date())
        if self.model.procedure.is_loaded(parameter):
            return self.next(name, (parameter, day))
        return self.model.procedure.parameter(parameter, day)

    def call(self, call: spiff.LocalCall) -> Mapping[str, object]:
        """Answer a service of the house as it was answered then."""
        answer = self.next(call.type, (call.element, call.token))
        # After a surprise it may be the answer to another question.
        return answer if isinstance(answer, Mapping) else {}

    def next(self, name: str, arguments: tuple[object, ...]) -> object:
        """Return the next answer when the question is the one that was asked then."""
        asked = f"{name}({', '.join(feel.format(feel.admit(one)) for one in arguments)})"
        if self.given >= len(self.answers):
            self.surprise = self.surprise or f"it asks {asked}, which the case never asked"
            return None
        known, with_arguments, answer = self.answers[self.given]
        self.given += 1
        if known != name or list(with_arguments) != [feel.admit(one) for one in arguments]:
            self.surprise = self.surprise or f"it asks {asked} where the case asked {known}"
        return answer


def read_parameter(arguments: Sequence[object], today: date) -> tuple[str, date]:
    """Return which parameter is asked for, and on which day: today when none is named."""
    name, day = arguments[0], arguments[1] if len(arguments) > 1 else None
    return str(name), day if isinstance(day, date) else today


#: Answers a service of the house.
AskHouse = Callable[[spiff.LocalCall], Mapping[str, object]]

#: Gives the definition with a process id, a version and a checksum, read.
FindModel = Callable[[str, int, str], Model]


@dataclass(kw_only=True)
class _Replay:
    model: Model
    process_id: str = ""
    #: Compare the numbers of tokens too: a changed diagram numbers them differently.
    exact: bool = True
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    state: bytes | None = None
    inputs: int = 0
    transitions: int = 0


def replay_events(
    events: Sequence[Recorded], find: FindModel, *, draft: Model | None = None
) -> Replayed:
    """Replay the history of one case.

    Args:
        events: The whole history, in order.
        find: Gives the versions that the case ran on.
        draft: Judged in place of the last of them; null to replay the case as it was.

    Raises:
        NotFoundError: If a version that the case ran on is not there.
    """
    steps = _by_input(events)
    last = max((place for place, (one, _) in enumerate(steps) if _version_of(one)), default=-1)
    replay: _Replay | None = None
    for place, (recorded, expected) in enumerate(steps):
        if (version := _version_of(recorded)) is not None:
            judged = draft if place == last else None
            replay, difference = _take_up(replay, recorded, version, judged, find)
            if difference is not None:
                return difference
        if replay is None:
            continue  # nothing is done to a case before it begins
        difference = _replay_input(replay, recorded, expected)
        if difference is not None:
            return difference
    if replay is None:
        return Replayed(inputs=0, transitions=0)
    return Replayed(inputs=replay.inputs, transitions=replay.transitions)


def _version_of(recorded: Recorded) -> InstanceStarted | InstanceMigrated | None:
    event = recorded.event
    return event if isinstance(event, InstanceStarted | InstanceMigrated) else None


def _take_up(
    replay: _Replay | None,
    recorded: Recorded,
    version: InstanceStarted | InstanceMigrated,
    draft: Model | None,
    find: FindModel,
) -> tuple[_Replay, Replayed | None]:
    """Go on with the version that an input names, or with the draft in its place."""
    if isinstance(version, InstanceStarted):
        process_id = version.process_id
        model = draft or find(process_id, version.definition_version, version.checksum)
        return _Replay(model=model, process_id=process_id, exact=draft is None), None
    assert replay is not None  # noqa: S101 - a case begins before it is moved
    assert replay.state is not None  # noqa: S101 - and rests in between
    model = draft or find(replay.process_id, version.definition_version, version.checksum)
    try:
        replay.state = spiff.migrate(
            replay.state, replay.model.definition, model.definition, version.mapping
        )
    except DocketError as error:
        return replay, _differs(replay, recorded, f"the case cannot move there: {error}")
    replay.model, replay.exact = model, draft is None
    return replay, None


def list_inputs(events: Sequence[Recorded]) -> list[Recorded]:
    """List what was done to a case, in order."""
    return [recorded for recorded in events if isinstance(recorded.event, _INPUTS)]


def _by_input(events: Sequence[Recorded]) -> list[tuple[Recorded, list[Recorded]]]:
    found: list[tuple[Recorded, list[Recorded]]] = []
    for recorded in events:
        if isinstance(recorded.event, _INPUTS):
            found.append((recorded, []))
        elif isinstance(recorded.event, _TRANSITIONS) and found:
            found[-1][1].append(recorded)
    return found


def _replay_input(
    replay: _Replay, recorded: Recorded, expected: Sequence[Recorded]
) -> Replayed | None:
    event = cast("Input", recorded.event)
    if isinstance(event, InstanceStarted):
        replay.zone = ZoneInfo(event.zone)
    playback = _Playback(
        model=replay.model, zone=replay.zone, now=recorded.at, answers=event.observations
    )
    world = make_world(replay.model, recorded.at, replay.zone, playback.observe, playback.call)
    replay.inputs += 1
    try:
        outcome = spiff.run(
            replay.model.definition, replay.state, _readdressed(replay, event), world
        )
    except DocketError as error:
        return _differs(replay, recorded, f"it cannot take {describe(event)}: {error}")
    replay.state = outcome.state
    difference = _compare(replay, recorded, expected, outcome.transitions)
    if difference is None and playback.surprise:
        return _differs(replay, recorded, f"after {describe(event)} {playback.surprise}")
    return difference


def make_world(
    model: Model, now: datetime, zone: ZoneInfo, observe: spiff.Observe, local: AskHouse
) -> spiff.Environment:
    """Return a world in which others answer for the directory and for the services of the house.

    Args:
        model: The definition that runs in it.
        now: What its clock says, aware.
        zone: Of the case.
        observe: Answers observed functions.
        local: Answers the services of the house.
    """
    context = feel.EvaluationContext(
        clock=ManualClock(now),
        zone=zone,
        functions=model.functions,
        strict=True,
        observe=observe,
    )
    return spiff.Environment(
        now=now,
        zone=zone,
        functions=model.functions,
        observe=observe,
        decide=lambda decision, scope: decide(model.decisions, decision, scope, context),
        local=local,
        local_types=LOCAL_TYPES,
    )


def list_takers(state: spiff.CaseState, event: _Addressed) -> list[int]:
    """List the tokens of a case that could take an input; an element may wait for several things."""
    kind = _AWAITED_AS.get(type(event), "job")
    here = [wait for wait in state.waits if (wait.element, wait.kind) == (event.element, kind)]
    if isinstance(event, MessageReceived):
        here = [wait for wait in here if wait.name == event.name] or here
    return [wait.token for wait in here]


def _readdressed(replay: _Replay, event: Input) -> Input:
    """Return an input as a changed diagram numbers its tokens: by the element that waits."""
    if replay.exact or replay.state is None or not isinstance(event, _Addressed):
        return event
    waits = list_takers(spiff.inspect(replay.model.definition, replay.state), event)
    return event if event.token in waits or not waits else replace(event, token=waits[0])


def _compare(
    replay: _Replay,
    recorded: Recorded,
    expected: Sequence[Recorded],
    produced: Sequence[Transition],
) -> Replayed | None:
    for then, now in zip(expected, produced, strict=False):
        if _form(replay, cast("Transition", then.event)) != _form(replay, now):
            what = f"the record says: {describe(then.event)}; it now says: {describe(now)}"
            return _differs(replay, then, what)
        replay.transitions += 1
    if len(expected) > len(produced):
        then = expected[len(produced)]
        return _differs(replay, then, f"the record says: {describe(then.event)}; it now rests")
    if len(produced) > len(expected):
        more = describe(produced[len(expected)])
        return _differs(replay, recorded, f"the record ends here; it now says: {more}")
    return None


def _form(replay: _Replay, event: Transition) -> tuple[str, str]:
    if not replay.exact:
        numbers = {name: 0 for name in ("token", "scope") if hasattr(event, name)}
        event = replace(event, **numbers)  # type: ignore[arg-type]  # numbers of the event's own
    return event.kind(), encode_event(event)


def _differs(replay: _Replay, recorded: Recorded, what: str) -> Replayed:
    return Replayed(
        inputs=replay.inputs,
        transitions=replay.transitions,
        difference=f"At event {recorded.seq}, {what}.",
        seq=recorded.seq,
        element=str(getattr(recorded.event, "element", "") or getattr(recorded.event, "flow", "")),
    )


def describe(event: object) -> str:
    """Return an event in a few words, for somebody who compares two."""
    fields = ("element", "flow", "name", "variables", "due", "output", "message", "end_events")
    parts = [f"{name} {getattr(event, name)}" for name in fields if getattr(event, name, None)]
    return f"{type(event).__name__} ({', '.join(parts)[:300]})" if parts else type(event).__name__
