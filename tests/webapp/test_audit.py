import pytest

from engine.queries.audit import check_case_file


@pytest.fixture
def auditor(sign_in):
    return sign_in("auditor")


@pytest.fixture
def case(sign_in, start_case, find_task):
    address = start_case("staff")
    sign_in("approver").post_form(f"/tasks/{find_task()}", {"decision": "yes", "_key": "a"})
    return address.rpartition("/")[2]


def test_every_case_is_listed(auditor, case):
    page = auditor.get("/audit/").text
    assert f'href="/audit/cases/{case}"' in page


def test_the_replay_reproduces_the_case_and_the_chain_holds(auditor, case):
    page = auditor.get(f"/audit/cases/{case}").text
    assert "chain holds" in page
    assert "reproduced" in page
    assert f'data-events-url="/audit/cases/{case}/events.json"' in page
    assert "Bashir Nasser" in page  # the same content without a script


def test_the_steps_name_elements_of_the_diagram(auditor, case):
    steps = auditor.get(f"/audit/cases/{case}/events.json").json["steps"]
    kinds = {"entered", "completed", "canceled", "flow", "incident", "resolved", "other"}
    assert {step["kind"] for step in steps} <= kinds
    assert [step["seq"] for step in steps] == sorted(step["seq"] for step in steps)
    diagram = auditor.get(f"/cases/{case}/diagram.bpmn").text
    for step in steps:
        name = step.get("flow") or step["element"]
        assert not name or f'id="{name}"' in diagram, step
    assert any(step["kind"] == "flow" and step["flow"] == "f_yes" for step in steps)


def test_the_whole_record_is_verified(auditor, case):
    page = auditor.post_form("/audit/verification").text
    assert "The record is what was written." in page


def test_the_record_of_a_case_is_downloaded_as_a_file_that_proves_itself(auditor, case):
    answer = auditor.get(f"/audit/cases/{case}/file")
    assert "attachment" in answer.headers["Content-Disposition"]
    found = check_case_file(answer.data)
    assert found.events > 5
    assert not found.faults


def test_only_an_auditor_downloads_the_record(sign_in, case):
    assert sign_in("staff").get(f"/audit/cases/{case}/file").status_code == 403
