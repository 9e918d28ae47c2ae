from collections.abc import Callable
from datetime import timedelta

import pytest

from engine.commands.import_directory import import_directory
from engine.commands.migrate_instance import Migrated, migrate_instance
from engine.commands.save_draft import save_draft
from engine.context import reading
from engine.errors import (
    ConflictError,
    ExpressionError,
    ModelError,
    NotAllowedError,
    NotFoundError,
)
from engine.model.events import CommandRefused, InstanceMigrated, UserTaskCanceled, WaitEnded
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.queries import audit
from engine.queries.history import list_entries
from engine.store import instances, jobs, subscriptions, user_tasks
from engine.testing import TestEngine
from tests.operations.diagrams import line, script, service, user, wait_for, wait_for_message
from tests.operations.people import robot_and_clerk

Model = Callable[[str], bytes]


def move(
    engine: TestEngine, case: InstanceId, version: int = 2, **options: dict[str, str]
) -> Migrated:
    return migrate_instance(engine.context, actor=SYSTEM, instance=case, version=version, **options)


def finish(engine: TestEngine, case: InstanceId, *elements: str) -> None:
    for element in elements:
        [task] = [task for task in engine.list_user_tasks(case) if task.element == element]
        engine.complete_task(task.id)


def assert_reproduced(engine: TestEngine, case: InstanceId) -> None:
    report = audit.replay(engine.context, instance=case)
    assert report.reproduced, report.difference
    assert not audit.verify(engine.context).faults


def test_a_case_goes_on_with_the_steps_of_the_new_version(engine):
    engine.deploy(line(user("A"), user("B")))
    case = engine.start_instance("P")
    engine.deploy(line(user("A"), script("X", "=41 + 1", "answer"), user("B")))
    moved = move(engine, case)
    assert (moved.version, moved.incidents) == (2, 0)
    finish(engine, case, "A", "B")
    assert engine.get_status(case) == "completed"
    assert engine.get_variables(case)["answer"] == 42
    assert_reproduced(engine, case)


def test_a_case_that_is_not_moved_stays_on_its_version(engine):
    engine.deploy(line(user("A"), user("B")))
    case, other = engine.start_instance("P"), engine.start_instance("P")
    engine.deploy(line(user("A")))
    move(engine, other)
    finish(engine, case, "A")
    finish(engine, other, "A")
    assert engine.get_status(case) == "active"
    assert engine.get_status(other) == "completed"
    assert_reproduced(engine, case)
    assert_reproduced(engine, other)


def test_an_open_task_keeps_its_people_its_due_date_and_its_draft_and_takes_name_and_form(engine):
    form = {"forms/new.form": b'{"type": "default", "components": []}'}
    engine.deploy(line(user("A", name="Old", who='assignee="ann"')))
    case = engine.start_instance("P")
    [task] = engine.list_user_tasks(case)
    save_draft(engine.context, actor=SYSTEM, task=task.id, answers={"days": "3"})
    [before] = engine.list_user_tasks(case)
    engine.deploy(line(user("A9", name="New", form="new")), files=form)
    move(engine, case, mapping={"A": "A9"})
    [after] = engine.list_user_tasks(case)
    assert (after.id, after.token, after.assignee, after.draft) == (
        before.id,
        before.token,
        "ann",
        before.draft,
    )
    assert before.draft
    assert (after.element, after.name, after.form) == ("A9", "New", "new")
    finish(engine, case, "A9")
    assert engine.get_status(case) == "completed"
    assert_reproduced(engine, case)


def test_two_elements_may_swap_their_ids(engine):
    both = line(user("A"), user("B"))
    engine.deploy(both)
    case = engine.start_instance("P")
    engine.deploy(line(user("B"), user("A")))
    move(engine, case, mapping={"A": "B", "B": "A"})
    assert [task.element for task in engine.list_user_tasks(case)] == ["B"]
    finish(engine, case, "B", "A")
    assert_reproduced(engine, case)


def test_messages_and_jobs_are_waited_for_under_their_new_names(engine):
    engine.deploy(line(wait_for_message("M"), service("J", "outside")))
    case = engine.start_instance("P", {"k": "7"})
    engine.deploy(line(wait_for_message("M9"), service("J9", "outside")))
    move(engine, case, mapping={"M": "M9", "J": "J9"})
    with reading(engine.context) as work:
        [wait] = subscriptions.list_of_case(work.transaction, case)
    assert (wait.element, wait.name, wait.correlation_key) == ("M9", "paid", "7")
    engine.publish_message("paid", "7")
    with reading(engine.context) as work:
        assert [job.element for job in jobs.list_waiting(work.transaction, case)] == ["J9"]
    assert_reproduced(engine, case)


def test_a_timer_keeps_its_instant(engine):
    engine.deploy(line(wait_for("T", "PT2H")))
    case = engine.start_instance("P")
    engine.deploy(line(wait_for("T9", "PT9H")))
    move(engine, case, mapping={"T": "T9"})
    engine.advance(timedelta(hours=2))
    assert engine.get_status(case) == "completed"
    assert_reproduced(engine, case)


def test_a_limit_that_the_new_version_adds_is_waited_for_and_one_that_it_drops_is_not(
    engine, model: Model
):
    engine.deploy(model("version_1"))
    case = engine.start_instance("P", {"k": 1})
    finish(engine, case, "A")
    engine.deploy(model("version_2_step_and_border"))
    engine.deploy(model("version_1"), files={"note.md": b"again"})
    move(engine, case, 2)
    with reading(engine.context) as work:
        assert [job.element for job in jobs.list_waiting(work.transaction, case)] == ["BT"]
    move(engine, case, 3)
    with reading(engine.context) as work:
        assert jobs.list_waiting(work.transaction, case) == []
    ended = [one.event for one in engine.get_history(case) if isinstance(one.event, WaitEnded)]
    assert [event.element for event in ended] == ["BT"]
    finish(engine, case, "U", "N")
    assert_reproduced(engine, case)


def test_a_step_that_failed_is_mended_by_a_version_and_tried_again(engine):
    engine.deploy(line(user("A"), script("X", "=missing + 1", "x"), user("B")))
    case = engine.start_instance("P")
    finish(engine, case, "A")
    assert len(engine.list_incidents(case)) == 1
    engine.deploy(line(user("A"), script("X9", "=1 + 1", "x"), user("B")))
    assert move(engine, case, mapping={"X": "X9"}).incidents == 1
    assert [one.element for one in engine.list_incidents(case)] == ["X9"]
    assert engine.retry(case) == 0
    finish(engine, case, "B")
    assert_reproduced(engine, case)


def test_variables_are_worked_out_from_those_that_the_case_has(engine):
    engine.deploy(line(user("A")))
    case = engine.start_instance("P", {"days": 3})
    engine.deploy(line(user("A"), script("X", "=hours * 2", "twice")))
    move(engine, case, variables={"hours": "=days * 8"})
    finish(engine, case, "A")
    assert engine.get_variables(case)["twice"] == 48
    [event] = [
        one.event for one in engine.get_history(case) if isinstance(one.event, InstanceMigrated)
    ]
    assert event.variables == {"hours": 24}
    assert_reproduced(engine, case)


def test_whoever_did_a_renamed_step_is_still_kept_from_the_one_that_needs_other_eyes(engine):
    eyes = '<zeebe:property name="fourEyes" value="A9"/>'
    engine.deploy(line(user("A"), user("B")))
    case = engine.start_instance("P")
    finish(engine, case, "A")
    engine.deploy(line(user("A9"), user("B", properties=eyes)))
    move(engine, case, mapping={"A": "A9"})
    with reading(engine.context) as work:
        [doer] = user_tasks.list_doers(work.transaction, case, ["A9"])
    assert doer.person == SYSTEM


@pytest.mark.parametrize(
    ("new", "mapping", "why"),
    [
        (line(user("C")), {}, "nothing like it"),
        (line(wait_for("A", "PT1H")), {}, "another kind of element"),
        (line(user("A"), user("B")), {"A": "Z"}, "no element Z"),
        (line(user("A"), user("B")), {"Y": "A"}, "no element Y"),
    ],
)
def test_a_case_that_cannot_move_is_left_as_it_was(engine, new, mapping, why):
    engine.deploy(line(user("A")))
    case = engine.start_instance("P")
    engine.deploy(new)
    with reading(engine.context) as work:
        before = instances.get(work.transaction, case)
    with pytest.raises(ModelError, match=why):
        move(engine, case, mapping=mapping)
    with reading(engine.context) as work:
        assert instances.get(work.transaction, case) == before
    assert [task.element for task in engine.list_user_tasks(case)] == ["A"]
    finish(engine, case, "A")
    assert_reproduced(engine, case)


def test_a_value_that_cannot_be_worked_out_leaves_the_case_as_it_was(engine):
    engine.deploy(line(user("A")))
    case = engine.start_instance("P")
    engine.deploy(line(user("A9")))
    with pytest.raises(ExpressionError):
        move(engine, case, mapping={"A": "A9"}, variables={"x": "=missing + 1"})
    assert [task.element for task in engine.list_user_tasks(case)] == ["A"]


def test_only_an_administrator_may_move_a_case_and_the_refusal_is_on_record(engine):
    engine.deploy(line(user("A")))
    case = engine.start_instance("P")
    engine.deploy(line(user("A"), user("B")))
    with pytest.raises(NotAllowedError):
        migrate_instance(engine.context, actor=PersonId("ann"), instance=case, version=2)
    [refused] = [
        one.event for one in engine.get_history(case) if isinstance(one.event, CommandRefused)
    ]
    assert refused.command == "migrate_instance"


def test_a_case_that_has_ended_a_version_that_it_has_and_one_that_is_not_there_are_refused(engine):
    engine.deploy(line(user("A")))
    case, done = engine.start_instance("P"), engine.start_instance("P")
    finish(engine, done, "A")
    engine.deploy(line(user("A"), user("B")))
    with pytest.raises(ConflictError, match="has ended"):
        move(engine, done)
    with pytest.raises(ConflictError, match="already"):
        move(engine, case, 1)
    with pytest.raises(NotFoundError, match="version 9"):
        move(engine, case, 9)


def test_a_case_may_go_there_and_back_and_its_draft_is_judged_on_the_last_leg(engine):
    one, two = line(user("A"), user("B")), line(user("A9"), user("B"))
    engine.deploy(one)
    case = engine.start_instance("P")
    engine.deploy(two)
    move(engine, case, 2, mapping={"A": "A9"})
    finish(engine, case, "A9")
    move(engine, case, 1, mapping={"A9": "A"})
    finish(engine, case, "B")
    assert_reproduced(engine, case)
    settings = b'id="P"\ntitle="P"\nprefix="T"\nowner="o"\nsource="s"'
    same = audit.replay(
        engine.context,
        instance=case,
        files={"procedure.toml": settings, "P.bpmn": line(user("A"), user("B"))},
    )
    other = audit.replay(
        engine.context,
        instance=case,
        files={"procedure.toml": settings, "P.bpmn": line(user("A"), user("B"), user("C"))},
    )
    assert same.reproduced, same.difference
    assert "C" in other.difference
    assert other.inputs == 5


def test_a_task_withdrawn_by_nobody_is_not_canceled_by_a_move(engine):
    engine.deploy(line(user("A")))
    case = engine.start_instance("P")
    engine.deploy(line(user("A"), user("B")))
    move(engine, case)
    canceled = [one for one in engine.get_history(case) if isinstance(one.event, UserTaskCanceled)]
    assert canceled == []


def test_the_history_calls_elements_as_they_were_called_then(engine):
    engine.deploy(line(user("A", name="Ask"), user("B", name="Look")))
    case = engine.start_instance("P")
    finish(engine, case, "A")
    engine.deploy(line(user("A9", name="Apply"), user("B9", name="Approve")))
    move(engine, case, mapping={"A": "A9", "B": "B9"})
    finish(engine, case, "B9")
    entries = list_entries(engine.context, viewer=SYSTEM, instance=case)
    told = [entry.params["task"] for entry in entries if entry.kind == "task-completed"]
    assert told == ["Ask", "Approve"]
    assert [entry.params["version"] for entry in entries if entry.kind == "migrated"] == ["2"]


def test_a_moved_task_that_nobody_could_do_is_offered_again(engine):
    who = 'candidateUsers="robot"'
    engine.deploy(line(user("A", who=who)))
    case = engine.start_instance("P")
    assert len(engine.list_incidents(case)) == 1
    engine.deploy(line(user("A9", who=who)))
    move(engine, case, mapping={"A": "A9"})
    assert [one.element for one in engine.list_incidents(case)] == ["A9"]
    import_directory(engine.context, actor=SYSTEM, directory=robot_and_clerk())
    assert engine.retry(case) == 0
    [task] = engine.list_user_tasks(case)
    assert [candidate.person for candidate in task.candidates] == ["robot"]
