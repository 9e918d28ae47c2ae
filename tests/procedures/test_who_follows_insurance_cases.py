import pytest

from engine import folders
from engine.commands.deploy_procedure import deploy_procedure
from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.queries.cases import get_case, list_cases
from tests.procedures.conftest import Office, claim_expense


@pytest.fixture
def bureau(office: Office) -> Office:
    files = folders.read_files(folders.find_root(), "dental_cigna")
    deploy_procedure(office.context, actor=SYSTEM, files=files)
    return office


@pytest.fixture
def claimed(bureau: Office) -> InstanceId:
    return claim_expense(bureau)


@pytest.mark.parametrize("reader", ["joseph", "olivia"])
def test_the_focal_point_of_the_office_and_the_insurance_unit_follow_a_case_without_a_task(
    bureau: Office, claimed: InstanceId, reader: str
) -> None:
    assert _listed(bureau, reader) == [claimed]
    opened = get_case(bureau.context, viewer=PersonId(reader), instance=claimed)
    assert opened.summary.instance == claimed
    assert list_cases(bureau.context, viewer=PersonId(reader), view="mine").rows == []


@pytest.mark.parametrize("reader", ["nadia", "daniel", "freja"])
def test_the_focal_point_of_another_office_supervisors_and_others_do_not_see_it(
    bureau: Office, claimed: InstanceId, reader: str
) -> None:
    assert _listed(bureau, reader) == []
    with pytest.raises(NotFoundError):
        get_case(bureau.context, viewer=PersonId(reader), instance=claimed)


def test_what_is_medical_stays_closed_to_a_focal_point_who_follows(
    bureau: Office, claimed: InstanceId
) -> None:
    with pytest.raises(NotAllowedError):
        bureau.read(claimed, "joseph", fields=("provider",))
    with pytest.raises((NotAllowedError, NotFoundError)):
        bureau.read(claimed, "joseph", attachment=bureau.files["receipts"])
    assert bureau.read(claimed, "olivia", attachment=bureau.files["receipts"]).data


def test_the_newest_version_says_who_follows_cases_of_older_ones_too(
    bureau: Office, claimed: InstanceId
) -> None:
    files = folders.read_files(folders.find_root(), "dental_cigna")
    settings = files["procedure.toml"].replace(
        b'["hr_focal_point", "hlis"]\nsummary', b'["hlis"]\nsummary'
    )
    deploy_procedure(bureau.context, actor=SYSTEM, files={**files, "procedure.toml": settings})
    assert (_listed(bureau, "joseph"), _listed(bureau, "olivia")) == ([], [claimed])


def _listed(bureau: Office, reader: str) -> list[InstanceId]:
    found = list_cases(bureau.context, viewer=PersonId(reader), view="all")
    return [case.instance for case in found.rows]
