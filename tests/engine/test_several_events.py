"""Events of several definitions, complex gateways and their like, with the tables beside them."""

from datetime import timedelta

import pytest

from engine.commands.broadcast_signal import broadcast_signal
from engine.commands.publish_message import publish_message
from engine.commands.save_definition_draft import save_definition_draft
from engine.context import reading
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.queries.checkup import check_up
from engine.queries.judging import judge_draft
from engine.store import instances, jobs, subscriptions
from engine.worker import run_due

SHARED = (
    '<bpmn:message id="m" name="paid"><bpmn:extensionElements><zeebe:subscription'
    ' correlationKey="=number"/></bpmn:extensionElements></bpmn:message><bpmn:signal id="g" name="fire"/>'
)
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
SIGNAL = '<bpmn:signalEventDefinition signalRef="g"/>'
TIMER = (
    "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration>"
    "</bpmn:timerEventDefinition>"
)


def files(kit, *definitions, every=False):
    return {
        "procedure.toml": kit.settings("several"),
        "several.bpmn": kit.diagram(
            "several",
            f'<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait" parallelMultiple="{str(every).lower()}">'
            f'{"".join(definitions)}</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>'
            + kit.flows("s", "wait", "e"),
            SHARED,
        ),
    }


@pytest.fixture
def waiting(house, kit):
    def begin(*, every=False):
        house.deploy(files(kit, MESSAGE, SIGNAL, TIMER, every=every))
        return house.start("several", answers={"number": "1"}).instance

    return begin


def _standing(house, instance):
    with reading(house.context) as work:
        waits = subscriptions.list_of_case(work.transaction, instance)
        timers = jobs.list_waiting(work.transaction, instance)
        status = instances.get(work.transaction, instance).status
    return status, sorted([*(wait.type for wait in waits), *(job.kind for job in timers)])


def _pay(house):
    publish_message(house.context, actor=SYSTEM, name="paid", correlation_key="1")


def _burn(house):
    broadcast_signal(house.context, actor=SYSTEM, name="fire")
    run_due(house.context)


def _sleep(house):
    house.clock.move_by(timedelta(days=1))
    run_due(house.context)


@pytest.mark.parametrize("happens", [_pay, _burn, _sleep])
def test_any_of_several_has_rows_of_its_own_and_ends_the_others(house, waiting, happens):
    instance = waiting()
    assert _standing(house, instance) == ("active", ["message", "signal", "timer"])
    assert check_up(house.context).healthy
    happens(house)
    assert _standing(house, instance) == ("completed", [])
    assert check_up(house.context).healthy
    assert replay(house.context, instance=instance).reproduced


def test_all_of_several_are_taken_one_after_the_other(house, waiting):
    instance = waiting(every=True)
    for happens, left in (
        (_burn, ["message", "timer"]),
        (_sleep, ["message"]),
        (_sleep, ["message"]),
    ):
        happens(house)
        assert _standing(house, instance) == ("active", left)
        assert check_up(house.context).healthy
    _pay(house)
    assert _standing(house, instance) == ("completed", [])
    assert replay(house.context, instance=instance).reproduced


def test_a_draft_that_names_them_in_another_order_is_judged_by_what_happened(house, waiting, kit):
    waiting()
    _pay(house)
    saved = save_definition_draft(
        house.context, actor="gus", process_id="several", files=files(kit, SIGNAL, MESSAGE, TIMER)
    )
    [case] = judge_draft(house.context, viewer="gus", draft=saved.draft).cases
    assert (case.verdict, case.after.fault) == ("same", "")


def test_a_complex_gateway_that_waits_for_its_reset_is_healthy(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("two_of_three"),
            "two_of_three.bpmn": kit.diagram(
                "two_of_three",
                '<bpmn:startEvent id="s"/><bpmn:parallelGateway id="f"/>'
                + "".join(kit.task(one, 'assignee="=subject"') for one in ("a", "b", "c"))
                + '<bpmn:complexGateway id="g"><bpmn:activationCondition>=activationCount &gt;= 2'
                '</bpmn:activationCondition></bpmn:complexGateway><bpmn:endEvent id="e"/>'
                + kit.flows("s", "f", "a", "g", "e")
                + kit.flows("f", "b", "g")
                + kit.flows("f", "c", "g"),
            ),
        }
    )
    started = house.start("two_of_three")
    for task in ("a", "b"):
        house.finish(started, task, "ann")
        assert check_up(house.context).healthy
    assert _standing(house, started.instance)[0] == "active"
    house.finish(started, "c", "ann")
    assert _standing(house, started.instance)[0] == "completed"
    assert replay(house.context, instance=started.instance).reproduced


def test_two_timers_of_one_start_that_fall_on_one_instant_begin_a_case_each(house, kit):
    def every(hours: int) -> str:
        return f"<bpmn:timerEventDefinition><bpmn:timeCycle>R/PT{hours}H</bpmn:timeCycle></bpmn:timerEventDefinition>"

    house.deploy(
        {
            "procedure.toml": kit.settings("often"),
            "often.bpmn": kit.diagram(
                "often",
                f'<bpmn:startEvent id="s">{every(2)}{every(3)}</bpmn:startEvent><bpmn:endEvent id="e"/>'
                + kit.flows("s", "e"),
            ),
        }
    )
    begun = []
    for _ in range(6):
        house.clock.move_by(timedelta(hours=1))
        run_due(house.context)
        with reading(house.context) as work:
            begun.append(instances.count(work.transaction))
    assert begun == [0, 1, 2, 3, 3, 5]
