from datetime import timedelta

import pytest


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def case(start_case):
    return start_case("staff").rpartition("/")[2]


def test_people_are_found_with_their_roles(admin):
    assert "Bashir Nasser" in admin.get("/admin/people?search=nasser").text
    page = admin.get("/admin/people/approver").text
    assert "Approver, Amman" in page


def test_an_absence_names_who_stands_in(admin, sign_in, start_case):
    form = {"first_day": "2026-03-01", "last_day": "2026-03-31", "substitute": "staff"}
    assert admin.post_form("/admin/people/approver/absences", form).status_code == 303
    assert "Amal Haddad" in admin.get("/admin/people/approver").text
    start_case("stranger")  # in another office
    start_case("colleague", _key="c")
    page = sign_in("staff").get("/inbox").text
    assert "and you stand in" in page


def test_wrong_days_of_an_absence_are_explained(admin):
    form = {"first_day": "2026-03-31", "last_day": "2026-03-01", "substitute": "colleague"}
    answer = admin.post_form("/admin/people/approver/absences", form)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert admin.post_form("/admin/people/approver/absences", {}).status_code == 422


def test_a_value_is_corrected_with_a_reason(admin, case):
    path = f"/admin/cases/{case}/values"
    form = {"name": "days", "value": "4", "reason": "Typing mistake"}
    assert admin.post_form(path, form).status_code == 303
    assert "Typing mistake" in admin.get(f"/cases/{case}").text
    assert admin.post_form(path, form | {"value": "4 +"}).status_code == 422
    assert admin.post_form(path, form | {"reason": ""}).status_code == 409


def test_a_task_is_given_to_somebody_who_may_do_it(admin, case, find_task, sign_in):
    path = f"/admin/cases/{case}/assignments"
    form = {"task": find_task(), "assignee": "colleague", "reason": "Knows the case"}
    assert admin.post_form(path, form).status_code == 303
    assert "It is assigned to you." in sign_in("colleague").get("/inbox?view=mine").text


def test_a_stopped_case_is_over(admin, case, find_task, staff):
    assert (
        admin.post_form(f"/admin/cases/{case}/stop", {"reason": "Made by mistake"}).status_code
        == 303
    )
    assert not find_task()
    page = staff.get(f"/cases/{case}").text
    assert "stopped" in page
    assert "Made by mistake" in page


def test_retrying_where_nothing_stands_still_is_a_conflict(admin, case):
    assert admin.post_form(f"/admin/cases/{case}/retry").status_code == 409


def test_the_clock_of_a_demonstration_moves_forward(make_app, client_of, engine):
    client = client_of(make_app(), "admin@example.org")
    before = engine.clock.now()
    answer = client.post_form("/admin/clock", {"step": "day"})
    assert answer.status_code in {303, 409}  # the test engine's database may be no demonstration
    assert engine.clock.now() - before in {timedelta(0), timedelta(days=1)}


def test_outside_a_demonstration_there_is_no_clock_to_move(make_app, client_of):
    client = client_of(make_app(demo=False), "admin@example.org")
    assert client.get("/admin/clock").status_code == 409
    assert client.post_form("/admin/clock", {"step": "day"}).status_code == 409
