from io import BytesIO

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_the_catalogue_lists_what_one_may_start(staff, sign_in):
    page = staff.get("/start/").text
    assert "Errand" in page
    assert "For another person" not in page
    assert "For another person" in sign_in("approver").get("/start/").text
    assert "There is no procedure that you may start." in sign_in("auditor").get("/start/").text


def test_a_case_begins_with_its_number_and_its_own_page(staff, start_case):
    page = staff.get(start_case(client=staff)).text
    assert "ERR-" in page
    assert "Where it is now" in page
    assert "Decide on the errand" in page


def test_a_wrong_answer_is_explained_and_the_others_stay(staff):
    answer = staff.post_form("/start/errand", {"reason": "Dentist", "days": "99", "_key": "k"})
    assert answer.status_code == 422
    assert "must be 10 or less" in answer.text
    assert 'value="Dentist"' in answer.text


def test_sending_the_start_twice_begins_one_case(staff, start_case):
    assert start_case(client=staff) == start_case(client=staff)


def test_a_case_for_another_person_concerns_that_person(sign_in):
    approver = sign_in("approver")
    people = approver.get("/start/errand/person?search=haddad").text
    assert "/start/errand?subject=staff" in people
    form = {"reason": "Ill", "days": "1", "_key": "k"}
    case = approver.post_form("/start/errand?subject=staff", form, follow_redirects=True).text
    assert "Amal Haddad" in case


def test_only_those_who_may_can_begin_for_another_person(staff):
    assert staff.get("/start/errand/person").status_code == 403
    assert staff.get("/start/errand?subject=stranger").status_code == 403
    form = {"reason": "Ill", "days": "1", "_key": "k"}
    assert staff.post_form("/start/errand?subject=stranger", form).status_code == 403


def test_a_file_must_be_what_its_name_says(staff):
    form = {"reason": "Dentist", "days": "1", "_key": "k"}
    fake = form | {"proof": (BytesIO(b"MZ\x90\x00 not a pdf"), "proof.pdf")}
    answer = staff.post_form("/start/errand", fake, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "not a real .pdf file" in answer.text
    real = form | {"proof": (BytesIO(PDF), "proof.pdf")}
    answer = staff.post_form("/start/errand", real, content_type="multipart/form-data")
    assert answer.status_code == 303


def test_a_kind_of_file_that_the_form_does_not_take_is_refused(staff):
    form = {"reason": "x", "days": "1", "_key": "k", "proof": (BytesIO(b"echo"), "run.sh")}
    answer = staff.post_form("/start/errand", form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "run.sh" in answer.text


def test_an_unknown_procedure_is_not_there(staff):
    assert staff.get("/start/nothing").status_code == 404


def test_the_owner_of_a_procedure_is_named_in_the_language_of_the_reader(staff):
    staff.post_form("/language", {"language": "fr", "next": "/start/"})
    assert "Responsable de procédure" in staff.get("/start/").text


def test_a_confidential_question_says_who_will_see_the_answer(staff):
    page = staff.get("/start/errand").text
    assert page.count("Seen only by: Approver, Amal Haddad.") == 2


def test_whoever_begins_for_another_is_told_the_other_as_reader(approver):
    page = approver.get("/start/errand?subject=staff").text
    assert "Seen only by: Approver, Amal Haddad." in page
