import pytest

from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.review_definition_draft import review_definition_draft
from engine.commands.save_definition_draft import save_definition_draft
from engine.commands.submit_definition_draft import submit_definition_draft
from engine.errors import ConflictError, ModelError, NotAllowedError, NotFoundError
from engine.model.ids import SYSTEM
from engine.queries.definitions import (
    get_draft,
    get_files,
    get_xml,
    list_definitions,
    list_drafts,
)


@pytest.fixture
def changed(kit):
    xml = kit.approval["approval.bpmn"].replace(b'id="end"/>', b'id="end" name="Done"/>')
    return {"approval.bpmn": xml}


@pytest.fixture
def draft(house, changed):
    saved = save_definition_draft(house.context, actor="gus", process_id="approval", files=changed)
    return saved.draft


def test_the_same_files_are_not_deployed_twice(house, kit):
    again = deploy_procedure(house.context, actor=SYSTEM, files=kit.approval)
    assert (again.version, again.changed) == (1, False)


def test_files_that_cannot_be_used_are_refused_with_their_problems(house, kit):
    files = {**kit.approval, "approval.bpmn": b"<bpmn"}
    with pytest.raises(ModelError) as refused:
        deploy_procedure(house.context, actor=SYSTEM, files=files)
    assert refused.value.problems[0].file == "approval.bpmn"


def test_an_approved_draft_comes_into_force_and_running_cases_stay_on_theirs(house, draft):
    old = house.start()
    submit_definition_draft(house.context, actor="gus", draft=draft)
    assert review_definition_draft(house.context, actor="hal", draft=draft, approve=True)
    newest, first = list_definitions(house.context, viewer="fay")
    assert (newest.version, newest.latest, newest.approved_by.id) == (2, True, "hal")
    assert (first.running, newest.running) == (1, 0)
    house.finish(old, "ask", "ann")


def test_nobody_approves_their_own_draft(house, draft):
    submit_definition_draft(house.context, actor="gus", draft=draft)
    with pytest.raises(NotAllowedError, match="Another person"):
        review_definition_draft(house.context, actor="gus", draft=draft, approve=True)
    assert get_draft(house.context, viewer="hal", draft=draft).may_review
    assert not get_draft(house.context, viewer="gus", draft=draft).may_review


def test_whoever_is_no_process_owner_writes_no_draft(house, changed):
    with pytest.raises(NotAllowedError, match="process owner"):
        save_definition_draft(house.context, actor="bob", process_id="approval", files=changed)
    with pytest.raises(NotAllowedError):
        list_drafts(house.context, viewer="bob")


def test_two_who_save_the_same_revision_do_not_overwrite_each_other(house, draft, changed):
    save = {"process_id": "approval", "files": changed, "draft": draft, "revision": 1}
    assert save_definition_draft(house.context, actor="gus", **save).revision == 2
    with pytest.raises(ConflictError):
        save_definition_draft(house.context, actor="hal", **save)


def test_a_draft_keeps_the_files_that_were_not_changed(house, draft, changed):
    files = get_files(house.context, viewer="gus", draft=draft)
    assert files["approval.bpmn"] == changed["approval.bpmn"]
    assert "procedure.toml" in files
    assert get_xml(house.context, viewer="gus", draft=draft) == changed["approval.bpmn"]


def test_a_draft_of_an_older_version_is_not_put_over_a_newer_one(house, draft, kit):
    files = {**kit.approval, "policy.md": b"## A1 One\nText.\n\nSource: here.\n"}
    deploy_procedure(house.context, actor=SYSTEM, files=files)
    submit_definition_draft(house.context, actor="gus", draft=draft)
    with pytest.raises(ConflictError, match="Version 2"):
        review_definition_draft(house.context, actor="hal", draft=draft, approve=True)


def test_a_rejected_draft_goes_back_with_its_comment(house, draft):
    submit_definition_draft(house.context, actor="gus", draft=draft)
    assert review_definition_draft(
        house.context, actor="hal", draft=draft, approve=False, comment="Name the end."
    ) is None  # fmt: skip
    view = get_draft(house.context, viewer="gus", draft=draft)
    assert (view.status, view.comment, view.may_edit) == ("rejected", "Name the end.", True)


def test_a_draft_of_an_unknown_procedure_is_refused(house):
    with pytest.raises(NotFoundError):
        save_definition_draft(house.context, actor="gus", process_id="nothing", files={})
