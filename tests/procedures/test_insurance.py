import doctest
from datetime import timedelta

import pytest

from engine import feel, folders
from engine.commands.deploy_procedure import deploy_procedure
from engine.context import reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import SYSTEM, InstanceId
from engine.queries.audit import replay
from engine.store import instances
from engine.worker import run_due
from tests.procedures.conftest import Office, claim_expense

APPLICATION = {
    "action": "APPLY",
    "requestType": "NEW",
    "agency": "UNDP",
    "coverage": "FAMILY",
    "medicalPlan": "YES",
    "family": [{"personName": "Peter", "relation": "SPOUSE", "birthDate": "1990-04-04"}],
    "spouseIsStaff": "YES",
    "ownNetSalary": "5200.00",
    "spouseNetSalary": "5100.00",
    "ownEntry": "2015-01-05",
    "spouseEntry": "2012-09-03",
    "mailingAddress": "P.O. Box 1, Nairobi",
    "email": "amina@docket.example",
    "applicationSigned": True,
}


@pytest.fixture
def bureau(office: Office) -> Office:
    files = folders.read_files(folders.find_root(), "dental_cigna")
    deploy_procedure(office.context, actor=SYSTEM, files=files)
    return office


@pytest.fixture
def applied(bureau: Office) -> InstanceId:
    event = {"request": "COVER", "eventType": "MARRIAGE", "eventDate": "2025-02-08"}
    case = bureau.start("dental_cigna", "amina", **event)
    bureau.finish(case, "fill_application", "amina", "papers", **APPLICATION)
    return case


@pytest.fixture
def claimed(bureau: Office) -> InstanceId:
    return claim_expense(bureau)


@pytest.mark.parametrize("reader", ["amina", "freja"])
def test_salaries_of_a_couple_are_read_by_those_who_need_them(
    bureau: Office, applied: InstanceId, reader: str
) -> None:
    opened = bureau.read(applied, reader, fields=("spouseNetSalary",))
    assert str(opened.values["spouseNetSalary"]) == "5100.00"


@pytest.mark.parametrize("reader", ["daniel", "joseph", "claire"])
def test_salaries_of_a_couple_are_closed_to_supervisor_hr_and_carrier(
    bureau: Office, applied: InstanceId, reader: str
) -> None:
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(applied, reader, fields=("spouseNetSalary",))


@pytest.mark.parametrize("reader", ["daniel", "joseph", "freja"])
def test_medical_bills_are_closed_to_everybody_but_patient_carrier_and_insurance_unit(
    bureau: Office, claimed: InstanceId, reader: str
) -> None:
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(claimed, reader, attachment=bureau.files["receipts"])
    assert bureau.read(claimed, "claire", attachment=bureau.files["receipts"]).data


def test_a_claim_that_waited_for_its_review_replays(bureau: Office, claimed: InstanceId) -> None:
    bureau.finish(claimed, "receive_claim", "claire", receivedOn="2025-02-10")
    bureau.finish(
        claimed, "adjudicate_claim", "claire", claimDecision="DENY", denialReason="Not covered."
    )
    bureau.clock.move_to(bureau.clock.now() + timedelta(days=61))
    run_due(bureau.context)
    with reading(bureau.context) as work:
        ended = instances.get(work.transaction, claimed)
    assert (ended.status, ended.end_event) == ("completed", "denied")
    assert replay(bureau.context, instance=claimed).reproduced


def test_the_examples_in_the_arithmetic_hold() -> None:
    source = (folders.find_root() / "shared" / "insurance.py").read_text()
    offered = feel.Functions()
    offered.add_module(source)
    assert "next campaign" in offered.own
    names: dict[str, object] = {"__name__": "insurance"}
    exec(compile(source, "insurance.py", "exec"), names)
    runner = doctest.DocTestRunner()
    for name, value in names.items():
        for found in doctest.DocTestFinder(recurse=False).find(value, name, globs=names):
            runner.run(found)
    assert runner.summarize() == doctest.TestResults(failed=0, attempted=runner.tries)
    assert runner.tries > 10
