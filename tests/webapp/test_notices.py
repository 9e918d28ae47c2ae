import re

from webapp.web.markdown import render_markdown


def test_a_notice_is_new_until_it_is_opened(sign_in, start_case, find_task):
    start_case()
    sign_in("approver").post_form(f"/tasks/{find_task()}", {"decision": "yes", "_key": "a"})
    staff = sign_in("staff")
    listed = staff.get("/notices/").text
    assert ">new<" in listed
    address = re.search(r'href="/notices/(\w+)"', listed)[1]
    letter = staff.get(f"/notices/{address}").text
    assert "Your errand of 3 days is granted." in letter
    assert ">new<" not in staff.get("/notices/").text


def test_a_notice_is_for_its_recipient_alone(sign_in, start_case, find_task):
    start_case()
    approver = sign_in("approver")
    approver.post_form(f"/tasks/{find_task()}", {"decision": "yes", "_key": "a"})
    listed = sign_in("staff").get("/notices/").text
    address = re.search(r'href="/notices/(\w+)"', listed)[1]
    for person in ("approver", "stranger", "admin"):
        assert sign_in(person).get(f"/notices/{address}").status_code == 404


def test_a_letter_cannot_carry_html_of_its_own(app):
    with app.app_context():
        shown = render_markdown(
            "# Dear *you*\n\n<script>alert(1)</script> [x](javascript:alert(1))"
        )
    assert "<h3>Dear <em>you</em></h3>" in shown
    assert "<script>" not in shown
    assert 'href="javascript' not in shown
