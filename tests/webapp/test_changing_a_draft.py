import io
import re

import pytest


@pytest.fixture
def owner(sign_in):
    return sign_in("owner")


@pytest.fixture
def draft(owner):
    return owner.post_form("/procedures/errand/drafts").location


def save(client, draft, name, answers, **options):
    page = f"{draft}/parameters/{name}"
    revision = re.search(r'name="revision" value="(\d+)"', client.get(page).text)[1]
    return client.post_form(page, {"revision": revision, **answers}, **options)


def test_the_parameters_of_a_draft_are_listed_with_their_source(owner, draft):
    page = owner.get(f"{draft}/parameters").text
    assert "Time to decide" in page
    assert "House rules, part 1" in page
    assert "a table that is not loaded yet" in page
    assert "shared with other procedures" not in page


def test_a_new_value_from_a_day_is_kept_beside_the_old_one(owner, draft):
    answers = {"from-0": "2020-01-01", "value-0": "P2D", "from-1": "2026-07-01", "value-1": "P1D"}
    saved = save(owner, draft, "errand.decide", answers)
    assert saved.status_code == 303
    page = owner.get(f"{draft}/parameters").text
    assert "P2D" in page
    assert "P1D" in page
    review = owner.get(f"{draft}/review").text
    assert "procedure.toml" in review
    assert "P1D" in review


def test_what_is_wrong_is_said_beside_what_was_typed_and_nothing_is_saved(owner, draft):
    answers = {"from-0": "2020-01-01", "value-0": "P9D", "from-1": "soon", "value-1": "P1D"}
    answer = save(owner, draft, "errand.decide", answers)
    assert answer.status_code == 422
    assert "none of its choices" in answer.text
    assert "“soon” is not a date" in answer.text
    assert 'value="soon"' in answer.text
    assert "P1D" not in owner.get(f"{draft}/parameters").text


def test_a_value_without_a_day_is_taken_out_but_one_must_stay(owner, draft):
    answer = save(owner, draft, "errand.decide", {"from-0": "", "value-0": "P2D"})
    assert answer.status_code == 422
    assert "one value at least" in answer.text


def test_two_values_from_one_day_are_refused(owner, draft):
    answers = {"from-0": "2020-01-01", "value-0": "P2D", "from-1": "2020-01-01", "value-1": "P1D"}
    assert "Two values hold from 2020-01-01" in save(owner, draft, "errand.decide", answers).text


def test_a_table_is_loaded_from_a_file(owner, draft):
    table = io.BytesIO(b"city;amount\r\nAmman;120.50\r\nNairobi;99\r\n")
    answers = {"from-0": "2020-01-01", "value-0": "", "file-0": (table, "rates.csv")}
    assert save(owner, draft, "errand.rates", answers).status_code == 303
    assert "a table of 2 rows" in owner.get(f"{draft}/parameters").text
    assert "Amman,120.50" in owner.get(f"{draft}/parameters/errand.rates").text


def test_a_change_of_an_older_revision_is_a_conflict(owner, draft):
    answers = {"from-0": "2020-01-01", "value-0": "P1D"}
    save(owner, draft, "errand.decide", answers)
    late = owner.post_form(f"{draft}/parameters/errand.decide", {"revision": "1", **answers})
    assert late.status_code == 409


def test_a_parameter_that_is_not_there_is_not_found(owner, draft):
    assert owner.get(f"{draft}/parameters/nothing").status_code == 404


def test_past_cases_are_played_on_the_draft(owner, draft, start_case):
    start_case()
    answers = {"from-0": "2020-01-01", "value-0": "P1D"}
    save(owner, draft, "errand.decide", answers)
    page = owner.get(f"{draft}/past-cases").text
    assert "same end, another way: 1" in page
    assert "Decide on the errand" in page
    assert "ends otherwise: 0" in page
    assert f"{draft}/past-cases" in owner.get(f"{draft}/review").text


def test_without_past_cases_the_page_says_so(owner, draft):
    assert "No case of this procedure began" in owner.get(f"{draft}/past-cases").text


def put(client, draft, path, content):
    page = client.get(f"{draft}?file={path}").text
    revision = re.search(r'data-revision="(\d+)"', page)[1]
    headers = {
        "Accept": "application/json",
        "If-Match": f'"{revision}"',
        "Sec-Fetch-Site": "same-origin",
        "X-CSRFToken": client.find_token(),
    }
    return client.put(f"{draft}/content?file={path}", data=content, headers=headers)


def test_the_files_of_a_draft_are_listed_by_kind_and_open_in_their_editor(owner, draft):
    page = owner.get(f"{draft}/files").text
    assert "forms/decide.form" in page
    assert "policy.md" in page
    assert 'data-kind="form"' in owner.get(f"{draft}?file=forms/decide.form").text
    assert 'data-kind="text"' in owner.get(f"{draft}?file=policy.md").text
    assert 'id="modeler"' in owner.get(f"{draft}?file=errand.bpmn").text


@pytest.mark.parametrize("path", ["letters/told.md", "forms/decide.form"])
def test_a_text_or_a_form_is_saved_in_the_draft(owner, draft, path):
    content = owner.get(f"{draft}/content?file={path}").text
    assert put(owner, draft, path, content.replace("e", "é", 1)).status_code == 200
    assert owner.get(f"{draft}/content?file={path}").text == content.replace("e", "é", 1)
    assert path in owner.get(f"{draft}/review").text


@pytest.mark.parametrize(
    "path", ["calculations.py", "shared/parameters.toml", "../x.md", "no.form"]
)
def test_programs_shared_parts_and_what_is_not_there_are_not_changed(owner, draft, path):
    assert owner.get(f"{draft}/content?file={path}").status_code == 404
    headers = {
        "If-Match": '"1"',
        "Sec-Fetch-Site": "same-origin",
        "X-CSRFToken": owner.find_token(),
    }
    answer = owner.put(f"{draft}/content?file={path}", data=b"x", headers=headers)
    assert answer.status_code == 404


def test_a_form_is_added_and_opened(owner, draft):
    answer = owner.post_form(f"{draft}/files", {"path": "forms/second_look.form"})
    assert answer.location.endswith("?file=forms/second_look.form")
    assert '"id": "second_look"' in owner.get(f"{draft}/content?file=forms/second_look.form").text


@pytest.mark.parametrize("path", ["forms/../x.form", "calculations.py", "forms/Big.form", ""])
def test_a_file_with_another_name_is_not_added(owner, draft, path):
    answer = owner.post_form(f"{draft}/files", {"path": path})
    assert answer.status_code == 404
    assert "cannot be added" in answer.text
