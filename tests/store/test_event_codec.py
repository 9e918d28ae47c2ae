import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from engine.errors import IntegrityError
from engine.model import events
from engine.store.event_codec import decode_event, encode_event

MOMENT = datetime(2026, 3, 2, 9, 0, 0, 250, tzinfo=UTC)
VARIABLES = {
    "days": Decimal("3.50"),
    "first day": date(2026, 3, 2),
    "$": "looks like a tag",
    "certificate": {"sealed": "0abc", "count": Decimal(1)},
    "reasons": ["é", None, True],
    "span": timedelta(days=2),
}

EXAMPLES: tuple[events.AuditEvent, ...] = (
    events.InstanceStarted(
        process_id="leave",
        definition_version=2,
        checksum="ab",
        business_key="LV-1",
        initiator="amal",
        subject="amal",
        unit="CAIRO",
        zone="Africa/Cairo",
        variables=VARIABLES,
        observations=(("supervisor of", ("amal",), "boris"), ("balance", (Decimal(2),), VARIABLES)),
    ),
    events.UserTaskCreated(
        element="approve",
        token=7,
        name="Approve",
        assignee="boris",
        candidate_groups=("rr", "hr"),
        candidate_users=(),
        due=MOMENT,
        follow_up=None,
        form="approve",
    ),
    events.DecisionEvaluated(
        element="decide",
        token=9,
        decision="kind",
        inputs={"days": Decimal(3)},
        output=[Decimal(1), {"way": "auto"}],
        rules=((2, "illness"), (5, "")),
    ),
    events.InstanceMigrated(
        definition_version=3, checksum="cd", mapping={"approve": "approve_2"}, variables={}
    ),
    events.IncidentsRetried(tokens=(1, 2)),
    events.InstanceTerminated(),
)


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.kind())
def test_an_event_comes_back_as_it_was(event: events.AuditEvent) -> None:
    assert decode_event(event.kind(), event.version, encode_event(event)) == event


def test_every_event_of_the_union_can_be_written() -> None:
    for event_class in get_args(events.AuditEvent):
        with pytest.raises(IntegrityError, match="cannot be read"):
            decode_event(
                event_class.kind(), event_class.version, "[]" if fields(event_class) else "x"
            )


def test_equal_events_have_equal_text_whatever_the_order_of_their_variables() -> None:
    one = events.VariablesWritten(scope=0, element="x", variables={"a": Decimal(1), "b": True})
    two = events.VariablesWritten(scope=0, element="x", variables={"b": True, "a": Decimal(1)})
    assert encode_event(one) == encode_event(two)


def test_instants_are_written_in_utc() -> None:
    zone = datetime.fromisoformat("2026-03-02T12:00:00+03:00")
    body = json.loads(encode_event(events.TimerScheduled(element="wait", token=1, due=zone)))
    assert body["due"] == "2026-03-02T09:00:00+00:00"


def test_an_event_of_a_newer_docket_is_named() -> None:
    with pytest.raises(IntegrityError, match=r"PaymentMade \(version 2\)"):
        decode_event("PaymentMade", 2, "{}")


def test_an_instant_without_a_time_zone_is_refused() -> None:
    naive = events.TimerScheduled(element="wait", token=1, due=MOMENT.replace(tzinfo=None))
    with pytest.raises(TypeError, match="not an aware instant"):
        encode_event(naive)
