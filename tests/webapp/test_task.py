import re


def open_page(client, task):
    return client.get(f"/tasks/{task}").text


def test_the_page_of_a_task_holds_form_policy_history_and_diagram(sign_in, start_case, find_task):
    start_case()
    page = open_page(sign_in("approver"), find_task())
    assert "Your decision" in page
    assert "Another person decides within two days." in page
    assert "began the case" in page
    assert 'class="dg ' in page
    assert "is-current" in page


def test_a_finished_task_is_gone_and_the_next_person_is_told(sign_in, start_case, find_task):
    start_case()
    approver = sign_in("approver")
    answer = approver.post_form(
        f"/tasks/{find_task()}", {"decision": "yes", "_key": "a"}, follow_redirects=True
    )
    assert "“Decide on the errand” is done." in answer.text
    assert "Nothing waits for you." in answer.text
    staff = sign_in("staff")
    assert "Your errand is granted" in staff.get("/notices/").text


def test_a_missing_answer_is_named_and_what_was_typed_stays(sign_in, start_case, find_task):
    start_case()
    approver = sign_in("approver")
    answer = approver.post_form(f"/tasks/{find_task()}", {"decision": "no", "_key": "a"})
    assert answer.status_code == 422
    assert "Some answers need another look" in answer.text
    assert "Reasons for refusing" in answer.text
    assert re.search(r'value="no" checked', answer.text)
    assert find_task()


def test_a_double_submission_is_done_once(sign_in, start_case, find_task):
    start_case()
    approver, task = sign_in("approver"), find_task()
    for _ in range(2):
        answer = approver.post_form(f"/tasks/{task}", {"decision": "yes", "_key": "same"})
        assert answer.status_code == 303
    assert not find_task()


def test_whoever_comes_second_is_told_who_did_the_task_and_keeps_the_text(
    sign_in, start_case, find_task
):
    start_case()
    task = find_task()
    sign_in("approver").post_form(f"/tasks/{task}", {"decision": "yes", "_key": "a"})
    late = sign_in("colleague").post_form(
        f"/tasks/{task}", {"decision": "no", "why": "Too far away", "_key": "b"}
    )
    assert late.status_code == 409
    assert "Bashir Nasser did this task" in late.text
    assert "Too far away" in late.text
    assert 'value="submit"' not in late.text


def test_kept_answers_are_there_again(sign_in, start_case, find_task):
    start_case()
    approver, task = sign_in("approver"), find_task()
    form = {"decision": "no", "why": "Still thinking", "_action": "draft"}
    assert approver.post_form(f"/tasks/{task}", form).status_code == 303
    page = open_page(approver, task)
    assert "Still thinking" in page
    assert "These are the answers that you kept." in page


def test_a_question_appears_when_an_answer_asks_for_it(sign_in, start_case, find_task):
    start_case()
    approver, task = sign_in("approver"), find_task()
    assert "Reasons for refusing" not in open_page(approver, task)
    form = {"decision": "no", "_redraw": "1"}
    assert "Reasons for refusing" in approver.post_form(f"/tasks/{task}", form).text


def test_with_a_script_only_the_questions_are_drawn_anew(sign_in, start_case, find_task):
    start_case()
    approver, task = sign_in("approver"), find_task()
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    form = {"decision": "no", "_redraw": "1"}
    fragment = approver.post_form(f"/tasks/{task}", form, headers=headers).text
    assert "Reasons for refusing" in fragment
    assert "<html" not in fragment


def test_whoever_may_only_look_sees_the_form_without_its_buttons(sign_in, start_case, find_task):
    start_case()
    page = open_page(sign_in("auditor"), find_task())
    assert "you can only look at it" in page
    assert 'value="submit"' not in page


def test_a_stranger_sees_no_task_and_no_case(sign_in, start_case, find_task):
    case = start_case()
    stranger = sign_in("stranger")
    assert stranger.get(f"/tasks/{find_task()}").status_code == 404
    assert stranger.get(case).status_code == 404
