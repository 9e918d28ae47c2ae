import doctest
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine import folders
from engine.commands.deploy_procedure import deploy_procedure
from engine.context import reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import SYSTEM, InstanceId
from engine.queries.audit import replay
from engine.store import instances
from engine.worker import run_due
from tests.procedures.conftest import Office

APPLICATION = {
    "action": "APPLY",
    "applicantType": "RETIRING_STAFF",
    "indexNo": "123456",
    "agency": "UNDP",
    "staffBirthDate": "1963-02-01",
    "entryOnDuty": "2001-03-12",
    "appointmentType": "PERM",
    "insuredNow": "YES",
    "insuredPeriods": [
        {
            "periodPlan": "UN WWP",
            "periodFrom": "2001-03-12",
            "periodTo": "2025-02-28",
            "contractType": "PERM",
        }
    ],
    "currentPlan": "UN_WWP",
    "currentPlanSince": "2001-03-12",
    "separatesAtHq": "NO",
    "pensionElection": "DEFERRED",
    "requestedPlan": "UN_WWP",
    "residence": "KE",
    "coverage": "PARTICIPANT_ONLY",
    "mailingAddress": "P.O. Box 1, Nairobi",
    "email": "brian@docket.example",
    "payFrequency": "QUARTERLY",
    "applicationSigned": True,
}
VALIDATED = {
    "recordRight": "YES",
    "coverage": "PARTICIPANT_ONLY",
    "monthlyByHand": "182.50",
    "circular": "The circular in force",
    "pensionMonthly": "0",
    "appendixDMonthly": "0",
}
VERIFIED = ["FORM", "IDENTITY", "FAMILY", "AUTHORISATION", "ADDRESS"]
DUE, SUSPENDED, LAST = date(2025, 4, 1), date(2025, 4, 2), date(2025, 7, 2)
QUARTER = Decimal("547.50")


@pytest.fixture
def bureau(office: Office) -> Office:
    files = folders.read_files(folders.find_root(), "ashi_un")
    deploy_procedure(office.context, actor=SYSTEM, files=files)
    return office


@pytest.fixture
def insured(bureau: Office) -> InstanceId:
    case = bureau.start("ashi_un", "brian", request="APPLY", separationDate="2025-02-28")
    bureau.finish(case, "ashi_fill_application", "brian", "applicationPapers", **APPLICATION)
    checks = ["FORM", "PAPERS", "AUTHORISATION"]
    bureau.finish(case, "ashi_forward", "joseph", forwardChecks=checks)
    bureau.finish(
        case,
        "ashi_verify",
        "freja",
        verifyChecks=VERIFIED,
        verification="COMPLETE",
        changeNumber="C-1",
    )
    bureau.finish(case, "ashi_validate", "olivia", **VALIDATED)
    return case


def run(file: str) -> dict[str, object]:
    source = (folders.find_root() / file).read_text()
    names: dict[str, object] = {"__name__": file}
    exec(compile(source, file, "exec"), names)
    return names


@pytest.fixture(scope="module")
def settle() -> Callable[..., dict[str, object]]:
    settlement = run("shared/premiums.py")["premium_settlement"]
    assert callable(settlement)
    following = [{"due": date(2025, 7, 1), "amount": QUARTER}]

    def work_out(*payments: tuple[Decimal, date]) -> dict[str, object]:
        paid = [{"amount": amount, "on": day} for amount, day in payments]
        found = settlement(QUARTER, DUE, following, LAST, paid)
        assert isinstance(found, dict)
        return found

    return work_out


@pytest.mark.parametrize("reader", ["brian", "joseph", "freja", "olivia"])
def test_the_papers_of_an_application_are_read_by_those_who_need_them(
    bureau: Office, insured: InstanceId, reader: str
) -> None:
    opened = bureau.read(insured, reader, attachment=bureau.files["applicationPapers"])
    assert opened.data == b"%PDF applicationPapers"


@pytest.mark.parametrize("reader", ["daniel", "grace", "claire"])
def test_the_papers_of_an_application_are_closed_to_supervisor_leave_monitor_and_carrier(
    bureau: Office, insured: InstanceId, reader: str
) -> None:
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(insured, reader, attachment=bureau.files["applicationPapers"])


def test_a_case_that_was_suspended_and_ended_replays(bureau: Office, insured: InstanceId) -> None:
    for _ in range(5):
        bureau.clock.move_to(bureau.clock.now() + timedelta(days=31))
        run_due(bureau.context)
    bureau.finish(
        insured,
        "prem_confirm_termination",
        "rafael",
        terminationAnswer="NO",
        terminationNote="Bank statement.",
    )
    with reading(bureau.context) as work:
        ended = instances.get(work.transaction, insured)
    assert (ended.status, ended.end_event) == ("completed", "ashi_terminated")
    assert replay(bureau.context, instance=insured).reproduced


def test_whoever_pays_what_is_owed_by_the_last_day_is_reinstated(
    settle: Callable[..., dict[str, object]],
) -> None:
    for number in range((LAST - SUSPENDED).days + 1):
        day = SUSPENDED + timedelta(days=number)
        owed = QUARTER * (2 if day >= date(2025, 7, 1) else 1)
        assert settle((owed, day))["result"] == "REINSTATED"
        assert settle((owed - Decimal("0.01"), day))["balance"] == Decimal("0.01")


def test_a_payment_after_the_last_day_reinstates_nobody(
    settle: Callable[..., dict[str, object]],
) -> None:
    assert settle((QUARTER * 4, LAST + timedelta(days=1)))["result"] == "SHORT"


def test_what_falls_due_before_the_last_part_is_paid_is_owed_too(
    settle: Callable[..., dict[str, object]],
) -> None:
    parts = ((Decimal("300.00"), date(2025, 6, 20)), (Decimal("247.50"), date(2025, 7, 1)))
    found = settle(*parts)
    assert (found["result"], found["balance"]) == ("SHORT", QUARTER)
    early = settle(parts[0], (parts[1][0], date(2025, 6, 30)))
    assert (early["result"], early["instalments"]) == ("REINSTATED", Decimal(0))


def test_what_is_paid_beyond_is_kept_for_the_next_invoice(
    settle: Callable[..., dict[str, object]],
) -> None:
    assert settle((Decimal("600.00"), date(2025, 5, 2)))["credit"] == Decimal("52.50")


@pytest.mark.parametrize("file", ["shared/premiums.py", "ashi_un/calculations.py"])
def test_the_examples_in_the_arithmetic_hold(file: str) -> None:
    names = run(file)
    runner = doctest.DocTestRunner()
    for name, value in names.items():
        for found in doctest.DocTestFinder(recurse=False).find(value, name, globs=names):
            runner.run(found)
    assert runner.summarize() == doctest.TestResults(failed=0, attempted=runner.tries)
    assert runner.tries > 10
