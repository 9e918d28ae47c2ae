"""Cases that begin only when several messages have come."""

from datetime import timedelta

import pytest

from engine.commands.deliver_missed import deliver_missed
from engine.context import reading
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.store import instances
from engine.testing import open_engine
from tests.spiff.driver import model

KEYED = (
    '<bpmn:message id="m{0}" name="{1}"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=customer"/></bpmn:extensionElements></bpmn:message>'
)


@pytest.fixture
def engine():
    found = open_engine()
    found.deploy(model("several_starts_together"))
    yield found
    found.close()


def _cases(engine):
    with reading(engine.context) as work:
        return list(instances.list_ids(work.transaction))


def test_a_case_begins_when_the_last_of_its_messages_has_come(engine):
    assert engine.publish_message("offer", "1", {"price": 7}).instance is None
    assert engine.publish_message("offer", "1", {"price": 8}).instance is None
    engine.advance(timedelta(days=3))
    case = engine.publish_message("order", "1", {"pieces": 2}).instance
    assert [task.element for task in engine.list_user_tasks(case)] == ["U"]
    found = engine.get_variables(case)
    assert (found["price"], found["pieces"]) == (7, 2)
    assert replay(engine.context, instance=case).reproduced
    again = engine.publish_message("order", "1", {"pieces": 3}).instance
    assert engine.get_variables(again)["price"] == 8
    assert engine.publish_message("order", "1").instance is None


def test_messages_of_different_keys_never_begin_a_case_together(engine):
    for key in ("1", "2"):
        assert engine.publish_message("offer", key).instance is None
    assert engine.publish_message("order", "3").instance is None
    assert engine.publish_message("order", "2").instance is not None
    assert len(_cases(engine)) == 1


def test_a_message_without_key_waits_for_another_without(engine):
    engine.publish_message("offer")
    assert engine.publish_message("order", "1").instance is None
    assert engine.publish_message("order").instance is not None


def test_what_never_comes_together_is_let_go_after_a_time(engine):
    engine.publish_message("offer", "1")
    engine.advance(timedelta(days=31))
    deliver_missed(engine.context, actor=SYSTEM)
    assert engine.publish_message("order", "1").instance is None
    assert _cases(engine) == []


def test_a_key_that_the_messages_name_themselves_has_one_active_case(engine):
    text = model("several_starts_together").decode()
    for number, name in (("1", "offer"), ("2", "order")):
        plain = f'<bpmn:message id="m{number}" name="{name}"/>'
        text = text.replace(plain, KEYED.format(number, name))
    engine.deploy(text.encode())
    engine.publish_message("offer", variables={"customer": "C1"})
    engine.publish_message("order", variables={"customer": "C2"})
    assert _cases(engine) == []
    first = engine.publish_message("order", variables={"customer": "C1"}).instance
    engine.publish_message("offer", variables={"customer": "C1"})
    assert engine.publish_message("order", variables={"customer": "C1"}).instance is None
    engine.cancel(first)
    engine.run_due()
    assert len(_cases(engine)) == 2
