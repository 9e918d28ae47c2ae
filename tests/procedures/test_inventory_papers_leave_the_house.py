import csv
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from engine import feel
from engine.commands.publish_message import publish_message
from engine.context import Settings
from engine.model.connectors import Mail
from engine.model.ids import SYSTEM, InstanceId
from engine.scenarios import goods
from tests.connectors.conftest import MailServer, mail_server
from tests.procedures.conftest import Office
from tests.procedures.exchanging import (
    OpenOffice,
    assert_reproduced,
    exchange,
    leave,
    open_elements,
    open_office,
    pass_time,
    read_variables,
    utc,
)

__all__ = ["exchange", "mail_server", "open_office"]

ACCOUNTS = [
    {"use": "INVENTORY", "account": "14602"},
    {"use": "IN_TRANSIT", "account": "14699"},
    {"use": "EXPENSE", "account": "72300"},
]
INTERFACES = {
    "inv.accounts": ACCOUNTS,
    "inv.sharepointChannel": "INTERFACE",
    "inv.quantumChannel": "INTERFACE",
}
SITE = "https://closure.example/q2/jam"


def _certify(office: Office) -> InstanceId:
    """Count and certify 2,000 nets in Jamaica; return the case that reports them."""
    net = {
        "item": "NET", "location": "Kingston store", "quantity": Decimal(2000), "unit cost": Decimal("2.50"),
        "description": "Mosquito net", "measure": "piece", "purpose": "FOR_DISTRIBUTION",
        "project": "00087654",
    }  # fmt: skip
    posting = {"document": "JAM0001", "day": date(2025, 3, 15), "lines": [net]}
    variables = feel.admit(goods.make_variables("andre", posting))
    assert isinstance(variables, dict)
    publish_message(office.context, actor=SYSTEM, name=goods.NAME, variables=variables)
    count = office.start("inventory_count", "marcia", countDay="2025-06-30", countReason="PERIODIC")
    office.finish(
        count, "appoint_focal_point", "marcia", focalPoint="keisha", handsApart=True,
        countTeams=[{"location": "Kingston store", "keeper": "andre", "counter": "leroy"}],
    )  # fmt: skip
    good = {"good": 2000, "expired": 0, "damaged": 0, "obsolete": 0}
    office.finish(
        count, "count_location", "leroy",
        countedOn="2025-06-30", countLines=[good], foundLines=[],
    )  # fmt: skip
    pass_time(office, timedelta(days=3))
    office.finish(count, "val_review_in_transit", "keisha", transitOrders=[], ordersComplete=True)
    price = {"marketPrice": 2.6, "priceSource": "Quotation"}
    office.finish(count, "val_enter_prices", "winston", priceLines=[price])
    office.finish(
        count, "certify_count", "marcia", certifyDecision="CERTIFY", certifyStatement=True
    )
    return office.newest("inventory_reporting")


def _report(office: Office) -> InstanceId:
    case = _certify(office)
    office.finish(case, "compile_report", "keisha", reportOutcome="AGREES")
    office.finish(case, "release_return", "cedric", released=True)
    return case


def _open(open_office: OpenOffice, **more: object) -> Office:
    options = {"parameters": INTERFACES, **more}
    names = ("inventory_count", "inventory_reporting")
    start = utc(2025, 6, 30, 15)
    return open_office(*names, start=start, stock=goods.make_files(), **options)


def test_report_and_certification_lie_in_the_folder_of_the_site_signed_by_who_did_them(
    open_office: OpenOffice, exchange: Path
) -> None:
    office = _open(open_office)
    case = _report(office)
    left = exchange / "out" / "sharepoint"
    assert sorted(path.name for path in left.iterdir()) == [
        "certification-JAM0001.html",
        "control-report-JAM0001.html",
        "inventory-return-JAM0001.csv",
    ]
    certification = (left / "certification-JAM0001.html").read_text()
    assert "Marcia Campbell" in certification
    assert "5,000.00" in certification
    assert "Keisha" in (left / "control-report-JAM0001.html").read_text()
    leave(exchange, "sharepoint/receipt-JAM0001.csv", f"return,reference\nJAM0001,{SITE}\n")
    pass_time(office, timedelta(hours=1))
    assert open_elements(office, case) == ["review_report"]
    known = read_variables(office, case)
    assert (known["closureReference"], str(known["submittedOn"])) == (SITE, "2025-07-03")
    assert known["receiptRows"] == [{"return": "JAM0001", "reference": SITE}]
    assert_reproduced(office, case)


def test_the_journal_and_its_reversal_lie_in_the_folder_of_quantum(
    open_office: OpenOffice, exchange: Path
) -> None:
    office = _open(open_office)
    case = _report(office)
    leave(exchange, "sharepoint/receipt-JAM0001.csv", f"return,reference\nJAM0001,{SITE}\n")
    pass_time(office, timedelta(hours=1))
    office.finish(case, "review_report", "martin", reviewOutcome="ACCEPT")
    chart = {"fund": "30000", "operatingUnit": "JAM", "costCentre": "B0350", "donor": "00555"}
    office.finish(case, "prepare_journal", "nils", chartFields=[chart])
    office.finish(case, "approve_journal", "martin", journalDecision="APPROVE")
    booked = {
        name: list(csv.reader((exchange / "out" / "quantum" / name).read_text().splitlines()))
        for name in ("journal-JAM0001.csv", "journal-JAM0002.csv")
    }
    journal, reversal = booked.values()
    assert [row[1:5] for row in journal[2:4]] == [
        ["2025-06-30", "1", "DR", "14602"],
        ["2025-06-30", "2", "CR", "72300"],
    ]
    assert [row[1:5] for row in reversal[2:4]] == [
        ["2025-07-01", "1", "CR", "14602"],
        ["2025-07-01", "2", "DR", "72300"],
    ]
    assert journal[-1] == ["#", "LINES", "2", "DEBIT", "5000.00", "CREDIT", "5000.00"]
    assert open_elements(office, case) == []
    assert_reproduced(office, case)


def test_a_receipt_that_cannot_be_read_leaves_the_submission_to_the_head_of_office(
    open_office: OpenOffice, exchange: Path
) -> None:
    office = _open(open_office)
    case = _report(office)
    leave(exchange, "sharepoint/receipt-JAM0001.csv", "")
    pass_time(office, timedelta(hours=1))
    assert open_elements(office, case) == ["submit_report"]
    assert [path.name[9:] for path in (exchange / "refused").iterdir()] == ["receipt-JAM0001.csv"]
    office.finish(case, "submit_report", "marcia", closureReference=SITE, submittedOn="2025-07-03")
    assert open_elements(office, case) == ["review_report"]
    assert_reproduced(office, case)


def test_without_an_exchange_directory_people_submit_and_enter_the_voucher(
    open_office: OpenOffice,
) -> None:
    office = _open(open_office, settings=Settings())
    case = _report(office)
    office.finish(case, "submit_report", "marcia", closureReference=SITE, submittedOn="2025-07-03")
    office.finish(case, "review_report", "martin", reviewOutcome="ACCEPT")
    chart = {"fund": "30000", "operatingUnit": "JAM", "costCentre": "B0350", "donor": "00555"}
    office.finish(case, "prepare_journal", "nils", chartFields=[chart])
    office.finish(case, "approve_journal", "martin", journalDecision="APPROVE")
    assert open_elements(office, case) == ["enter_voucher"]
    office.finish(case, "enter_voucher", "petra", quantumJournal="Q-7")
    assert open_elements(office, case) == []
    assert read_variables(office, case)["quantumJournal"] == "Q-7"
    assert_reproduced(office, case)


GOODS = {
    "item": "NET-01", "description": "Bed net", "measure": "piece", "project": "00123",
    "purpose": "FOR_DISTRIBUTION", "quantity": 500, "unitPrice": 2,
}  # fmt: skip


def _receive(office: Office) -> InstanceId:
    case = office.start(
        "inventory_in", "tanya", source="PURCHASE", goods=[GOODS], justification="For March."
    )
    office.finish(case, "approve_acquisition", "elena", approval="APPROVE", approvalNumber="PSO-17")
    office.finish(
        case, "place_order", "devon", orderOutcome="APPROVED", purchaseOrder="PO-1001",
        vendor="Vestergaard", incoterm="DAP", deliveryPlace="Kingston", freight=0,
        expectedDate="2025-01-10", goods=[GOODS],
    )  # fmt: skip
    came = {"item": "NET-01", "slipQuantity": 500, "receivedQuantity": 500}
    office.finish(
        case, "register_arrival", "keisha", papers="slipFile", arrivalOutcome="ARRIVED",
        slipNumber="PS-1", arrivedOn="2025-01-03", deliveryLines=[came],
    )  # fmt: skip
    good = {"item": "NET-01", "acceptedQuantity": 500, "condition": "GOOD"}
    office.finish(case, "inspect_goods", "leroy", inspectionLines=[good])
    office.finish(case, "write_note", "keisha", location="Kingston", receivedOn="2025-01-03")
    office.finish(case, "sign_note", "keisha", papers="signedCopy", noteSigned=True)
    return case


@pytest.fixture
def mailing(open_office: OpenOffice, mail_server: MailServer) -> Office:
    mail = Mail(host="127.0.0.1", port=mail_server.port, sender="docket@example.org", tls=False)
    return open_office(
        "inventory_in",
        start=utc(2025, 1, 3, 15),
        parameters={"inv.financeCopy": "MAIL"},
        settings=Settings(mail=mail),
    )


def test_finance_gets_the_note_as_a_file_with_a_mail(
    mailing: Office, mail_server: MailServer
) -> None:
    case = _receive(mailing)
    sent = [message_from_bytes(mail, policy=policy.default) for mail in mail_server.mails]
    (copy,) = [mail for mail in sent if mail["Subject"] == "In No. JAM0001"]
    assert copy["To"] == "winston@docket.example, yvonne@docket.example"
    (note,) = copy.iter_attachments()
    assert note.get_filename() == "JAM0001 Inventory-in note.html"
    assert "Keisha" in note.get_content()
    assert "enter_invoice" in open_elements(mailing, case)
    assert_reproduced(mailing, case)


def test_a_note_that_the_mail_server_refuses_goes_as_a_notice(
    mailing: Office, mail_server: MailServer
) -> None:
    mail_server.refused = dict.fromkeys(
        ("winston@docket.example", "yvonne@docket.example"), b"550 no such mailbox"
    )
    case = _receive(mailing)
    assert not [mail for mail in mail_server.mails if b"Subject: In No. JAM0001" in mail]
    assert "enter_invoice" in open_elements(mailing, case)
    assert read_variables(mailing, case)["noteNumber"] == "JAM0001"
    assert_reproduced(mailing, case)
