from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from engine.context import Settings, reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.connectors import Mail
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.queries.audit import replay
from engine.queries.cases import get_case
from engine.queries.history import list_entries
from engine.queries.incidents import list_incidents
from engine.store import instances, user_tasks
from engine.worker import run_due
from tests.connectors.conftest import MailServer, mail_server  # noqa: F401 - a fixture
from tests.procedures.conftest import Office, open_office, put_into_force
from tests.procedures.test_medical_papers_of_sick_leave import CERTIFIED, DAYS, NOTICE

MAILBOX = "sickleave@un.org"
BY_MAIL: dict[str, object] = {"csl.dhmoshChannel": "MAIL"}
REPLY = CERTIFIED | {"replyReceivedOn": "2025-02-10"}


def server(port: int) -> Settings:
    return Settings(mail=Mail(host="127.0.0.1", port=port, sender="docket@example.org", tls=False))


@pytest.fixture
def office(mail_server: MailServer) -> Iterator[Office]:  # noqa: F811 - the fixture by its name
    with open_office(server(mail_server.port)) as made:
        put_into_force(made, "csl_over_20", parameters=BY_MAIL)
        yield made


def request(office: Office, person: str = "amina") -> InstanceId:
    case = office.start("csl_over_20", person, **NOTICE)
    answers = {"action": "REQUEST", "physician": "Dr N. Kariuki", **DAYS}
    office.finish(case, "request_certified_leave", person, "ms24 medicalReport", **answers)
    run_due(office.context)
    return case


def find_mails(mails: list[bytes], to: str) -> list[EmailMessage]:
    read = [message_from_bytes(mail, policy=policy.default) for mail in mails]
    return [mail for mail in read if mail["To"] == to]


def find_open(office: Office, case: InstanceId) -> dict[str, set[str]]:
    with reading(office.context) as work:
        return {
            task.element: {who.person or who.role for who in task.candidates} | {task.assignee}
            for task in user_tasks.list_open(work.transaction, case)
        }


def find_log(office: Office, case: InstanceId, viewer: str) -> list[dict[str, object]]:
    seen = get_case(office.context, viewer=PersonId(viewer), instance=case)
    (log,) = [one.value for one in seen.variables if one.name == "dhmoshLog"]
    assert isinstance(log, list)
    return log


def test_request_and_papers_reach_the_mailbox_as_files(
    office: Office,
    mail_server: MailServer,  # noqa: F811
) -> None:
    request(office)
    (mail,) = find_mails(mail_server.mails, MAILBOX)
    files = {file.get_filename(): file.get_content() for file in mail.iter_attachments()}
    letter = files.pop("KEN0001 Request for the certification of sick leave.html")
    assert "Dr N. Kariuki" in letter
    assert files == {"ms24.pdf": b"%PDF ms24", "medicalReport.pdf": b"%PDF medicalReport"}
    assert mail["Reply-To"] == "joseph@docket.example"
    assert mail["Subject"] == "Certification of sick leave: request KEN0001"


def test_subject_and_text_of_the_mail_say_nothing_medical(
    office: Office,
    mail_server: MailServer,  # noqa: F811
) -> None:
    request(office)
    (mail,) = find_mails(mail_server.mails, MAILBOX)
    body = mail.get_body(("plain",))
    assert body is not None
    text = f"{mail['Subject']} {body.get_content()}"
    assert "Amina Wanjiru (Country Office Kenya)" in text
    assert "from 2025-02-10 to 2025-03-14" in text
    assert not [word for word in ("Kariuki", "ILLNESS", "illness", ".pdf") if word in text]


@pytest.mark.parametrize("viewer", ["daniel", "grace"])
def test_who_may_not_see_medical_papers_sees_that_they_were_sent_and_no_more(
    office: Office, viewer: str
) -> None:
    case = request(office)
    (sent,) = find_log(office, case, viewer)
    assert (sent["what"], sent["how"], sent["party"]) == ("PAPERS", "MAIL", MAILBOX)
    assert (sent["files"], str(sent["day"])) == (3, "2025-02-10")
    seen = get_case(office.context, viewer=PersonId(viewer), instance=case)
    assert [file.may_read for file in seen.attachments] == [False, False]
    entries = list_entries(office.context, viewer=PersonId(viewer), instance=case)
    told = str([(one.params, one.values) for one in entries])
    assert not [word for word in ("ms24.pdf", "medicalReport.pdf", "Kariuki") if word in told]
    with pytest.raises(NotAllowedError):
        office.read(case, viewer, attachment=office.files["medicalReport"])


def test_it_is_on_record_that_each_paper_left_the_house(office: Office) -> None:
    case = request(office)
    entries = list_entries(office.context, viewer=PersonId("amina"), instance=case)
    left = [one for one in entries if one.kind == "confidential-read"]
    assert {one.params["purpose"] for one in left} == {"handed to docket:mail by the procedure"}
    papers = {one.params.get("attachment") for one in left}
    assert {office.files["ms24"], office.files["medicalReport"]} < papers
    (written,) = [one for one in entries if one.kind == "mail-written"]
    assert written.params["to"] == MAILBOX
    assert written.params["subject"] == "Certification of sick leave: request KEN0001"
    (sent,) = [one for one in entries if one.kind == "mail-sent"]
    assert sent.params["files"] == "3"
    assert replay(office.context, instance=case).reproduced


def test_the_answer_that_came_by_mail_leads_to_the_approval(office: Office) -> None:
    case = request(office)
    office.finish(case, "record_reply", "joseph", "dhmoshReply", **REPLY)
    assert office.read(case, "amina", attachment=office.files["dhmoshReply"]).data
    for nosy in ("daniel", "grace"):
        with pytest.raises((NotAllowedError, NotFoundError)):
            office.read(case, nosy, attachment=office.files["dhmoshReply"])
    office.finish(case, "upload_certification", "amina", "certification", uploadAction="UPLOAD")
    office.finish(case, "approve_certified_leave", "daniel", decision="APPROVE")
    assert [entry["what"] for entry in find_log(office, case, "daniel")] == ["PAPERS", "CERTIFIED"]
    with reading(office.context) as work:
        assert instances.get(work.transaction, case).incidents == 0
    assert replay(office.context, instance=case).reproduced


def test_nobody_records_the_answer_to_their_own_request(
    office: Office,
    mail_server: MailServer,  # noqa: F811
) -> None:
    case = request(office, "joseph")
    assert find_open(office, case)["record_reply"] - {""} == {"nadia"}
    (mail,) = find_mails(mail_server.mails, MAILBOX)
    assert mail["Reply-To"] == "nadia@docket.example"


def test_what_the_mailbox_does_not_take_is_sent_by_hand(
    office: Office,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mail_server.refused[MAILBOX] = b"550 no such mailbox"
    case = request(office)
    assert find_open(office, case) == {"send_by_hand": {"hr_focal_point", ""}}
    assert list_incidents(office.context, viewer=SYSTEM).rows == []
    told = find_mails(mail_server.mails, "amina@docket.example")[-1]
    assert told["Subject"].startswith("Not mailed to DHMOSH")
    assert office.read(case, "joseph", attachment=office.files["ms24"]).data == b"%PDF ms24"
    by_hand = {"sentOn": "2025-02-10", "sentHow": "COURIER", "sentTo": "DHMOSH, New York"}
    office.finish(case, "send_by_hand", "joseph", **by_hand)
    assert [entry["how"] for entry in find_log(office, case, "amina")] == ["COURIER"]
    assert set(find_open(office, case)) == {"record_reply"}
    assert replay(office.context, instance=case).reproduced


def test_a_mailbox_that_is_busy_gets_the_papers_later_and_once(
    office: Office,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mail_server.refused[MAILBOX] = b"450 busy"
    case = request(office)
    assert find_open(office, case) == {}
    del mail_server.refused[MAILBOX]
    office.clock.move_by(timedelta(minutes=1))
    run_due(office.context)
    assert len(find_mails(mail_server.mails, MAILBOX)) == 1
    assert set(find_open(office, case)) == {"record_reply"}


def test_without_a_mail_server_the_papers_are_sent_by_hand() -> None:
    with open_office() as office:
        put_into_force(office, "csl_over_20", parameters=BY_MAIL)
        case = request(office)
        assert set(find_open(office, case)) == {"send_by_hand"}
