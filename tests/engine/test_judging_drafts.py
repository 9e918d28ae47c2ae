from datetime import timedelta

import pytest

from engine.commands.save_definition_draft import save_definition_draft
from engine.errors import NotAllowedError
from engine.queries.judging import judge_draft
from engine.worker import run_due

LIMITED = """
[parameters."answer.within"]
title = "Time to answer"
source = "Test"
values = [{ from = 2020-01-01, value = "%s" }]
"""
PARTS = (
    '<bpmn:startEvent id="start"/><bpmn:endEvent id="answered" name="Answered"/>'
    '<bpmn:endEvent id="lapsed" name="Lapsed"/>'
    '<bpmn:boundaryEvent id="late" attachedToRef="answer"><bpmn:timerEventDefinition>'
    '<bpmn:timeDuration>=duration(parameter("answer.within"))</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)


def limited_to(kit, within):
    return {
        "procedure.toml": kit.settings("answering", LIMITED % within),
        "answering.bpmn": kit.diagram(
            "answering",
            PARTS
            + kit.task("answer", 'assignee="=subject"')
            + kit.flows("start", "answer", "answered")
            + kit.flows("late", "lapsed"),
        ),
    }


def judge(house, kit, files):
    saved = save_definition_draft(house.context, actor="gus", process_id="answering", files=files)
    return judge_draft(house.context, viewer="gus", draft=saved.draft)


@pytest.fixture
def answering(house, kit):
    """Three cases under a limit of five days: answered after one and three days, and lapsed."""
    house.deploy(limited_to(kit, "P5D"))
    cases = [house.start("answering") for _ in range(3)]
    for case, days in zip(cases, (1, 2), strict=False):
        house.clock.move_by(timedelta(days=days))
        house.finish(case, "answer", "ann")
    house.clock.move_by(timedelta(days=10))
    run_due(house.context)
    return cases


@pytest.mark.usefixtures("answering")
def test_a_draft_that_changes_nothing_leaves_every_case_as_it_was(house, kit):
    judged = judge(house, kit, limited_to(kit, "P5D"))
    assert [case.verdict for case in judged.cases] == ["same", "same", "same"]
    assert [case.before.places for case in judged.cases] == [
        ("Lapsed",), ("Answered",), ("Answered",),
    ]  # fmt: skip


def test_a_shorter_limit_shows_which_case_would_have_lapsed(house, kit, answering):
    judged = judge(house, kit, limited_to(kit, "P2D"))
    lapsed, late, quick = judged.cases
    assert [case.instance for case in judged.cases] == [
        case.instance for case in reversed(answering)
    ]
    assert late.verdict == "elsewhere"
    assert (late.before.places, late.after.places) == (("Answered",), ("Lapsed",))
    assert late.without_place == ("Answer it",)
    assert late.after.at == kit.start + timedelta(days=2)
    assert (quick.verdict, quick.after.places) == ("otherwise", ("Answered",))
    assert lapsed.after.places == ("Lapsed",)


@pytest.mark.usefixtures("answering")
def test_another_limit_to_the_same_end_names_the_element_and_both_limits(house, kit):
    quick = judge(house, kit, limited_to(kit, "P4D")).cases[-1]
    assert (quick.verdict, quick.differs_at) == ("otherwise", "late")
    assert quick.limits == (kit.start + timedelta(days=5), kit.start + timedelta(days=4))


@pytest.mark.usefixtures("answering")
def test_a_limit_that_has_not_run_out_yet_leaves_a_lapsed_case_waiting(house, kit):
    lapsed = judge(house, kit, limited_to(kit, "P90D")).cases[0]
    assert lapsed.verdict == "elsewhere"
    assert not lapsed.after.completed
    assert lapsed.after.places == ("Answer it",)


@pytest.mark.usefixtures("answering")
def test_a_draft_that_cannot_take_a_case_says_why(house, kit):
    files = limited_to(kit, "five days")
    lapsed = judge(house, kit, files).cases[0]
    assert lapsed.verdict == "elsewhere"
    assert "five days" in lapsed.after.fault or "duration" in lapsed.after.fault


@pytest.mark.usefixtures("answering")
def test_pages_follow_each_other_without_a_gap(house, kit):
    saved = save_definition_draft(
        house.context, actor="gus", process_id="answering", files=limited_to(kit, "P2D")
    )
    seen, before = [], ""
    while True:
        page = judge_draft(house.context, viewer="hal", draft=saved.draft, before=before, limit=2)
        seen += [case.business_key for case in page.cases]
        before = page.next
        if not before:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 3


@pytest.mark.usefixtures("answering")
def test_whoever_has_nothing_to_do_with_drafts_sees_no_judgement(house, kit):
    saved = save_definition_draft(
        house.context, actor="gus", process_id="answering", files=limited_to(kit, "P2D")
    )
    with pytest.raises(NotAllowedError):
        judge_draft(house.context, viewer="ann", draft=saved.draft)


@pytest.mark.usefixtures("answering")
def test_cases_older_than_a_year_are_not_looked_at(house, kit):
    house.clock.move_by(timedelta(days=400))
    assert judge(house, kit, limited_to(kit, "P2D")).cases == ()
