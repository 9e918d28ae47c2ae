import pytest

from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import InstanceId, PersonId
from engine.queries.cases import get_case
from tests.procedures.conftest import Office

DAYS = {"firstDay": "2025-02-10", "lastDay": "2025-03-14"}
NOTICE = {
    "reason": "ILLNESS",
    "absenceFirstDay": "2025-02-10",
    "absenceLastDay": "2025-03-14",
    "channel": "SELF",
}
CERTIFIED = {
    "answer": "CERTIFIED",
    "certifiedFrom": "2025-02-10",
    "certifiedTo": "2025-03-14",
    "certificationRef": "MS-1",
}


@pytest.fixture
def requested(office: Office) -> InstanceId:
    case = office.start("csl_over_20", "amina", **NOTICE)
    office.finish(
        case, "request_certified_leave", "amina", "ms24 medicalReport", action="REQUEST", **DAYS
    )
    return case


@pytest.fixture
def to_approve(office: Office, requested: InstanceId) -> InstanceId:
    office.finish(requested, "answer_certification", "mei", **CERTIFIED)
    office.finish(
        requested, "upload_certification", "amina", "certification", uploadAction="UPLOAD"
    )
    return requested


@pytest.mark.parametrize("reader", ["amina", "mei"])
def test_staff_member_and_dhmosh_open_the_medical_report(
    office: Office, requested: InstanceId, reader: str
) -> None:
    opened = office.read(requested, reader, attachment=office.files["medicalReport"])
    assert opened.data == b"%PDF medicalReport"


def test_papers_that_came_later_are_opened_while_dhmosh_looks_at_them(office: Office) -> None:
    case = office.start("csl_over_20", "amina", **NOTICE)
    office.finish(
        case, "request_certified_leave", "amina", action="REQUEST", papersLater="true", **DAYS
    )
    office.finish(case, "prenotify", "joseph", papersExpected="2025-02-12")
    office.finish(case, "send_papers", "amina", "ms24 medicalReport")
    opened = office.read(case, "mei", attachment=office.files["medicalReport"])
    assert opened.data == b"%PDF medicalReport"


@pytest.mark.parametrize("file", ["ms24", "medicalReport", "certification"])
@pytest.mark.parametrize("reader", ["daniel", "grace"])
def test_supervisor_and_leave_monitor_open_no_medical_paper(
    office: Office, to_approve: InstanceId, reader: str, file: str
) -> None:
    with pytest.raises((NotAllowedError, NotFoundError)):
        office.read(to_approve, reader, attachment=office.files[file])


def test_the_supervisor_decides_on_days_without_a_medical_word(
    office: Office, to_approve: InstanceId
) -> None:
    seen = get_case(office.context, viewer=PersonId("daniel"), instance=to_approve)
    closed = [variable.name for variable in seen.variables if variable.confidential]
    assert {"ms24", "medicalReport", "certification"} <= set(closed)
    assert not any(variable.may_read for variable in seen.variables if variable.confidential)


def test_the_certificate_goes_on_with_a_request_over_20_days(office: Office) -> None:
    case = office.start("csl_up_to_20", "amina", **NOTICE)
    office.finish(case, "request_certified_leave", "amina", "certificate", action="REQUEST", **DAYS)
    longer = office.newest("csl_over_20")
    opened = office.read(longer, "amina", attachment=office.files["certificate"])
    assert opened.data == b"%PDF certificate"
    seen = get_case(office.context, viewer=PersonId("amina"), instance=longer)
    assert [file.id for file in seen.attachments] == [office.files["certificate"]]


def test_a_file_of_another_case_that_was_not_handed_over_stays_closed(
    office: Office, requested: InstanceId
) -> None:
    other = office.start("csl_up_to_20", "amina", **NOTICE)
    with pytest.raises(NotFoundError, match="has no file"):
        office.read(other, "amina", attachment=office.files["medicalReport"])


def test_hr_opens_the_certification_for_the_pack(office: Office, to_approve: InstanceId) -> None:
    office.finish(to_approve, "approve_certified_leave", "daniel", decision="APPROVE")
    opened = office.read(to_approve, "joseph", attachment=office.files["certification"])
    assert opened.data == b"%PDF certification"


def test_payroll_opens_the_audit_pack_and_nothing_medical(
    office: Office, to_approve: InstanceId
) -> None:
    office.finish(to_approve, "approve_certified_leave", "daniel", decision="APPROVE")
    office.finish(
        to_approve, "look_at_entitlement", "joseph", appointment="PERMANENT", usedBefore="0"
    )
    office.finish(
        to_approve,
        "prepare_audit_pack",
        "joseph",
        "attendanceCards certificationCopies",
        cardsComplete="ALL",
    )
    opened = office.read(to_approve, "carlos", attachment=office.files["attendanceCards"])
    assert opened.data == b"%PDF attendanceCards"
    with pytest.raises(NotAllowedError):
        office.read(to_approve, "carlos", attachment=office.files["medicalReport"])
