from decimal import Decimal
from typing import Any

import pytest

from engine import spiff
from engine.errors import ExpressionError, IntegrityError
from engine.spiff.codec import Packed, decode, encode

#: Not one text again and again, so that it does not shrink to nothing.
ROWS = [{"id": Decimal(number), "text": f"row {number * 7919}"} for number in range(2_000)]
TWO_TASKS = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">
<process id="P" isExecutable="true">
  <startEvent id="S"/><userTask id="A"/><userTask id="B"/>
  <scriptTask id="C"><extensionElements>
    <zeebe:script expression="=count(rows)" resultVariable="many"/></extensionElements></scriptTask>
  <userTask id="D"/><endEvent id="E"/>
  <sequenceFlow id="f1" sourceRef="S" targetRef="A"/>
  <sequenceFlow id="f2" sourceRef="A" targetRef="B"/>
  <sequenceFlow id="f3" sourceRef="B" targetRef="C"/>
  <sequenceFlow id="f4" sourceRef="C" targetRef="D"/>
  <sequenceFlow id="f5" sourceRef="D" targetRef="E"/>
</process></definitions>"""


def kept(state: bytes) -> Any:
    """Return the case's variables as they lie in the state."""
    saved = decode(state)
    assert isinstance(saved, dict)
    return saved["scopes"][0]


def test_a_large_variable_stays_packed_while_nobody_looks_at_it(begin):
    case = begin(TWO_TASKS, {"rows": ROWS, "small": 1})
    before = kept(case.state)["rows"]
    assert isinstance(before, Packed)
    assert kept(case.state)["small"] == 1
    case.done("A", note="nothing of the rows")
    assert kept(case.state)["rows"].pack() == before.pack()


def test_whoever_looks_at_a_large_variable_finds_it_whole(begin):
    case = begin(TWO_TASKS, {"rows": ROWS})
    case.done("A")
    case.done("B")
    variables = spiff.inspect(case.definition, case.state).variables[0]
    assert variables["many"] == 2_000
    assert variables["rows"] == ROWS
    assert dict(variables) == {"rows": ROWS, "many": 2_000}


def test_a_large_variable_that_is_written_anew_is_the_new_one(begin):
    case = begin(TWO_TASKS, {"rows": ROWS})
    case.done("A", rows=[*ROWS, {"id": 1}])
    assert len(spiff.inspect(case.definition, case.state).variables[0]["rows"]) == 2_001
    case.done("B", rows=[])
    assert kept(case.state)["rows"] == []


def test_what_a_failed_submission_wrote_is_not_kept(begin):
    case = begin(TWO_TASKS, {"rows": ROWS})
    before = case.state
    with pytest.raises(ExpressionError, match="cannot be kept"):
        case.done("A", rows=object())
    assert case.state == before


def test_a_state_of_before_with_a_large_value_in_it_still_loads(begin):
    case = begin(TWO_TASKS, {"rows": ROWS})
    saved = decode(case.state)
    saved["scopes"][0] = {"rows": ROWS}
    older = encode(saved)
    assert older[0] in {0x01, 0x81}
    assert spiff.inspect(case.definition, older).variables[0]["rows"] == ROWS


def test_damage_in_the_parts_is_told(begin):
    state = begin(TWO_TASKS, {"rows": ROWS}).state
    for damaged in (state[:40], state[:1], b"\x02\x90", b"\x02\x91\x01", b"\x02" + state[1:][::-1]):
        with pytest.raises(IntegrityError):
            decode(damaged)
