from datetime import timedelta

import pytest
from sqlalchemy import event

from engine.commands.assign_task import assign_task
from engine.commands.claim_task import claim_task
from engine.commands.save_draft import save_draft
from engine.commands.unclaim_task import unclaim_task
from engine.context import reading
from engine.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from engine.model.events import CommandRefused, UserTaskClaimed
from engine.queries.inbox import list_tasks
from engine.queries.tasks import get_task
from engine.store import log


@pytest.fixture
def asked(house):
    started = house.start()
    house.finish(started, "ask", "ann")
    return started


def _kinds(house, started, kind):
    with reading(house.context) as work:
        return [
            one
            for one in log.read(work.transaction, started.instance)
            if isinstance(one.event, kind)
        ]


def test_whoever_holds_the_role_in_the_office_may_take_the_task(house, asked):
    task = house.task_of(asked, "approve")
    claim_task(house.context, actor="bob", task=task)
    [row] = list_tasks(house.context, person="bob", view="mine").rows
    assert (row.task, row.assignee.id) == (task, "bob")
    assert [one.actor for one in _kinds(house, asked, UserTaskClaimed)] == ["bob"]


def test_a_task_claimed_by_another_cannot_be_claimed(house, asked):
    task = house.task_of(asked, "approve")
    claim_task(house.context, actor="bob", task=task)
    with pytest.raises(ConflictError, match="with Bob"):
        claim_task(house.context, actor="cyd", task=task)


def test_claiming_twice_is_harmless(house, asked):
    task = house.task_of(asked, "approve")
    claim_task(house.context, actor="bob", task=task)
    claim_task(house.context, actor="bob", task=task)
    assert len(_kinds(house, asked, UserTaskClaimed)) == 1


def test_the_same_role_in_another_office_may_not_and_the_refusal_is_on_record(house, asked):
    with pytest.raises(NotAllowedError, match="not yours"):
        claim_task(house.context, actor="dan", task=house.task_of(asked, "approve"))
    [refused] = _kinds(house, asked, CommandRefused)
    assert (refused.actor, refused.event.command) == ("dan", "claim_task")


def test_a_released_task_goes_back_to_everybody(house, asked):
    task = house.task_of(asked, "approve")
    claim_task(house.context, actor="bob", task=task)
    unclaim_task(house.context, actor="bob", task=task)
    assert [row.task for row in list_tasks(house.context, person="cyd", view="groups").rows] == [
        task
    ]


def test_a_task_that_nobody_else_could_do_is_not_released(house):
    started = house.start()
    with pytest.raises(NotAllowedError, match="Nobody else"):
        unclaim_task(house.context, actor="ann", task=house.task_of(started, "ask"))


def test_a_substitute_acts_while_the_other_is_away_and_says_for_whom(house, asked):
    task = house.task_of(asked, "approve")
    assert list_tasks(house.context, person="ivy").total == 0
    house.clock.move_to(house.clock.now().replace(month=2, day=10))
    [row] = list_tasks(house.context, person="ivy").rows
    assert (row.why.kind, row.why.params["person"]) == ("role-for", "Bob")
    house.finish(asked, "approve", "ivy")
    with reading(house.context) as work:
        events = log.read(work.transaction, asked.instance, kinds={"UserTaskCompleted"})
    assert [(one.actor, one.event.on_behalf_of) for one in events] == [("ann", ""), ("ivy", "bob")]
    assert task


def test_whoever_asked_may_not_approve(house):
    started = house.start(actor="bob")
    house.finish(started, "ask", "bob")
    with pytest.raises(NotAllowedError, match="other eyes"):
        house.finish(started, "approve", "bob")
    house.finish(started, "approve", "cyd")


def test_four_eyes_reach_through_substitution(house):
    started = house.start(actor="bob")
    house.clock.move_to(house.clock.now().replace(month=2, day=10))
    house.finish(started, "ask", "ivy")  # for Bob, who is away
    with pytest.raises(NotAllowedError, match="other eyes"):
        house.finish(started, "approve", "bob")
    with pytest.raises(NotAllowedError, match="other eyes"):
        house.finish(started, "approve", "ivy")
    house.finish(started, "approve", "cyd")


def test_the_inbox_says_which_tasks_four_eyes_keep_from_somebody(house):
    house.start(actor="bob")
    own = house.start(actor="bob")
    house.finish(own, "ask", "bob")
    [row] = list_tasks(house.context, person="bob", view="groups").rows
    assert (row.instance, row.refusal.kind) == (own.instance, "four-eyes")
    assert row.refusal.params == {"element": "Ask it", "person": "Bob"}
    [row] = list_tasks(house.context, person="cyd", view="groups").rows
    assert row.refusal is None


def test_the_inbox_keeps_what_a_substitute_did_from_whom_they_stood_in_for(house):
    started = house.start(actor="bob")
    house.clock.move_to(house.clock.now().replace(month=2, day=10))
    house.finish(started, "ask", "ivy")  # for Bob, who is away
    for person in ("bob", "ivy"):
        [row] = list_tasks(house.context, person=person, view="groups").rows
        assert row.refusal.kind == "four-eyes"


def test_whoever_began_a_case_finds_what_is_kept_from_them_marked(house, kit):
    kept = '<zeebe:property name="fourEyes" value="s"/>'
    house.deploy(
        {
            "procedure.toml": kit.settings("begun"),
            "begun.bpmn": kit.diagram(
                "begun",
                '<bpmn:startEvent id="s" name="Begun"/>'
                + kit.task("one", 'candidateGroups="approver"', kept)
                + kit.flows("s", "one"),
            ),
        }
    )
    house.start("begun", actor="bob")
    [row] = list_tasks(house.context, person="bob").rows
    assert row.refusal.params == {"element": "Begun", "person": "Bob"}
    [row] = list_tasks(house.context, person="cyd").rows
    assert row.refusal is None


def test_what_is_kept_by_four_eyes_costs_one_statement_for_a_whole_page(house):
    def count():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        engine = house.context.database._engine
        event.listen(engine, "before_cursor_execute", note)
        list_tasks(house.context, person="bob", view="groups")
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    for number in range(2):
        house.finish(house.start(actor="bob"), "ask", "bob")
        if not number:
            one = count()
    assert count() == one


def test_an_administrator_assigns_with_a_reason(house, asked):
    task = house.task_of(asked, "approve")
    with pytest.raises(RefusedError, match="why"):
        assign_task(house.context, actor="eve", task=task, assignee="dan", reason=" ")
    assign_task(house.context, actor="eve", task=task, assignee="dan", reason="Kenya is on leave")
    assert house.finish(asked, "approve", "dan")


def test_nobody_else_assigns(house, asked):
    task = house.task_of(asked, "approve")
    with pytest.raises(NotAllowedError, match="administrator"):
        assign_task(house.context, actor="bob", task=task, assignee="bob", reason="I like it")


def test_even_an_administrator_does_not_assign_around_four_eyes(house, asked):
    task = house.task_of(asked, "approve")
    with pytest.raises(NotAllowedError, match="other eyes"):
        assign_task(house.context, actor="eve", task=task, assignee="ann", reason="quicker")


def test_a_stranger_does_not_learn_that_a_task_exists(house, asked):
    with pytest.raises(NotFoundError):
        get_task(house.context, person="dan", task=house.task_of(asked, "approve"))


def test_the_page_of_a_task_says_what_may_be_done_and_why_not(house, asked):
    task = house.task_of(asked, "approve")
    view = get_task(house.context, person="bob", task=task)
    assert (view.may_claim, view.may_complete, view.may_unclaim) == (True, True, False)
    assert (view.why.kind, view.why.params) == ("role", {"role": "Approver", "unit": "Kenya"})
    own = get_task(house.context, person="ann", task=task)
    assert (own.may_complete, own.refusal.kind) == (False, "not-candidate")
    claim_task(house.context, actor="bob", task=task)
    view = get_task(house.context, person="bob", task=task)
    assert (view.may_claim, view.may_unclaim) == (False, True)


def test_a_draft_is_kept_sealed_and_shown_to_whoever_may_do_the_task(house, asked):
    task = house.task_of(asked, "approve")
    save_draft(house.context, actor="bob", task=task, answers={"diagnosis": "a cold"})
    assert get_task(house.context, person="cyd", task=task).draft == {"diagnosis": "a cold"}
    assert get_task(house.context, person="ann", task=task).draft == {}
    assert "a cold" not in str(house.open_tasks(asked)[0].draft)


def test_the_inbox_searches_filters_sorts_and_pages(house):
    for topic in ("a chair", "a table", "a lamp"):
        house.clock.move_by(timedelta(minutes=1))
        house.start(answers={"topic": topic})
    assert list_tasks(house.context, person="ann", search="TABLE").total == 1
    assert list_tasks(house.context, person="ann", search="ann").total == 3
    assert list_tasks(house.context, person="ann", search="50%").total == 0
    assert list_tasks(house.context, person="ann", unit="egypt").total == 0
    assert list_tasks(house.context, person="ann", process_id="approval").total == 3
    page = list_tasks(house.context, person="ann", sort="created", page=2, per_page=2)
    assert ([row.title for row in page.rows], page.total, page.pages) == (["a chair"], 3, 2)
    assert list_tasks(house.context, person="ann", page=9).rows == []
