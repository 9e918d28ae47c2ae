"""Messages that begin a case only while no other with the same key is active."""

from datetime import timedelta

import pytest

from engine.commands.cancel_instance import cancel_instance
from engine.commands.deliver_missed import deliver_missed
from engine.commands.publish_message import publish_message
from engine.context import reading, writing
from engine.errors import ConflictError, ExpressionError
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.store import instances, jobs, subscriptions
from engine.worker import run_due

START = '<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>'
WEEK = timedelta(days=7)


def _message(key: str) -> str:
    extension = (
        "<bpmn:extensionElements>"
        f'<zeebe:subscription correlationKey="{key}"/></bpmn:extensionElements>'
    )
    return f'<bpmn:message id="m" name="ordered">{extension if key else ""}</bpmn:message>'


@pytest.fixture
def orders(house, kit):
    def deploy(key: str = "=customer", version: int = 1, body: str = "") -> None:
        waits = body or kit.task("one", 'assignee="ann"') + kit.flows("s", "one")
        house.deploy(
            {
                "procedure.toml": kit.settings("order", f'summary = "\\"{version}\\""'),
                "order.bpmn": kit.diagram("order", START + waits, _message(key)),
            }
        )

    deploy()
    return deploy


def _order(house, customer=None, **options):
    variables = {"subject": "ann", **({"customer": customer} if customer is not None else {})}
    return publish_message(
        house.context, actor=SYSTEM, name="ordered", variables=variables, **options
    ).instance


def _cases(house):
    with reading(house.context) as work:
        rows = [
            instances.get(work.transaction, found) for found in instances.list_ids(work.transaction)
        ]
    return [(row.start_key, row.status) for row in rows]


def _end(house, instance):
    cancel_instance(house.context, actor=SYSTEM, instance=instance, reason="a test")
    run_due(house.context)


def test_a_second_message_with_the_key_waits_and_begins_the_next_case_when_the_first_ends(
    house, orders
):
    first = _order(house, "C1", time_to_live=WEEK)
    assert _order(house, "C1", time_to_live=WEEK) is None
    assert _order(house, "C1", time_to_live=WEEK) is None
    assert _cases(house) == [("C1", "active")]
    _end(house, first)
    assert _cases(house) == [("C1", "terminated"), ("C1", "active")]
    with reading(house.context) as work:
        second = instances.list_ids(work.transaction)[1]
    assert replay(house.context, instance=second).reproduced
    _end(house, second)
    assert [status for _, status in _cases(house)] == ["terminated", "terminated", "active"]


def test_other_keys_begin_cases_of_their_own(house, orders):
    assert _order(house, "C1")
    assert _order(house, "C2")
    assert _cases(house) == [("C1", "active"), ("C2", "active")]


def test_numbers_are_keys_too(house, orders):
    assert _order(house, 17)
    assert _order(house, 17) is None
    assert _cases(house) == [("17", "active")]


def test_a_message_that_may_not_wait_is_gone(house, orders):
    first = _order(house, "C1")
    assert _order(house, "C1") is None
    _end(house, first)
    assert _cases(house) == [("C1", "terminated")]
    assert _order(house, "C1")


def test_a_message_waits_no_longer_than_it_may(house, orders):
    first = _order(house, "C1")
    _order(house, "C1", time_to_live=timedelta(hours=1))
    house.clock.move_by(timedelta(hours=1))
    _end(house, first)
    assert _cases(house) == [("C1", "terminated")]


def test_the_key_that_it_was_published_under_counts_where_the_expression_gives_nothing(
    house, orders
):
    assert _order(house, correlation_key="C1")
    assert _order(house, "C1") is None
    assert _order(house, correlation_key="C2")


def test_messages_without_any_key_always_begin(house, orders):
    assert _order(house)
    assert _order(house)
    assert _cases(house) == [(None, "active")] * 2


def test_where_no_key_is_asked_for_messages_always_begin(house, orders):
    orders(key="", version=2)
    assert _order(house, "C1", correlation_key="C1")
    assert _order(house, "C1", correlation_key="C1")
    assert _cases(house) == [(None, "active")] * 2


def test_a_key_that_is_neither_text_nor_number_is_refused(house, orders):
    with pytest.raises(ExpressionError, match="must be a text or a number"):
        _order(house, [1])
    assert _cases(house) == []


def test_a_new_version_has_the_same_keys_and_begins_the_next_case(house, orders):
    first = _order(house, "C1")
    orders(version=2)
    assert _order(house, "C1", time_to_live=WEEK) is None
    _end(house, first)
    assert _cases(house) == [("C1", "terminated"), ("C1", "active")]


def test_messages_wait_when_the_newest_version_begins_otherwise(house, orders, kit):
    first = _order(house, "C1")
    _order(house, "C1", time_to_live=WEEK)
    house.deploy(
        {
            "procedure.toml": kit.settings("order"),
            "order.bpmn": kit.diagram(
                "order",
                '<bpmn:startEvent id="s"/>'
                + kit.task("one", 'assignee="ann"')
                + kit.flows("s", "one"),
            ),
        }
    )
    _end(house, first)
    assert _cases(house) == [("C1", "terminated")]
    orders(version=3)
    assert deliver_missed(house.context, actor=SYSTEM) == 1
    assert _cases(house) == [("C1", "terminated"), ("C1", "active")]


def test_who_comes_between_the_end_of_a_case_and_the_next_is_not_let_ahead(house, orders):
    first = _order(house, "C1")
    _order(house, "C1", time_to_live=WEEK, key="second")
    cancel_instance(house.context, actor=SYSTEM, instance=first, reason="a test")
    assert _order(house, "C1", time_to_live=WEEK, key="third") is None
    run_due(house.context)
    with reading(house.context) as work:
        found = [
            subscriptions.get_message(
                work.transaction, subscriptions.find_message_by_key(work.transaction, key)
            ).status
            for key in ("second", "third")
        ]
    assert found == ["taken", "waiting"]


def test_a_hundred_cases_that_end_at_once_come_one_after_the_other(house, orders):
    first = _order(house, "C1")
    for _ in range(100):
        _order(house, "C1", time_to_live=WEEK)
    orders(
        version=2,
        body='<bpmn:endEvent id="e"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e"/>',
    )
    _end(house, first)
    assert [status for _, status in _cases(house)] == ["terminated"] + ["completed"] * 100
    with reading(house.context) as work:
        assert jobs.find_next_due(work.transaction) is None


def test_a_message_that_waits_for_its_turn_goes_to_a_case_that_asks_for_it(house, orders, kit):
    first = _order(house, "C1")
    assert _order(house, "C1", correlation_key="K", time_to_live=WEEK) is None
    catch = (
        '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait">'
        '<bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>'
    )
    house.deploy(
        {
            "procedure.toml": kit.settings("asker"),
            "asker.bpmn": kit.diagram("asker", catch + kit.flows("s", "wait", "e"), _message("=k")),
        }
    )
    house.start("asker", answers={"k": "K"})
    _end(house, first)
    assert _cases(house) == [("C1", "terminated"), (None, "completed")]


def test_the_database_itself_refuses_a_second_active_case_with_a_key(house, orders):
    first = _order(house, "C1")
    with reading(house.context) as work:
        row = instances.get(work.transaction, first)
    double = {**vars(row), "id": "another", "business_key": "another"}
    with pytest.raises(ConflictError), writing(house.context) as work:
        instances.add(work.transaction, instances.InstanceRow(**double))
    with writing(house.context) as work:
        instances.add(work.transaction, instances.InstanceRow(**double | {"status": "completed"}))
