from datetime import timedelta

import pytest

from engine.commands.broadcast_signal import broadcast_signal
from engine.commands.deliver_missed import deliver_missed
from engine.commands.publish_message import publish_message
from engine.context import reading
from engine.errors import NotAllowedError
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.queries.health import list_stuck_cases
from engine.store import instances, subscriptions
from engine.worker import run_due

PAID = (
    '<bpmn:message id="m" name="paid"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=number"/></bpmn:extensionElements></bpmn:message>'
)
WAIT = (
    '<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/>'
    "</bpmn:intermediateCatchEvent>"
)


@pytest.fixture
def waiting(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("invoice"),
            "invoice.bpmn": kit.diagram(
                "invoice",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
                + WAIT
                + kit.flows("s", "wait", "e"),
                PAID,
            ),
        }
    )
    return lambda number: house.start("invoice", answers={"number": number})


def _status(house, started):
    with reading(house.context) as work:
        return instances.get(work.transaction, started.instance).status


def _publish(house, number, **options):
    return publish_message(
        house.context, actor=SYSTEM, name="paid", correlation_key=number, **options
    )


def test_a_message_reaches_the_one_case_with_its_key(house, waiting):
    first, second = waiting("1"), waiting("2")
    published = _publish(house, "2", variables={"amount": 5})
    assert published.instance == second.instance
    assert (_status(house, first), _status(house, second)) == ("active", "completed")
    assert replay(house.context, instance=second.instance).reproduced


def test_of_two_cases_with_one_key_a_message_is_taken_by_one(house, waiting):
    cases = [waiting("1"), waiting("1")]
    _publish(house, "1")
    assert sorted(_status(house, case) for case in cases) == ["active", "completed"]


def test_a_message_waits_for_a_case_that_asks_for_it_later(house, waiting):
    assert _publish(house, "7", time_to_live=timedelta(hours=1)).instance is None
    assert _status(house, waiting("7")) == "completed"
    assert _status(house, waiting("7")) == "active"


def test_a_message_does_not_wait_longer_than_it_may(house, waiting):
    _publish(house, "7", time_to_live=timedelta(hours=1))
    house.clock.move_by(timedelta(hours=1))
    assert _status(house, waiting("7")) == "active"
    assert deliver_missed(house.context, actor=SYSTEM) == 0


def test_a_message_that_nobody_wants_and_may_not_wait_is_gone(house, waiting):
    _publish(house, "7")
    assert _status(house, waiting("7")) == "active"


def test_a_message_with_the_same_key_counts_once(house, waiting):
    first, second = waiting("1"), waiting("1")
    one = _publish(house, "1", key="bank 17")
    assert _publish(house, "1", key="bank 17").message == one.message
    assert sorted([_status(house, first), _status(house, second)]) == ["active", "completed"]


def test_a_message_and_a_case_that_missed_each_other_are_brought_together(house, waiting):
    started = waiting("9")
    with house.context.database.transaction() as transaction:
        subscriptions.add_message(
            transaction,
            subscriptions.MessageRow(
                id="m1",
                name="paid",
                correlation_key="9",
                variables={},
                published_at=house.clock.now(),
                expires_at=house.clock.now() + timedelta(hours=1),
                status="waiting",
                key=None,
            ),
        )
    assert deliver_missed(house.context, actor=SYSTEM) == 1
    assert _status(house, started) == "completed"


def test_a_message_begins_a_case(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("order"),
            "order.bpmn": kit.diagram(
                "order",
                '<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>'
                + kit.task("one", 'assignee="=subject"')
                + kit.flows("s", "one"),
                '<bpmn:message id="m" name="ordered"/>',
            ),
        }
    )
    published = publish_message(
        house.context, actor=SYSTEM, name="ordered", variables={"subject": "ann"}
    )
    with reading(house.context) as work:
        row = instances.get(work.transaction, published.instance)
    assert (row.subject, row.initiator, row.unit) == ("ann", SYSTEM, "kenya")


def test_a_case_throws_a_message_to_another_case(house, kit, waiting):
    other = waiting("5")
    house.deploy(
        {
            "procedure.toml": kit.settings("bank"),
            "bank.bpmn": kit.diagram(
                "bank",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="throw"><bpmn:extensionElements>'
                '<zeebe:publishMessage correlationKey="=number"/></bpmn:extensionElements>'
                '<bpmn:messageEventDefinition messageRef="m"/></bpmn:endEvent>'
                + kit.flows("s", "throw"),
                PAID,
            ),
        }
    )
    thrower = house.start("bank", answers={"number": "5"})
    assert (_status(house, thrower), _status(house, other)) == ("completed", "active")
    run_due(house.context)
    assert _status(house, other) == "completed"


def test_a_signal_reaches_every_case_that_waits_for_it(house, kit):
    catch = (
        '<bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="g"/>'
        "</bpmn:intermediateCatchEvent>"
    )
    house.deploy(
        {
            "procedure.toml": kit.settings("alert"),
            "alert.bpmn": kit.diagram(
                "alert",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
                + catch
                + kit.flows("s", "wait", "e"),
                '<bpmn:signal id="g" name="fire"/>',
            ),
        }
    )
    cases = [house.start("alert") for _ in range(3)]
    assert list_stuck_cases(house.context) == ()
    assert broadcast_signal(house.context, actor=SYSTEM, name="fire") == 3
    run_due(house.context)
    assert {_status(house, case) for case in cases} == {"completed"}


def test_only_an_administrator_tells_cases_something_from_outside(house):
    with pytest.raises(NotAllowedError):
        publish_message(house.context, actor="ann", name="paid", correlation_key="1")
    with pytest.raises(NotAllowedError):
        broadcast_signal(house.context, actor="ann", name="fire")
    assert broadcast_signal(house.context, actor="eve", name="fire") == 0
