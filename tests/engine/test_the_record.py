from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.commands.anchor_log import anchor_log
from engine.errors import NotFoundError, RefusedError
from engine.model.ids import SYSTEM
from engine.queries.audit import list_instances, prove, replay, verify
from engine.queries.history import list_entries, list_replay_events
from engine.store.database import unguarded


@pytest.fixture
def approved(house):
    started = house.start()
    house.finish(started, "ask", "ann", answers={"colour": "red"})
    house.finish(started, "approve", "bob")
    return started


def test_the_history_tells_who_did_what_in_order(house, approved):
    entries = list_entries(house.context, viewer="fay", instance=approved.instance)
    assert [(one.kind, one.actor.name) for one in entries] == [
        ("started", "Ann"), ("task-created", "Ann"), ("task-completed", "Ann"),
        ("task-created", "Ann"), ("task-completed", "Bob"), ("completed", "Bob"),
    ]  # fmt: skip
    assert entries[2].values == {"colour": "red"}
    assert entries[3].params == {"task": "Approve it", "roles": "Approver"}


def test_strangers_do_not_see_the_history(house, approved):
    with pytest.raises(NotFoundError):
        list_entries(house.context, viewer="dan", instance=approved.instance)


def test_each_step_of_the_slider_names_its_element_or_flow(house, approved):
    steps = list_replay_events(house.context, viewer="fay", instance=approved.instance)
    entered = [one.element for one in steps if one.kind == "entered"]
    assert entered == ["start", "ask", "approve", "end"]
    assert [one.flow for one in steps if one.kind == "flow"] == [
        "f_start_ask", "f_ask_approve", "f_approve_end",
    ]  # fmt: skip
    assert [one.seq for one in steps] == list(range(1, len(steps) + 1))


def test_every_case_is_reproduced_from_its_inputs(house, approved):
    assert list_instances(house.context) == (approved.instance,)
    report = replay(house.context, instance=approved.instance)
    assert (report.reproduced, report.inputs) == (True, 3)


def test_a_changed_definition_is_told_apart_by_its_first_difference(house, approved, kit):
    files = dict(kit.approval)
    files["approval.bpmn"] = files["approval.bpmn"].replace(
        b'candidateGroups="approver"', b'candidateGroups="doctor"'
    )
    report = replay(house.context, instance=approved.instance, files=files)
    assert not report.reproduced
    assert report.element == "approve"
    assert "UserTaskCreated" in report.difference


def test_a_draft_that_only_adds_words_reproduces_the_past(house, approved, kit):
    files = dict(kit.approval)
    files["approval.bpmn"] = files["approval.bpmn"].replace(
        b'<bpmn:endEvent id="end"/>', b'<bpmn:endEvent id="end" name="Approved"/>'
    )
    assert replay(house.context, instance=approved.instance, files=files).reproduced


def test_anchors_tie_the_chains_together(house, approved):
    first = anchor_log(house.context, actor=SYSTEM)
    assert (first.seq, first.size) == (1, 1)
    assert anchor_log(house.context, actor=SYSTEM) is None
    house.start()
    house.clock.move_by(timedelta(minutes=10))
    assert anchor_log(house.context, actor=SYSTEM).seq == 2
    report = verify(house.context)
    assert (report.cases, report.anchors, report.faults) == (2, 2, ())


def _take_the_guards_away(database, transaction):
    if database.dialect == "postgresql":
        transaction.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        return
    names = transaction.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in list(names):
        transaction.execute(text(f"DROP TRIGGER {name}"))


def test_a_replay_serves_until_something_more_happens(house):
    started = house.start()
    house.finish(started, "ask", "ann", answers={"colour": "red"})
    first = prove(house.context, instance=started.instance)
    assert first.verification.faults == ()
    assert first.replay == replay(house.context, instance=started.instance)
    assert prove(house.context, instance=started.instance).replay is first.replay
    house.finish(started, "approve", "bob")
    assert prove(house.context, instance=started.instance).replay.inputs == first.replay.inputs + 1


def test_an_altered_event_is_found_with_its_case_and_number(house, approved):
    assert prove(house.context, instance=approved.instance).replay.reproduced
    database = house.context.database
    with unguarded(database) as transaction:
        _take_the_guards_away(database, transaction)
        [seq] = transaction.scalars(
            text("SELECT seq FROM event WHERE kind = 'UserTaskCompleted' AND body LIKE '%red%'")
        )
        altered = "UPDATE event SET body = replace(body, 'red', 'green') WHERE seq = :seq"
        transaction.execute(text(altered), {"seq": seq})
    faults = verify(house.context).faults
    assert {(fault.business_key, fault.seq) for fault in faults} == {(approved.business_key, seq)}
    assert not replay(house.context, instance=approved.instance).reproduced
    proof = prove(house.context, instance=approved.instance)
    assert proof.verification.faults == faults
    assert not proof.replay.reproduced


def test_the_database_refuses_to_change_or_remove_what_was_written(house, approved):
    for statement in ("UPDATE event SET actor = 'nobody'", "DELETE FROM event"):
        with pytest.raises(RefusedError), house.context.database.transaction() as transaction:
            transaction.execute(text(statement))
    assert verify(house.context).faults == ()
