import re
from base64 import b64decode
from hashlib import sha256

import pytest

from engine.commands.deploy_procedure import deploy_procedure
from engine.model.ids import SYSTEM
from tests.webapp.papers import read_errand_with_documents


@pytest.fixture
def case(engine, start_case):
    deploy_procedure(engine, actor=SYSTEM, files=read_errand_with_documents())
    return start_case("staff", note="A private word")


def links(page):
    """Return the addresses of the documents on a page, by their names."""
    found = re.findall(r'<a href="(/cases/[^"]+/documents/[^"]+)">([^<]+)</a>', page)
    return {name.strip(): address for address, name in found}


def test_the_case_the_task_and_the_audit_list_the_documents(case, sign_in, find_task):
    approver = sign_in("approver")
    names = {"AMMAN0001 Pass", "Private slip", "List of days"}
    assert set(links(approver.get(case).text)) == names
    assert set(links(approver.get(f"/tasks/{find_task()}").text)) == names
    audit = sign_in("auditor").get(case.replace("/cases/", "/audit/cases/")).text
    assert set(links(audit)) == names - {"Private slip"}
    assert "not yours to open" in audit


def test_a_page_is_shown_where_it_can_run_and_reach_nothing(case, staff):
    answer = staff.get(links(staff.get(case).text)["AMMAN0001 Pass"])
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert "Amal Haddad" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert not answer.headers["Content-Disposition"].startswith("attachment")


def test_a_data_file_is_a_download_under_its_name(case, staff):
    answer = staff.get(links(staff.get(case).text)["List of days"])
    assert answer.data == b"DAYS\r\n3\r\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="List of days.csv"'


def test_a_confidential_document_asks_for_the_purpose_and_is_on_record(case, sign_in):
    approver = sign_in("approver")
    asked = approver.get(links(approver.get(case).text)["Private slip"])
    assert asked.status_code == 303
    assert "What do you need it for?" in approver.get(asked.location).text
    attachment = asked.location.partition("attachment=")[2]
    form = {"attachment": attachment, "purpose": "To decide"}
    answer = approver.post_form(f"{case}/confidential", form)
    assert "A private word" in answer.text
    assert "Private slip.html" in answer.headers["Content-Disposition"]
    told = approver.get(case).text
    assert "opened the confidential document “Private slip.html”: To decide" in told
    assert "Document “AMMAN0001 Pass.html” produced" in told


def test_whoever_may_not_open_a_document_is_refused(case, sign_in):
    page = sign_in("approver").get(case).text
    slip, free = links(page)["Private slip"], links(page)["AMMAN0001 Pass"]
    assert sign_in("auditor").get(slip).status_code == 403
    assert sign_in("stranger").get(free).status_code == 404
    assert sign_in("staff").get(free.replace("documents/", "documents/x")).status_code == 404


def test_a_visitor_is_sent_to_sign_in(case, staff, visitor):
    address = links(staff.get(case).text)["AMMAN0001 Pass"]
    assert visitor.get(address).status_code == 303


def test_a_program_gets_the_documents_that_are_not_confidential(case, app):
    client, sent = app.test_client(), {"Sec-Fetch-Site": "none"}
    account = {"email": "approver@example.org", "password": "a quiet long word"}
    token = client.post("/api/v1/session", json=account).json["token"]
    sent["Authorization"] = f"Bearer {token}"
    address = f"/api/v1{case}"
    listed = {one["title"]: one for one in client.get(address, headers=sent).json["documents"]}
    assert listed["Pass"]["number"] == "AMMAN0001"
    found = client.get(f"{address}/documents/{listed['Pass']['id']}", headers=sent).json
    content = b64decode(found["content"])
    assert sha256(content).hexdigest() == listed["Pass"]["sha256"]
    assert found["name"] == "AMMAN0001 Pass.html"
    slip = client.get(f"{address}/documents/{listed['Private slip']['id']}", headers=sent)
    assert slip.status_code == 409
    assert listed["Private slip"]["sha256"] == ""
