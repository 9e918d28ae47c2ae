from io import BytesIO

import pytest

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def case(sign_in):
    form = {"reason": "Dentist", "days": "2", "note": "My tooth", "_key": "k"}
    form["proof"] = (BytesIO(PDF), "tooth.pdf")
    answer = sign_in("staff").post_form("/start/errand", form, content_type="multipart/form-data")
    return answer.location


def test_my_cases_say_where_each_one_is(case, staff):
    page = staff.get("/cases/").text
    assert "ERR-" in page
    assert "Decide on the errand" in page
    assert "under way" in page


def test_a_whole_case_number_leads_to_its_case(case, staff):
    number = staff.get(case).text.split("<title>")[1].split(" ")[0]
    assert staff.get(f"/cases/?search={number}").location == case


def test_confidential_values_and_names_of_files_are_not_on_the_page(case, sign_in):
    for person in ("staff", "approver", "auditor"):
        page = sign_in(person).get(case).text
        assert "My tooth" not in page
        assert "tooth.pdf" not in page


def test_opening_a_confidential_value_needs_a_purpose_and_is_on_record(case, sign_in):
    approver = sign_in("approver")
    assert "What do you need it for?" in approver.get(f"{case}/confidential?field=note").text
    refused = approver.post_form(f"{case}/confidential", {"field": "note", "purpose": " "})
    assert refused.status_code == 422
    assert "My tooth" not in refused.text
    opened = approver.post_form(f"{case}/confidential", {"field": "note", "purpose": "To decide"})
    assert "My tooth" in opened.text
    assert "To decide" in approver.get(case).text


def test_a_document_comes_as_a_download_that_cannot_run(case, sign_in, engine):
    approver = sign_in("approver")
    page = approver.get(case).text
    attachment = page.split("attachment=")[1].split('"')[0]
    form = {"attachment": attachment, "purpose": "To decide"}
    answer = approver.post_form(f"{case}/confidential", form)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_whoever_may_not_read_a_value_is_refused(case, sign_in):
    auditor = sign_in("auditor")
    answer = auditor.post_form(f"{case}/confidential", {"field": "note", "purpose": "Curious"})
    assert answer.status_code in {403, 409}
    assert "My tooth" not in answer.text


def test_the_history_is_told_in_the_reader_s_language(case, staff):
    staff.post_form("/language", {"language": "fr", "next": "/"})
    page = staff.get(case).text
    assert "a ouvert le dossier" in page
    assert "Décider de la course" in page


def test_times_are_those_of_the_office_of_the_case(case, staff):
    page = staff.get(case).text
    assert "11:00" in page  # 08:00 UTC in Amman
    assert 'title="Asia/Amman"' in page


def test_the_diagram_names_its_elements_in_the_reader_s_language(case, staff):
    staff.post_form("/language", {"language": "fr", "next": "/"})
    assert "Informer la personne" in staff.get(case).text
