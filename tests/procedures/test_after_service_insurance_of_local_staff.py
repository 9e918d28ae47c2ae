from datetime import timedelta
from typing import Any

import pytest

from engine import folders
from engine.commands.deploy_procedure import deploy_procedure
from engine.context import reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import SYSTEM, InstanceId
from engine.queries.audit import replay
from engine.store import instances, log
from engine.worker import run_due
from tests.procedures.conftest import Office

#: Raw answers of a page.
Answers = dict[str, Any]

CLAIM: Answers = {
    "claimAction": "SUBMIT",
    "currency": "KES",
    "channel": "ONLINE",
    "expenses": [{"expenseDate": "2025-02-01", "amount": "8000"}],
    "medicalDetails": [
        {"patient": "Rose Kariuki", "expenseType": "TREATMENT", "provider": "Dr Cardiologist"}
    ],
}
DECISION: Answers = {
    "companyAction": "DECIDE",
    "decisions": [{"line": "1", "claimed": "8000", "decision": "PAY", "approved": "8000"}],
    "medicalNote": "Angina",
}

APPLICATION: Answers = {
    "coverChoice": "ENROL",
    "applicationChannel": "ONLINE",
    "birthDate": "1964-03-02",
    "pension": "PERIODIC",
    "mipCovered": True,
    "periods": [{"since": "2010-01-01", "until": "2024-12-31"}],
    "residenceCountry": "KE",
    "residenceCurrency": "KES",
    "mailingAddress": "PO Box 12, Nairobi",
    "bankAccount": "KCB 0042",
}


@pytest.fixture
def bureau(office: Office) -> Office:
    files = folders.read_files(folders.find_root(), "ashi_mip")
    deploy_procedure(office.context, actor=SYSTEM, files=files)
    return office


@pytest.fixture
def decided(bureau: Office) -> InstanceId:
    case = bureau.start("ashi_mip", "peter", request="CLAIM")
    bureau.finish(case, "fill_mip_claim", "peter", "receipts", **CLAIM)
    bureau.finish(case, "adjudicate_claim", "hugo", **DECISION)
    return case


def test_medical_details_are_read_by_the_subscriber_and_the_company(
    bureau: Office, decided: InstanceId
) -> None:
    for reader in ("peter", "nina"):
        opened = bureau.read(decided, reader, fields=("medicalDetails",))
        assert "Dr Cardiologist" in str(opened.values["medicalDetails"])


@pytest.mark.parametrize("reader", ["joseph", "faith", "anders", "olivia", "amina"])
def test_medical_details_are_closed_to_hr_finance_support_and_everybody_else(
    bureau: Office, decided: InstanceId, reader: str
) -> None:
    for field in ("medicalDetails", "medicalNote"):
        with pytest.raises((NotAllowedError, NotFoundError)):
            bureau.read(decided, reader, fields=(field,))
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(decided, reader, attachment=bureau.files["receipts"])


def test_the_medical_note_stays_with_the_company(bureau: Office, decided: InstanceId) -> None:
    assert bureau.read(decided, "nina", fields=("medicalNote",)).values["medicalNote"] == "Angina"
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(decided, "peter", fields=("medicalNote",))


def test_nothing_in_the_history_of_a_payment_tells_the_treatment(
    bureau: Office, decided: InstanceId
) -> None:
    _pay(bureau, decided)
    with bureau.context.database.reading() as transaction:
        told = str([item.event for item in log.read(transaction, decided)])
    assert "Peter Kariuki" in told
    for word in ("Cardiologist", "TREATMENT", "Angina", "Rose Kariuki"):
        assert word not in told


def test_a_payment_without_news_closes_and_replays(bureau: Office, decided: InstanceId) -> None:
    _pay(bureau, decided)
    bureau.clock.move_to(bureau.clock.now() + timedelta(days=20))
    run_due(bureau.context)
    with reading(bureau.context) as work:
        ended = instances.get(work.transaction, decided)
    assert (ended.status, ended.end_event) == ("completed", "claim_paid")
    opened = bureau.read(decided, "peter", fields=("medicalDetails",))
    assert "Dr Cardiologist" in str(opened.values["medicalDetails"])
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(decided, "joseph", fields=("medicalDetails",))
    assert replay(bureau.context, instance=decided).reproduced


@pytest.fixture
def approved(bureau: Office) -> InstanceId:
    case = bureau.start("ashi_mip", "amina", request="APPLY", separationDate="2025-01-31")
    bureau.finish(case, "mip_apply", "amina", "applicationForm", **APPLICATION)
    rule = {"applicationDecision": "APPROVE", "ruleBasis": "Rule 7.2 (a) of 2024"}
    bureau.finish(case, "validate_application", "joseph", **rule)
    amount = {"amountByHand": "4200", "rateReference": "Circular 2024/12"}
    way = {"payMethod": "BANK", "payMonths": "1"}
    bureau.finish(case, "compute_contribution", "joseph", **amount, **way)
    return case


@pytest.mark.parametrize("reader", ["amina", "joseph", "faith"])
def test_bank_data_stay_readable_for_those_who_pay(
    bureau: Office, approved: InstanceId, reader: str
) -> None:
    opened = bureau.read(approved, reader, fields=("bankAccount",))
    assert opened.values["bankAccount"] == "KCB 0042"


@pytest.mark.parametrize("reader", ["daniel", "hugo", "anders"])
def test_bank_data_are_closed_to_supervisor_company_and_support(
    bureau: Office, approved: InstanceId, reader: str
) -> None:
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(approved, reader, fields=("bankAccount",))


def _pay(bureau: Office, case: InstanceId) -> None:
    file: Answers = {"fileName": "mip_payment_I1_1.csv", "fileCount": "1", "fileTotal": "8000"}
    bureau.finish(case, "send_instruction", "nina", **file)
    upload: Answers = {"uploadReference": "UP-1", "totalsChecked": True}
    bureau.finish(case, "upload_instruction", "anders", **upload)
    bureau.finish(case, "check_vendor", "faith", vendorAnswer="SET_UP", vendorNumber="V-1")
    voucher = {"payee": "Peter Kariuki", "amount": "8000", "number": "VO-1"}
    bureau.finish(case, "upload_voucher", "faith", vouchers=[voucher])
    bureau.finish(case, "pay_voucher", "kevin", paymentReference="PAY-1", paidOn="2025-02-10")
