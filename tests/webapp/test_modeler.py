import pytest

XML = {"Content-Type": "application/xml", "Accept": "application/json"}


@pytest.fixture
def owner(sign_in):
    return sign_in("owner")


@pytest.fixture
def draft(owner):
    return owner.post_form("/procedures/errand/drafts").location


@pytest.fixture
def put(owner, draft):
    def put(xml, revision, client=None):
        client = client or owner
        headers = XML | {
            "If-Match": f'"{revision}"',
            "Sec-Fetch-Site": "same-origin",
            "X-CSRFToken": client.find_token(),
        }
        return client.put(f"{draft}/content", data=xml, headers=headers)

    return put


@pytest.fixture
def xml(owner, draft):
    return owner.get(f"{draft}/content").text


def get_revision(client, draft):
    return int(client.get(f"{draft}/content").headers["ETag"].strip('"'))


def test_the_editor_page_carries_what_its_script_needs(owner, draft):
    answer = owner.get(draft)
    assert 'id="modeler"' in answer.text
    assert f'data-save-url="{draft}/content?file=errand.bpmn"' in answer.text
    assert "data-published-url" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self' 'nonce-" in policy
    assert "unsafe-eval" not in policy


def test_a_change_is_saved_under_its_revision(owner, draft, put, xml):
    revision = get_revision(owner, draft)
    answer = put(xml.replace("Decide on the errand", "Decide soon"), revision)
    assert answer.status_code == 200
    assert answer.json["revision"] == revision + 1
    assert "Decide soon" in owner.get(f"{draft}/content").text


def test_a_change_of_an_older_revision_is_a_conflict_that_names_the_other(owner, draft, put, xml):
    revision = get_revision(owner, draft)
    put(xml, revision)
    late = put(xml, revision)
    assert late.status_code == 409
    assert late.json["revision"] == revision + 1
    assert late.json["author"] == "Goran Ilic"


def test_a_change_that_names_no_revision_is_refused(owner, draft, xml):
    headers = XML | {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": owner.find_token()}
    answer = owner.put(f"{draft}/content", data=xml, headers=headers)
    assert answer.status_code == 428


def test_the_check_names_the_element_that_is_wrong(owner, draft, xml):
    headers = XML | {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": owner.find_token()}
    good = owner.post(f"{draft}/check", data=xml, headers=headers).json["problems"]
    assert [problem for problem in good if problem["severity"] == "error"] == []
    broken = xml.replace('<zeebe:formDefinition formId="decide"/>', "").replace(
        '<zeebe:formDefinition formId="decide" />', ""
    )
    problems = owner.post(f"{draft}/check", data=broken, headers=headers).json["problems"]
    assert "decide" in {problem["element"] for problem in problems}


def test_another_person_approves_and_running_cases_stay_where_they_are(
    owner, draft, put, xml, sign_in, start_case
):
    case = start_case("staff")
    put(xml.replace("Decide on the errand", "Decide soon"), get_revision(owner, draft))
    handed_in = owner.post_form(
        f"{draft}/submission", {"comment": "Shorter"}, follow_redirects=True
    )
    assert "Another person has to approve it." in handed_in.text
    own = owner.post_form(f"{draft}/review", {"decision": "approve"})
    assert own.status_code == 403
    reviewer = sign_in("reviewer")
    page = reviewer.get(f"{draft}/review").text
    assert "Decide soon" in page
    assert "Shorter" in page
    assert "version 1: 1 case" in page
    approved = reviewer.post_form(f"{draft}/review", {"decision": "approve"}, follow_redirects=True)
    assert "The new version is in force." in approved.text
    assert "1 case stays on it" in approved.text
    auditor = sign_in("auditor")
    assert "Decide on the errand" in auditor.get(case).text


def test_a_draft_that_is_sent_back_can_be_changed_no_more_by_others(
    owner, draft, put, xml, sign_in
):
    put(xml.replace("Decide on the errand", "Decide soon"), get_revision(owner, draft))
    owner.post_form(f"{draft}/submission", {"comment": "Shorter"})
    reviewer = sign_in("reviewer")
    form = {"decision": "reject", "comment": "Too short"}
    answer = reviewer.post_form(f"{draft}/review", form, follow_redirects=True)
    assert "The draft is sent back to its author." in answer.text
    assert "sent back" in owner.get("/procedures/").text


def test_a_version_shows_its_diagram_and_who_put_it_in_force(owner):
    page = owner.get("/procedures/").text
    address = page.split('href="/procedures/versions/')[1].split('"')[0]
    shown = owner.get(f"/procedures/versions/{address}").text
    assert 'class="dg ' in shown
    assert "In force since" in shown
