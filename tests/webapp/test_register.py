"""The register of documents: who sees which office, what is void, what is missing, and the file."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from engine.advance.numbering import sequence_name
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.context import reading, writing
from engine.model.directory import Membership, Role
from engine.model.ids import SYSTEM, PersonId
from engine.queries.register import show_register
from engine.store import documents
from engine.store.sequences import next_number
from tests.webapp.conftest import make_directory
from tests.webapp.papers import read_errand_with_documents


@pytest.fixture
def finance(engine, sign_in):
    """Let the keeper of Amman answer for the numbers of the office."""
    directory = make_directory()
    role = Role(id="finance_staff", title="Finance staff", organisation_wide=False)
    member = Membership(person="keeper", role=role.id, unit="amman", valid_from=date(2020, 1, 1))
    changed = replace(
        directory,
        roles=(*directory.roles, role),
        memberships=(*directory.memberships, member),
    )
    import_directory(engine, actor=SYSTEM, directory=changed)
    return sign_in("keeper")


@pytest.fixture
def case(engine, start_case):
    deploy_procedure(engine, actor=SYSTEM, files=read_errand_with_documents())
    return start_case("staff")


@pytest.fixture
def kind(engine, case):
    return show_register(engine, viewer=PersonId("auditor")).types[0]


def test_an_auditor_finds_the_numbers_with_their_cases_and_documents(case, sign_in):
    page = sign_in("auditor").get("/register/").text
    assert "AMMAN0001" in page
    assert f'href="{case}"' in page
    assert f'href="{case}/documents/' in page
    assert "no gap" in page


def test_a_finance_officer_sees_the_numbers_of_the_office_and_not_what_is_in_the_cases(
    case, finance
):
    page = finance.get("/register/").text
    assert "AMMAN0001" in page
    assert "of a case that you may not see" in page
    assert case not in page
    assert "Pass" not in page.partition("<main")[2]


def test_most_people_see_no_register(sign_in, case):
    assert sign_in("staff").get("/register/").status_code == 403
    assert 'href="/register/"' not in sign_in("staff").get("/inbox").text


def test_an_office_whose_numbers_are_not_theirs_is_not_shown_to_a_finance_officer(
    engine, start_case, finance
):
    deploy_procedure(engine, actor=SYSTEM, files=read_errand_with_documents())
    start_case("stranger")
    assert "NAIROBI0001" not in finance.get("/register/?unit=nairobi").text
    assert "No numbered document was produced yet." in finance.get("/register/").text


def test_a_void_document_keeps_its_number_and_says_why(engine, case, sign_in):
    with writing(engine) as work:
        [kept] = [
            one
            for one in documents.list_of_case(work.transaction, case.rpartition("/")[2])
            if one.number
        ]
        documents.void(work.transaction, kept.id, at=work.now, reason="Wrong day")
    page = sign_in("auditor").get("/register/").text
    assert "AMMAN0001" in page
    assert ">void<" in page
    assert "Wrong day" in page


def test_a_number_without_a_document_is_told(engine, case, kind, start_case, sign_in):
    with writing(engine) as work:
        next_number(work.transaction, sequence_name("amman", kind))
    auditor = sign_in("auditor")
    assert "1 number was drawn and has no document yet." in auditor.get("/register/").text
    start_case("staff", _key="k2")
    page = auditor.get("/register/").text
    assert "1 number missing" in page
    assert "AMMAN0002" in page
    assert "has no document yet" not in page


def test_the_register_is_filtered_by_type_and_year(case, kind, sign_in):
    auditor = sign_in("auditor")
    assert "AMMAN0001" in auditor.get(f"/register/?unit=amman&type={kind}&year=2026").text
    assert "No document matches." in auditor.get("/register/?year=2025").text
    assert "No document matches." in auditor.get("/register/?type=NONE").text


def test_the_file_carries_what_the_page_shows(engine, case, kind, sign_in, finance):
    with reading(engine) as work:
        now = work.now.isoformat()
    answer = sign_in("auditor").get("/register/documents.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=register-amman.csv"
    [row] = csv.DictReader(StringIO(answer.text))
    assert (row["OFFICE"], row["TYPE"], row["NUMBER"]) == ("amman", kind, "AMMAN0001")
    assert (row["PRODUCED_AT"], row["TITLE"], row["VOID_SINCE"]) == (now, "Pass", "")
    [kept] = csv.DictReader(StringIO(finance.get("/register/documents.csv").text))
    assert (kept["NUMBER"], kept["CASE"], kept["TITLE"]) == ("AMMAN0001", "", "")
