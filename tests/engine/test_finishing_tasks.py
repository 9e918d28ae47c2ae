from threading import Barrier, Thread

import pytest
from sqlalchemy import event

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.context import reading
from engine.errors import ConflictError, ExpressionError
from engine.model.events import InstanceCompleted, UserTaskCompleted
from engine.queries.audit import replay, verify
from engine.store import instances, log


def _events(house, started, kind):
    with reading(house.context) as work:
        return log.read(work.transaction, started.instance, kinds={kind.__name__})


def test_the_next_task_waits_for_the_next_person_when_the_first_is_finished(house):
    started = house.start()
    done = house.finish(started, "ask", "ann", answers={"colour": "red"})
    assert done.next_task is None
    [row] = house.open_tasks(started)
    assert (row.element, row.unit, [one.role for one in row.candidates]) == (
        "approve", "kenya", ["approver"],
    )  # fmt: skip


def test_whoever_acts_again_is_led_to_their_next_task(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("twice"),
            "twice.bpmn": kit.diagram(
                "twice",
                '<bpmn:startEvent id="s"/>'
                + kit.task("one", 'assignee="=subject"')
                + kit.task("two", 'assignee="=subject"')
                + kit.flows("s", "one", "two"),
            ),
        }
    )
    started = house.start("twice")
    assert house.finish(started, "one", "ann").next_task == house.task_of(started, "two")


def test_a_case_ends_with_its_last_task(house):
    started = house.start()
    house.finish(started, "ask", "ann")
    house.finish(started, "approve", "bob")
    with reading(house.context) as work:
        row = instances.get(work.transaction, started.instance)
    assert (row.status, row.end_event, row.ended_at) == ("completed", "end", house.clock.now())
    assert len(_events(house, started, InstanceCompleted)) == 1


def test_a_task_is_finished_once_and_then_answered_with_a_conflict(house):
    started = house.start()
    task = house.task_of(started, "ask")
    complete_task(house.context, actor="ann", task=task, submission={})
    with pytest.raises(ConflictError, match="no longer open"):
        complete_task(house.context, actor="ann", task=task, submission={})
    assert len(_events(house, started, UserTaskCompleted)) == 1


def test_a_repeated_submission_with_the_same_key_gets_the_first_answer(house):
    started = house.start()
    task = house.task_of(started, "ask")
    first = complete_task(house.context, actor="ann", task=task, submission={}, key="k")
    again = complete_task(house.context, actor="ann", task=task, submission={}, key="k")
    assert again == first
    with pytest.raises(ConflictError):
        complete_task(house.context, actor="ann", task=task, submission={}, key="other")


def test_what_follows_a_submission_and_fails_refuses_it_and_changes_nothing(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("choice"),
            "choice.bpmn": kit.diagram(
                "choice",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
                + kit.task(
                    "one",
                    'assignee="=subject"',
                    extra='<zeebe:ioMapping><zeebe:output source="=amount * 2" target="d"/></zeebe:ioMapping>',
                )
                + kit.flows("s", "one", "e"),
            ),
        }
    )
    started = house.start("choice")
    with pytest.raises(ExpressionError):
        house.finish(started, "one", "ann", answers={})
    assert [row.element for row in house.open_tasks(started)] == ["one"]
    house.finish(started, "one", "ann", answers={"amount": 2})


def _race(*works):
    barrier, outcomes = Barrier(len(works)), []

    def run(work):
        barrier.wait()
        try:
            outcomes.append(work())
        except ConflictError:
            outcomes.append("conflict")

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_eight_who_submit_at_once_one_succeeds_and_the_case_is_sound(house):
    started = house.start()
    task = house.task_of(started, "ask")
    outcomes = _race(
        *(
            lambda: complete_task(house.context, actor="ann", task=task, submission={})
            for _ in range(8)
        )
    )
    assert outcomes.count("conflict") == 7
    assert len(_events(house, started, UserTaskCompleted)) == 1
    assert verify(house.context).faults == ()
    assert replay(house.context, instance=started.instance).reproduced


def test_a_double_click_with_one_key_gets_one_answer_twice(house):
    started = house.start()
    task = house.task_of(started, "ask")
    first, second = _race(
        *(
            lambda: complete_task(house.context, actor="ann", task=task, submission={}, key="k")
            for _ in range(2)
        )
    )
    assert first == second != "conflict"
    assert len(_events(house, started, UserTaskCompleted)) == 1


def test_of_two_who_take_a_task_at_once_one_has_it(house):
    started = house.start()
    house.finish(started, "ask", "ann")
    task = house.task_of(started, "approve")
    outcomes = _race(
        lambda: claim_task(house.context, actor="bob", task=task),
        lambda: claim_task(house.context, actor="cyd", task=task),
    )
    assert sorted(map(str, outcomes)) == ["None", "conflict"]
    assert house.open_tasks(started)[0].assignee in {"bob", "cyd"}


def test_a_finished_task_takes_at_most_eight_statements(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("line"),
            "line.bpmn": kit.diagram(
                "line",
                '<bpmn:startEvent id="s"/>'
                + kit.task("one", 'assignee="=subject"')
                + kit.task("two", 'candidateGroups="approver"')
                + kit.flows("s", "one", "two"),
            ),
        }
    )
    started = house.start("line")
    task = house.task_of(started, "one")
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine = house.context.database._engine
    event.listen(engine, "before_cursor_execute", note)
    complete_task(house.context, actor="ann", task=task, submission={"a": 1}, key="k")
    event.remove(engine, "before_cursor_execute", note)
    written = [one for one in statements if not one.startswith("BEGIN")]
    assert len(written) <= 8, "\n".join(written)
