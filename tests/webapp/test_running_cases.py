import re

import pytest

from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.start_instance import start_instance
from engine.context import reading
from engine.model.ids import SYSTEM, PersonId
from engine.store import instances
from tests.webapp.conftest import read_procedure_files
from webapp.modeler import running_cases

PAGE = "/procedures/errand/running-cases"


@pytest.fixture
def admin(sign_in):
    return sign_in("admin")


@pytest.fixture
def begin(engine):
    """Begin cases that wait for the approver."""

    def begin(number):
        return [
            start_instance(
                engine,
                actor=PersonId("staff"),
                process_id="errand",
                submission={"reason": "Dentist", "days": 3},
            ).instance
            for _ in range(number)
        ]

    return begin


@pytest.fixture
def publish(engine):
    """Put a changed diagram into force."""

    def publish(*changes):
        files = read_procedure_files()
        xml = files["errand.bpmn"].decode()
        for before, after in changes:
            assert before in xml
            xml = xml.replace(before, after)
        return deploy_procedure(
            engine, actor=SYSTEM, files=files | {"errand.bpmn": xml.encode()}
        ).version

    return publish


@pytest.fixture
def version_of(engine):
    def version_of(case):
        with reading(engine) as work:
            row = instances.get(work.transaction, case)
            return row.definition_id

    return version_of


RENAMED = ('"decide"', '"judge"'), (">decide<", ">judge<")
KEPT_FORM = ('formId="judge"', 'formId="decide"')


def test_a_version_whose_steps_differ_is_told_with_the_cases_that_can_move(admin, begin, publish):
    begin(2)
    publish(("Tell the person", "Tell them"))
    page = admin.get(PAGE).text
    assert "version 1 (2 cases)" in page
    assert "1 step changed" in page
    assert "Tell the person" in page
    assert "2 of 2 cases can move." in page
    assert "Move to version 2" in page


def test_a_case_at_a_step_that_is_gone_stays_until_the_step_is_mapped(
    admin, begin, publish, version_of
):
    [case] = begin(1)
    before = version_of(case)
    publish(*RENAMED, KEPT_FORM)
    page = admin.get(PAGE).text
    assert "Decide on the errand is where the case is" in page
    assert "Perhaps “Decide on the errand”." in page
    assert "0 of 1 cases can move." in page
    assert "Move to version 2" not in page
    mapped = f"{PAGE}?from=1&to=2&map.decide=judge"
    assert "1 of 1 cases can move." in admin.get(mapped).text
    answer = admin.post_form(mapped, {"confirmed": "yes"})
    assert answer.status_code == 303
    assert "1 case was moved to version 2." in admin.get(answer.location).text
    assert version_of(case) != before


def test_the_cases_that_cannot_move_stay_and_are_linked(admin, begin, publish, approver, engine):
    begin(1)
    publish(("Tell the person", "Tell them"))
    [late] = begin(1)
    publish(*RENAMED, KEPT_FORM)
    page = admin.get(f"{PAGE}?from=2").text
    assert f'href="/cases/{late}"' in page
    assert "1 case stays on version 2" in page
    assert "version 1 (1 case)" in page


def test_many_cases_are_moved_in_steps_that_tell_how_far_it_is(
    admin, begin, publish, version_of, monkeypatch
):
    monkeypatch.setattr(running_cases, "MOVED_AT_ONCE", 2)
    cases = begin(3)
    publish(("Tell the person", "Tell them"))
    address = f"{PAGE}?from=1&to=2"
    first = admin.post_form(address, {"confirmed": "yes"})
    assert first.status_code == 200
    assert "2 of 3 cases are done; 2 have moved to version 2." in first.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', first.text))
    second = admin.post_form(address, hidden)
    assert second.status_code == 303
    assert "3 cases were moved to version 2." in admin.get(second.location).text
    assert len({version_of(case) for case in cases}) == 1


def test_a_script_that_moves_cases_is_told_where_to_go_at_the_end(admin, begin, publish):
    begin(1)
    publish(("Tell the person", "Tell them"))
    answer = admin.post_form(
        f"{PAGE}?from=1&to=2",
        {"confirmed": "yes"},
        headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(PAGE)


def test_sending_the_form_again_moves_no_cases_of_another_version(
    admin, begin, publish, version_of
):
    [old] = begin(1)
    publish(("Tell the person", "Tell them"))
    begin(1)
    publish(("Tell the person", "Tell everybody"))
    before = version_of(old)
    address = f"{PAGE}?from=2&to=3"
    admin.post_form(address, {"confirmed": "yes"})
    admin.post_form(address, {"confirmed": "yes"})
    assert version_of(old) == before


def test_nothing_moves_before_it_is_confirmed(admin, begin, publish, version_of):
    [case] = begin(1)
    before = version_of(case)
    publish(("Tell the person", "Tell them"))
    answer = admin.post_form(f"{PAGE}?from=1&to=2")
    assert answer.status_code == 422
    assert "Confirm that you have read" in answer.text
    assert version_of(case) == before


def test_cases_are_tried_page_by_page_and_counted_on(admin, begin, publish, monkeypatch):
    monkeypatch.setattr(running_cases, "TRIED_AT_ONCE", 2)
    begin(3)
    publish(("Tell the person", "Tell them"))
    page = admin.get(PAGE).text
    assert "2 of 3 cases are tried, 2 can move." in page
    more = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "3 of 3 cases can move." in admin.get(more).text


def test_a_value_that_the_new_version_needs_can_be_given(admin, begin, publish):
    begin(1)
    output = '<zeebe:ioMapping><zeebe:output source="=1" target="urgency"/></zeebe:ioMapping>'
    publish(
        ("<zeebe:userTask/>", f"<zeebe:userTask/>{output}"),
        ('=decision = "yes"', '=decision = "yes" and urgency &gt; 1'),
    )
    assert "urgency, which the case does not have" in admin.get(PAGE).text
    given = admin.get(f"{PAGE}?from=1&to=2&set.urgency=2").text
    assert "which the case does not have" not in given
    assert "1 of 1 cases can move." in given


def test_a_process_owner_looks_and_moves_nothing(sign_in, begin, publish, version_of):
    [case] = begin(1)
    before = version_of(case)
    publish(("Tell the person", "Tell them"))
    owner = sign_in("owner")
    page = owner.get(PAGE).text
    assert "1 of 1 cases can move." in page
    assert "An administrator moves them." in page
    assert "/cases/" not in page.partition("<main")[2]
    assert owner.post_form(f"{PAGE}?from=1&to=2", {"confirmed": "yes"}).status_code == 403
    assert version_of(case) == before


def test_the_list_of_procedures_leads_to_cases_on_earlier_versions(admin, begin, publish):
    begin(1)
    assert PAGE not in admin.get("/procedures/").text
    publish(("Tell the person", "Tell them"))
    assert PAGE in admin.get("/procedures/").text


def test_without_cases_elsewhere_the_page_says_so(admin, begin):
    begin(1)
    assert "No case is under way on another version than version 1." in admin.get(PAGE).text


def test_a_procedure_that_is_not_in_force_has_no_such_page(admin):
    assert admin.get("/procedures/nowhere/running-cases").status_code == 404
