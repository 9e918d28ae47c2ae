"""Messages that race to begin cases with one key, against each other and against the case's end."""

from contextlib import ExitStack, closing
from datetime import timedelta
from threading import Barrier, Thread

from engine.commands.cancel_instance import cancel_instance
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.publish_message import publish_message
from engine.context import Context, reading
from engine.errors import ConflictError, RefusedError
from engine.model.ids import SYSTEM
from engine.store import instances
from engine.worker import run_due
from tests.trust.story import open_story

_DIAGRAM = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">
<bpmn:message id="m" name="ordered"><bpmn:extensionElements>
  <zeebe:subscription correlationKey="=customer"/></bpmn:extensionElements></bpmn:message>
<bpmn:process id="order" isExecutable="true">
<bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>
<bpmn:userTask id="one"><bpmn:extensionElements><zeebe:userTask/>
  <zeebe:assignmentDefinition assignee="ann"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="one"/></bpmn:process></bpmn:definitions>"""
_SETTINGS = b"""id = "order"
title = "Order"
prefix = "OR"
owner = "clerks"
source = "test"
"""
_SENDERS, _ROUNDS = 4, 4


def _order(context: Context, customer: str, key: str) -> None:
    publish_message(
        context,
        actor=SYSTEM,
        name="ordered",
        variables={"customer": customer},
        time_to_live=timedelta(days=1),
        key=key,
    )


def _end_active(context: Context, customer: str) -> int:
    """End the active case of a customer, if there is one; return how many were seen."""
    active = [case for case, status in _cases(context, customer) if status == "active"]
    assert len(active) <= 1
    for case in active:
        try:
            cancel_instance(context, actor=SYSTEM, instance=case, reason="a test")
        except (ConflictError, RefusedError):
            continue  # another ended it
    run_due(context)
    return len(active)


def _cases(context: Context, customer: str) -> list[tuple[str, str]]:
    with reading(context) as work:
        rows = [
            instances.get(work.transaction, case) for case in instances.list_ids(work.transaction)
        ]
    return [(row.id, row.status) for row in rows if row.start_key == customer]


def _together(*contenders) -> None:
    line, failed = Barrier(len(contenders)), []

    def run(contender) -> None:
        line.wait(10)
        try:
            contender()
        except Exception as error:
            failed.append(error)
            raise

    threads = [Thread(target=run, args=(contender,)) for contender in contenders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert failed == []


def test_of_messages_with_one_key_one_begins_a_case_and_each_gets_its_turn(story, story_url, count):
    deploy_procedure(
        story, actor=SYSTEM, files={"procedure.toml": _SETTINGS, "order.bpmn": _DIAGRAM}
    )
    with ExitStack() as stack:
        hosts = [story] * (_SENDERS + 1)
        if story.database.dialect == "postgresql":
            hosts = [stack.enter_context(closing(open_story(story_url))) for _ in hosts]
        for number in range(_ROUNDS):
            customer, sent = f"C{number}", 0
            for wave in range(3):
                # The first wave finds no case, the others one that is ending.
                ends = [] if wave == 0 else [lambda c=customer: _end_active(hosts[-1], c)]
                keys = [f"{customer} {wave} {place}" for place in range(_SENDERS)]
                _together(
                    *(
                        lambda host=host, key=key, c=customer: _order(host, c, key)
                        for host, key in zip(hosts, keys, strict=False)
                    ),
                    *ends,
                )
                sent += len(keys)
                run_due(story)
                found = [status for _, status in _cases(story, customer)]
                assert found.count("active") == 1
                count("messages that raced for one key", len(keys))
            while _end_active(story, customer):
                pass
            assert len(_cases(story, customer)) == sent
