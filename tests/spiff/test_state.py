"""What a case is kept as: exact values, small bytes, and a clear error when they are not ours."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine import feel, spiff
from engine.errors import (
    ConflictError,
    ExpressionError,
    IntegrityError,
    LimitError,
    NotFoundError,
    RefusedError,
)
from engine.model import events
from engine.spiff.codec import decode, encode, normalise
from engine.spiff.saving import load
from tests.spiff.driver import Driver, environment, model, started

VALUES = [
    None, True, "text", Decimal("1.20"), Decimal(10) ** 30, Decimal("-0.5"), date(2027, 2, 28),
    datetime(2027, 2, 28, 9, 30, tzinfo=UTC), datetime(2027, 2, 28, 9, 30, tzinfo=ZoneInfo("Asia/Dhaka")),
    datetime(2027, 2, 28, 9, 30, tzinfo=timezone(timedelta(hours=-3))), datetime(2027, 2, 28, 9, 30),  # noqa: DTZ001 - FEEL's local one
    time(9, 30), time(9, 30, tzinfo=UTC), timedelta(days=-1, microseconds=1), feel.YearsMonths(14),
    feel.Range(start=Decimal(1), end=Decimal(5)), [Decimal(1), ["a"]], {"a": {"b": None}, "$": 1},
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_value_comes_back_as_it_was(value):
    back = decode(encode({"v": value, 0: value}))
    assert back == {"v": value, 0: value}
    assert type(back["v"]) is type(value)


def test_a_zone_comes_back_by_name():
    back = decode(encode(VALUES[8]))
    assert back.tzinfo.key == "Asia/Dhaka"


def test_a_large_state_is_compressed():
    assert len(encode(["the same text again"] * 1000)) < 200


@pytest.mark.parametrize("data", [b"", b"\x07abc", b"\x01\xc1", b"\x81not zstandard", b"\x01"])
def test_damaged_bytes_are_told(data):
    with pytest.raises(IntegrityError):
        decode(data)


def test_a_state_of_another_definition_is_told():
    definition = spiff.parse({"p.bpmn": model("user_task")}, "P")
    other = Driver(spiff.parse({"p.bpmn": model("call_activity")}, "P"), environment()).start(
        {"x": 1}
    )
    with pytest.raises(IntegrityError, match="CA"):
        spiff.inspect(definition, other.state)
    with pytest.raises(IntegrityError):
        spiff.inspect(definition, encode([1]))


def test_foreign_values_become_values_of_feel():
    assert normalise({"n": 1, "f": 0.1, "t": (1, 2), 3: None}) == {
        "n": Decimal(1), "f": Decimal("0.1"), "t": [Decimal(1), Decimal(2)], "3": None,
    }  # fmt: skip


def test_what_cannot_be_kept_is_refused():
    nested: list[object] = []
    for _ in range(150):
        nested = [nested]
    with pytest.raises(LimitError):
        normalise(nested)
    with pytest.raises(ExpressionError, match="function"):
        normalise(feel.evaluate("function(x) x"))
    with pytest.raises(ExpressionError):
        normalise(object())


def test_the_variables_in_reach_of_a_token_are_shown(begin):
    case = begin("nested_scopes", {"case": 1})
    token = case.wait("U").token
    assert spiff.visible_variables(case.definition, case.state, token) == {"case": 1, "loc": 5}
    assert spiff.visible_variables(case.definition, case.state, 0) == {"case": 1}
    with pytest.raises(ConflictError):
        spiff.visible_variables(case.definition, case.state, 99)


def test_a_case_is_begun_once_and_before_anything_else(begin):
    case = begin("user_task", {"x": 1, "boss": {"name": "Ann"}, "due": None})
    with pytest.raises(RefusedError, match="begun"):
        case.apply(started(case.definition, {}))
    case.state = None
    with pytest.raises(RefusedError, match="start it"):
        case.signal("Sig")


def test_only_a_scope_that_exists_is_corrected(begin):
    case = begin("nested_scopes")
    with pytest.raises(NotFoundError):
        case.correct(99, x=1)
    case.correct(case.wait("U").token, mine=1)
    assert {"mine": 1} in case.case().variables.values()


def test_an_event_is_taken_only_by_the_token_that_waits_for_it(begin):
    case = begin("receive_with_limit", {"k": 1})
    timer, message = case.waits("timer")[0].token, case.waits("message")[0].token
    with pytest.raises(ConflictError, match="no longer waits"):
        case.apply(events.TimerFired(token=message, element="R", due=case.environment.now))
    with pytest.raises(ConflictError, match="no longer waits"):
        case.apply(events.MessageReceived(token=timer, element="BT", name="Msg", variables={}))


def test_tokens_carry_no_data(begin):
    case = begin("nested_scopes")
    token = load(case.state, case.definition, environment()).all_tokens()[0]
    with pytest.raises(IntegrityError):
        token.data["x"] = 1
    with pytest.raises(IntegrityError):
        token.data = {"x": 1}
    assert token.data == {}
