"""Who gets what: every page of a case against everybody."""

import pytest

EVERYBODY = ["keeper", "staff", "approver", "colleague", "stranger", "admin", "auditor", "owner"]
#: Path with {case}, {task}, and who is let in.
READING = {
    "/cases/{case}": {"staff", "approver", "colleague", "admin", "auditor"},
    "/tasks/{task}": {"staff", "approver", "colleague", "admin", "auditor"},
    "/audit/cases/{case}": {"auditor"},
    "/audit/cases/{case}/events.json": {"auditor"},
    "/cases/{case}/diagram.bpmn": {"staff", "approver", "colleague", "admin", "auditor"},
    "/admin/cases/{case}": {"admin"},
    "/admin/": {"admin"},
    "/admin/incidents": {"admin"},
    "/admin/jobs": {"admin"},
    "/admin/people": {"admin"},
    "/admin/people/staff": {"admin"},
    "/admin/clock": {"admin"},
    "/audit/": {"auditor"},
    "/procedures/": {"admin", "auditor", "owner"},
    "/inbox": set(EVERYBODY),
    "/cases/": set(EVERYBODY),
    "/start/": set(EVERYBODY),
    "/notices/": set(EVERYBODY),
    "/profile": set(EVERYBODY),
    "/stock/": {"keeper", "admin", "auditor"},
    "/stock/cards.csv": {"keeper", "admin", "auditor"},
    "/register/": {"admin", "auditor"},
    "/register/documents.csv": {"admin", "auditor"},
}
#: Changes, with what is sent, and who succeeds.
CHANGING = {
    "/tasks/{task}/claim": ({}, {"approver", "colleague"}),
    "/tasks/{task}": ({"decision": "yes", "_key": "k"}, {"approver", "colleague"}),
    "/admin/cases/{case}/stop": ({"reason": "Test"}, {"admin"}),
    "/admin/cases/{case}/values": ({"name": "days", "value": "4", "reason": "Test"}, {"admin"}),
    "/cases/{case}/confidential": (
        {"field": "note", "purpose": "Test"},
        {"staff", "approver", "colleague"},
    ),
    "/audit/verification": ({}, {"auditor"}),
    "/procedures/errand/drafts": ({}, {"owner"}),
}


@pytest.fixture
def case(start_case):
    return start_case("staff", note="A private word").rpartition("/")[2]


@pytest.mark.parametrize("person", EVERYBODY)
def test_pages_open_for_whom_they_are_for(person, sign_in, case, find_task):
    client, task = sign_in(person), find_task()
    for path, allowed in READING.items():
        status = client.get(path.format(case=case, task=task)).status_code
        if person in allowed:
            assert status == 200, (path, person, status)
        else:
            assert status in {403, 404}, (path, person, status)


@pytest.mark.parametrize("path", CHANGING)
@pytest.mark.parametrize("person", EVERYBODY)
def test_changes_are_made_by_whom_they_are_for(person, path, sign_in, case, find_task):
    form, allowed = CHANGING[path]
    client = sign_in(person)
    status = client.post_form(path.format(case=case, task=find_task()), form).status_code
    if person in allowed:
        assert status in {200, 303}, (path, person, status)
    else:
        assert status in {403, 404, 409}, (path, person, status)


def test_a_visitor_is_sent_to_sign_in_from_every_page(visitor, case, find_task):
    for path in READING:
        assert visitor.get(path.format(case=case, task=find_task())).status_code == 303, path


def test_the_menu_shows_each_person_their_own_areas(sign_in):
    seen = {
        person: {
            area
            for area in ("/audit/", "/procedures/", "/admin/")
            if f'href="{area}"' in sign_in(person).get("/inbox").text
        }
        for person in ("staff", "auditor", "owner", "admin")
    }
    assert seen == {
        "staff": set(),
        "auditor": {"/audit/"},
        "owner": {"/procedures/"},
        "admin": {"/admin/"},
    }
