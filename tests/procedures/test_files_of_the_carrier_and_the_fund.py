from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.context import Settings, reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.connectors import Outside
from engine.model.ids import InstanceId
from engine.queries.audit import replay
from engine.store import instances, user_tasks
from engine.worker import run_due
from tests.procedures.conftest import Office, claim_expense, open_office, put_into_force

#: Raw answers of a page.
Answers = dict[str, Any]

APPLICATION: Answers = {
    "action": "APPLY",
    "requestType": "NEW",
    "agency": "UNDP",
    "coverage": "STAFF_ONLY",
    "medicalPlan": "YES",
    "mailingAddress": "P.O. Box 1, Nairobi",
    "email": "amina@docket.example",
    "applicationSigned": True,
}
AFTER_SERVICE: Answers = {
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
            "periodPlan": "UN plan",
            "periodFrom": "2001-03-12",
            "periodTo": "2025-02-28",
            "contractType": "FTA",
        }
    ],
    "currentPlan": "UN_WWP",
    "currentPlanSince": "2001-03-12",
    "separatesAtHq": "NO",
    "pensionElection": "PERIODIC",
    "requestedPlan": "UN_WWP",
    "residence": "KE",
    "coverage": "PARTICIPANT_ONLY",
    "mailingAddress": "P.O. Box 1, Nairobi",
    "email": "brian@docket.example",
    "payAuthorised": True,
    "payFrequency": "QUARTERLY",
    "applicationSigned": True,
}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Office]:
    names = ("carrier.channel", "unjspf.channel", "mip.claimChannel")
    channels: dict[str, object] = dict.fromkeys(names, "INTERFACE")
    with open_office(Settings(outside=Outside(exchange=tmp_path))) as office:
        put_into_force(office, "dental_cigna", "ashi_un", "ashi_mip", parameters=channels)
        yield office


@pytest.fixture
def insured(bureau: Office) -> InstanceId:
    event: Answers = {"request": "COVER", "eventType": "EOD", "eventDate": "2025-02-08"}
    case = bureau.start("dental_cigna", "amina", **event)
    bureau.finish(case, "fill_application", "amina", "papers", **APPLICATION)
    checks: Answers = {"certifyChecks": ["FORM", "PAPERS", "ENTITLED"], "certification": "CERTIFY"}
    bureau.finish(case, "certify_application", "freja", **checks)
    checked = ["IDENTITY", "FAMILY", "ADDRESS"]
    verified: Answers = {"verifyChecks": checked, "dataRight": "YES", "changeNumber": "C-1"}
    bureau.finish(case, "verify_data", "mikkel", **verified)
    rate: Answers = {"premiumByHand": "60.00", "percentByHand": "0.50", "circular": "Circular 1"}
    bureau.finish(
        case, "validate_record", "olivia", coverDecision="ACCEPT", baseAmount="4250.00", **rate
    )
    _come(bureau, 2025, 2, 15)
    return case


@pytest.fixture
def claimed(bureau: Office) -> InstanceId:
    case = claim_expense(bureau)
    bureau.finish(case, "receive_claim", "claire", receivedOn="2025-02-10")
    return case


def test_the_carrier_finds_the_data_of_the_insured_and_its_result_goes_on(
    bureau: Office, insured: InstanceId, tmp_path: Path
) -> None:
    sent = (tmp_path / "out/carrier/eligibility-HQ0001.csv").read_bytes().decode()
    assert sent.split("\r\n")[1:] == [
        "LINE,ACTION,CASE,SUBSCRIBER,NAME,RELATION,BIRTH_DATE,PLAN,FROM,COUNTRY,AGENCY,ADDRESS,CARD_DUE",
        '1,COVER,DEN-2025-00001,amina,Amina Wanjiru,SUBSCRIBER,,CIGNA_DENTAL,2025-02-01,,UNDP,"P.O. Box 1, Nairobi",2025-02-28',
        "#,RECORDS,1",
        "",
    ]
    assert _open(bureau, insured) == []
    _leave(tmp_path, "carrier/loaded-HQ0001.csv", "line,status,message\n1,LOADED,\n")
    _come(bureau, 2025, 2, 17)
    assert _open(bureau, insured) == ["issue_card"]
    assert not list((tmp_path / "in/carrier").iterdir())
    assert replay(bureau.context, instance=insured).reproduced


def test_a_line_that_the_carrier_rejects_is_corrected_and_sent_again(
    bureau: Office, insured: InstanceId, tmp_path: Path
) -> None:
    answer = "line,status,message\n1,REJECTED,Name differs from the passport\n"
    _leave(tmp_path, "carrier/loaded-HQ0001.csv", answer)
    _come(bureau, 2025, 2, 17)
    row = {"line": "1", "name": "Amina Wanjiru Otieno", "relation": "SUBSCRIBER"}
    told: Answers = {
        "carrierResolution": "CORRECTED",
        "corrections": [row],
        "carrierNote": "As in it.",
    }
    bureau.finish(insured, "carrier_resolve", "olivia", **told)
    again = (tmp_path / "out/carrier/eligibility-HQ0002.csv").read_text()
    assert "1,COVER,DEN-2025-00001,amina,Amina Wanjiru Otieno,SUBSCRIBER" in again


def test_a_decision_of_the_carrier_is_read_from_its_file(
    bureau: Office, claimed: InstanceId, tmp_path: Path
) -> None:
    sent = (tmp_path / "out/carrier/claim-HQ0001.csv").read_text()
    assert "HQ0001,DEN-2025-00001,CIGNA_DENTAL,amina,2025-02-10,2025-01-15,USD,120.00" in sent
    for word in ("Dr Ouma", "TREATMENT"):
        assert word not in sent
    _decide(tmp_path, "HQ0001,120.00,PART,USD,80.00,The plan pays two thirds.,")
    _come(bureau, 2025, 2, 11)
    assert _open(bureau, claimed) == ["pay_claim"]
    bureau.finish(claimed, "pay_claim", "victor", paymentReference="P-1", paidOn="2025-02-11")
    bureau.finish(claimed, "request_review", "amina", reviewAction="ACCEPT")
    with reading(bureau.context) as work:
        ended = instances.get(work.transaction, claimed)
    assert (ended.status, ended.end_event) == ("completed", "denied")
    assert replay(bureau.context, instance=claimed).reproduced


def test_a_decision_that_does_not_fit_the_claim_is_left_to_a_clerk(
    bureau: Office, claimed: InstanceId, tmp_path: Path
) -> None:
    _decide(tmp_path, "HQ0001,120.00,PAY,USD,1200.00,,")
    _come(bureau, 2025, 2, 11)
    assert _open(bureau, claimed) == ["adjudicate_claim"]


def test_a_decision_that_does_not_come_is_asked_for_and_left_to_a_clerk(
    bureau: Office, claimed: InstanceId
) -> None:
    _come(bureau, 2025, 2, 26)
    assert _open(bureau, claimed) == ["adjudicate_claim"]


def test_what_was_handed_in_stays_readable_after_the_claim_has_ended(
    bureau: Office, claimed: InstanceId, tmp_path: Path
) -> None:
    _decide(tmp_path, "HQ0001,120.00,PAY,USD,120.00,,")
    _come(bureau, 2025, 2, 11)
    bureau.finish(claimed, "pay_claim", "victor", paymentReference="P-1", paidOn="2025-02-11")
    for reader in ("amina", "claire", "victor"):
        values = bureau.read(claimed, reader, fields=("provider",)).values
        assert values["provider"] == "Dr Ouma"
        assert bureau.read(claimed, reader, attachment=bureau.files["receipts"]).data
    for reader in ("joseph", "freja"):
        with pytest.raises((NotAllowedError, NotFoundError)):
            bureau.read(claimed, reader, fields=("provider",))


def test_the_papers_of_an_application_stay_readable_after_it_was_certified(
    bureau: Office, insured: InstanceId
) -> None:
    for reader in ("amina", "freja", "olivia"):
        assert bureau.read(insured, reader, attachment=bureau.files["papers"]).data
    for reader in ("joseph", "claire"):
        with pytest.raises((NotAllowedError, NotFoundError)):
            bureau.read(insured, reader, attachment=bureau.files["papers"])


def test_the_pension_fund_acknowledges_the_instruction_with_a_file(
    bureau: Office, tmp_path: Path
) -> None:
    case = bureau.start("ashi_un", "brian", request="APPLY", separationDate="2025-02-28")
    bureau.finish(case, "ashi_fill_application", "brian", "applicationPapers", **AFTER_SERVICE)
    bureau.finish(case, "ashi_forward", "joseph", forwardChecks=["FORM", "PAPERS", "AUTHORISATION"])
    checks = ["FORM", "IDENTITY", "FAMILY", "AUTHORISATION", "ADDRESS"]
    complete: Answers = {"verifyChecks": checks, "verification": "COMPLETE", "changeNumber": "C-2"}
    bureau.finish(case, "ashi_verify", "freja", **complete)
    amount = {"monthlyByHand": "182.50", "circular": "Circular 1", "pensionMonthly": "3000.00"}
    bureau.finish(
        case,
        "ashi_validate",
        "olivia",
        recordRight="YES",
        coverage="PARTICIPANT_ONLY",
        appendixDMonthly="0",
        **amount,
    )
    _leave(tmp_path, "carrier/loaded-HQ0001.csv", "line,status,message\n1,LOADED,\n")
    _come(bureau, 2025, 2, 11)
    sent = (tmp_path / "out/unjspf/deduction-HQ0001.csv").read_text()
    assert "brian,Brian Otieno,ASHI_UN,UN_WWP:PARTICIPANT_ONLY,2025-03-01,USD,182.50" in sent
    headings = "INSTRUCTION,PARTICIPANT,ANSWER,FROM,REFERENCE,REASON\n"
    row = "HQ0001,brian,ACCEPTED,2025-03-01,F-9,\n"
    _leave(tmp_path, "unjspf/acknowledgement-HQ0001.csv", headings + row)
    _come(bureau, 2025, 2, 13)
    with reading(bureau.context) as work:
        ended = instances.get(work.transaction, case)
    assert (ended.status, ended.end_event) == ("completed", "ashi_insured")
    assert replay(bureau.context, instance=case).reproduced


def test_a_company_decides_on_the_lines_of_a_claim_with_a_file(
    bureau: Office, tmp_path: Path
) -> None:
    case = bureau.start("ashi_mip", "peter", request="CLAIM")
    details = {"patient": "Peter Kariuki", "expenseType": "TREATMENT", "provider": "Dr Ouma"}
    claim: Answers = {
        "claimAction": "SUBMIT",
        "currency": "KES",
        "channel": "ONLINE",
        "expenses": [{"expenseDate": "2025-02-01", "amount": "8000"}],
        "medicalDetails": [details],
    }
    bureau.finish(case, "fill_mip_claim", "peter", "receipts", **claim)
    sent = (tmp_path / "out/tpa/mip_claim_KEN0001.csv").read_text()
    assert "KEN0001,peter,2025-02-10,1,2025-02-01,8000.00,KES,ON_TIME" in sent
    assert "Dr Ouma" not in sent
    headings = "claim,action,line,claimed,decision,approved,reason\n"
    row = "KEN0001,DECIDE,1,8000.00,PART,5000.00,CEILING\n"
    _leave(tmp_path, "tpa/mip_decision_KEN0001.csv", headings + row)
    _come(bureau, 2025, 2, 11)
    assert _open(bureau, case) == ["send_instruction"]
    assert replay(bureau.context, instance=case).reproduced


def _leave(exchange: Path, name: str, text: str) -> None:
    path = exchange / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _decide(exchange: Path, row: str) -> None:
    headings = "CLAIM,CLAIMED,DECISION,CURRENCY,AMOUNT,REASON,SUBSCRIBER_DEAD\n"
    _leave(exchange, "carrier/decision-HQ0001.csv", headings + row + "\n")


def _come(bureau: Office, year: int, month: int, day: int) -> None:
    bureau.clock.move_to(datetime(year, month, day, 8, tzinfo=UTC))
    while run_due(bureau.context):
        pass


def _open(bureau: Office, case: InstanceId) -> list[str]:
    with reading(bureau.context) as work:
        return [task.element for task in user_tasks.list_open(work.transaction, case)]
