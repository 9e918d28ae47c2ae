"""Runs that wait are kept packed in groups; nobody can tell, but by the cost."""

from typing import Any

import pytest

from engine import spiff
from engine.errors import ConflictError, IntegrityError, LimitError, NotFoundError
from engine.model import events
from engine.spiff.codec import decode, encode
from engine.spiff.resting import spread
from tests.spiff.driver import Driver, environment, hours

REVIEWS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">
<process id="P" isExecutable="true">
  <startEvent id="S"/><parallelGateway id="F"/><userTask id="B"/><inclusiveGateway id="J"/>
  <userTask id="M">
    <extensionElements><zeebe:userTask/>
      <zeebe:ioMapping><zeebe:input source="=item*2" target="twice"/></zeebe:ioMapping>
    </extensionElements>
    <multiInstanceLoopCharacteristics>
      <extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item"
        outputCollection="answers" outputElement="=[twice, answer]"/></extensionElements>
      <completionCondition>=stop</completionCondition>
    </multiInstanceLoopCharacteristics>
  </userTask>
  <boundaryEvent id="T" attachedToRef="M"><timerEventDefinition>
    <timeDuration>PT5H</timeDuration></timerEventDefinition></boundaryEvent>
  <userTask id="L"/><endEvent id="E"/>
  <sequenceFlow id="f1" sourceRef="S" targetRef="F"/><sequenceFlow id="f2" sourceRef="F" targetRef="M"/>
  <sequenceFlow id="f3" sourceRef="F" targetRef="B"/><sequenceFlow id="f4" sourceRef="M" targetRef="J"/>
  <sequenceFlow id="f5" sourceRef="B" targetRef="J"/><sequenceFlow id="f6" sourceRef="J" targetRef="E"/>
  <sequenceFlow id="f7" sourceRef="T" targetRef="L"/><sequenceFlow id="f8" sourceRef="L" targetRef="J"/>
</process></definitions>"""


class Awake(Driver):
    """Keeps every state as it was kept before runs could rest."""

    def apply(self, given: events.Input) -> "Driver":
        super().apply(given)
        saved = kept(self)
        spread(saved)
        self.state = encode(saved)
        assert len(kept(self)["case"]) == 4
        return self


def kept(case: Driver) -> Any:
    assert case.state is not None
    return decode(case.state)


def groups(case: Driver) -> dict[tuple[int, ...], bytes]:
    """Return the bytes of each group by the ids of its runs."""
    resting = kept(case)["case"][4:]
    return {tuple(keys): packed.pack() for _, keys, packed in (resting[0] if resting else ())}


def begun(kind: type[Driver], count: int, **options: Any) -> Driver:
    definition = spiff.parse({"p.bpmn": REVIEWS}, "P")
    return kind(definition, environment(**options)).start(
        {"items": list(range(count)), "stop": False, "answer": 0}
    )


def test_a_completed_run_disturbs_its_own_group_alone():
    case = begun(Driver, 100)
    before = groups(case)
    assert sum(len(keys) for keys in before) == 96  # too few are left for one more group
    run = case.wait("M", index=40).token
    case.done("M", 40, answer=1)
    after = groups(case)
    assert {keys for keys in before if run not in keys} <= set(after)
    assert all(after[keys] == packed for keys, packed in before.items() if keys in after)
    assert run not in {key for keys in after for key in keys}
    assert len(case.waits("task")) == 100


def test_a_few_runs_do_not_rest():
    assert groups(begun(Driver, 7)) == {}


@pytest.mark.parametrize("seed", range(8))
def test_runs_that_rest_give_the_same_history_as_runs_that_do_not(seed):
    told = []
    for kind in (Driver, Awake):
        case = begun(kind, 45)
        for turn in range(10 + 7 * seed):
            if not (waits := case.waits("task")):
                break
            wait = waits[(turn * 7_919 + seed * 104_729) % len(waits)]
            if wait.element == "M" and turn % 5 == 4:
                case.correct(wait.token, twice=turn, note="again")
            else:
                number = [one for one in waits if one.element == wait.element].index(wait)
                case.done(wait.element, number, answer=turn, stop=turn == 40)
        if seed % 2:
            case.at(hours(6))
        told.append((case.log, case.v, case.case()))
    assert told[0] == told[1]


def test_runs_that_rest_are_seen_withdrawn_and_migrated():
    case = begun(Driver, 20)
    wait = case.wait("M", index=13)
    seen = spiff.visible_variables(case.definition, case.state or b"", wait.token)
    assert (seen["item"], seen["twice"]) == (13, 26)
    assert case.case().variables[wait.token]["loopCounter"] == 14
    changed = REVIEWS.replace(b'id="E"', b'id="E" name="Done"')
    new = spiff.parse({"p.bpmn": changed}, "P")
    case.state = spiff.migrate(case.state or b"", case.definition, new, {})
    case.definition = new
    assert len(case.waits("task")) == 21
    case.done("M", 13, answer=1, stop=True)
    assert case.told(events.UserTaskCanceled) == ["M"] * 19
    assert case.done("B").completed
    assert case.v["answers"][13] == [26, 1]


def test_the_variables_of_runs_that_rest_count_towards_the_limit():
    case = begun(Driver, 64, limits=spiff.Limits(scope_bytes=6_000))
    assert len(groups(case)) == 4
    case.correct(note="x" * 900).correct(note="y" * 900)  # the second takes the first one's place
    with pytest.raises(LimitError, match="note"):
        case.correct(note="z" * 1_500)


def test_a_run_that_is_done_is_not_found_again():
    case = begun(Driver, 20)
    wait = case.wait("M", index=3)
    case.done("M", 3, answer=1)
    with pytest.raises(ConflictError):
        spiff.visible_variables(case.definition, case.state or b"", wait.token)
    with pytest.raises(NotFoundError):
        case.correct(wait.token, twice=1)


def test_damage_in_a_group_is_told():
    case = begun(Driver, 20)
    saved = kept(case)
    saved["case"][4][0][2] = type(saved["case"][4][0][2])(size=1, data=b"\x01\xc1")
    with pytest.raises(IntegrityError):
        spiff.inspect(case.definition, encode(saved))
