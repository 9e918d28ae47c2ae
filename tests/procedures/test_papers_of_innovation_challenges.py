from datetime import UTC, datetime
from typing import Any

import pytest

from engine import folders
from engine.commands.deploy_procedure import deploy_procedure
from engine.errors import ConflictError, NotAllowedError
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.queries.audit import replay
from engine.queries.cases import get_case
from engine.queries.history import list_entries
from engine.worker import run_due
from tests.procedures.conftest import Office

PANEL = ("ivana", "kofi", "lin", "sara")
CHALLENGE: dict[str, Any] = {
    "challengeTitle": "Clean water",
    "challengeText": "Wells fall dry.",
    "outcomeSought": "Water all year.",
    "background": "Two projects failed.",
    "country": "Kenya",
    "goals": ["6"],
    "projectRef": "00123456",
    "challengeBudget": "60000",
    "plannedStart": "2025-03-10",
    "plannedEnd": "2025-09-30",
}
PRIZE: dict[str, Any] = {
    "motives": "A market.",
    "prizeSocialValue": "Publicity.",
    "prizeUse": "Pilots.",
    "prizeType": "MONEY",
    "prizes": [{"prize": "First prize", "amount": "900"}],
    "prizeConditions": "A pilot within a year.",
}
CALL: dict[str, Any] = {
    "eligibilityRules": "Anybody.",
    "criteria": [{"criterion": "Impact", "weight": "100", "scale": "10"}],
    "scoringMethod": "10 cannot be bettered.",
    "scoreThreshold": "7",
    "windowDays": "30",
    "panel": [{"member": member, "expertise": "Water"} for member in PANEL],
}


CAMPAIGN: dict[str, Any] = {
    "audience": "Engineers.",
    "messages": "Bring water.",
    "channels": ["WEBSITE"],
    "rightsAndObligations": "No entry gives a right to an award.",
    "campaignBudget": "100",
}
PUBLISHED: dict[str, Any] = {
    "publishedCriteria": True,
    "publishedPanel": True,
    "publishedRights": True,
    "callAddress": "https://challenge.example/water",
    "publishedDate": "2025-02-10",
    "openingDate": "2025-02-10",
}
ENTRY: dict[str, Any] = {
    "entryTitle": "Pump",
    "entrant": "Akinyi Odera",
    "entrantKind": "INDIVIDUAL",
    "entrantLanguage": "EN",
    "entrantMail": "akinyi@example.org",
    "entrantCountry": "Kenya",
    "entrySummary": "It pumps.",
    "receivedDate": "2025-02-10",
}


@pytest.fixture
def to_declare(office: Office) -> InstanceId:
    files = folders.read_files(folders.find_root(), "innovation_challenge")
    deploy_procedure(office.context, actor=SYSTEM, files=files)
    paper = office.upload("conceptNote", "zawadi")
    case = office.start("innovation_challenge", "zawadi", conceptNote=[paper], **CHALLENGE)
    office.finish(case, "psu_advice", "yasmin", psuAdvice="SUPPORT", psuComment="Fine.")
    office.finish(case, "dig_advice", "noor", digAdvice="SUPPORT", digComment="Fine.")
    analysis: dict[str, Any] = {"measurable": True, "severalSolvers": True, "analysis": "Many try."}
    office.finish(case, "analyse_challenge", "zawadi", **analysis)
    office.finish(case, "choose_method", "zawadi", methodChoice="CHALLENGE")
    office.finish(case, "decide_solicitation", "miriam", approvalDecision="APPROVE")
    office.finish(case, "design_prize", "zawadi", **PRIZE)
    office.finish(case, "advise_prize", "bruno", prizeAdvice="AGREE")
    office.finish(case, "define_criteria", "zawadi", **CALL)
    office.finish(case, "check_criteria", "naomi", criteriaCheck="IN_ORDER")
    return case


@pytest.fixture
def declared(office: Office, to_declare: InstanceId) -> InstanceId:
    conflict = {"declaration": "CONFLICT", "conflictDetails": "My brother may enter."}
    office.finish(to_declare, "declare_conflict", "kofi", **conflict)
    return to_declare


@pytest.fixture
def entered(office: Office, declared: InstanceId) -> InstanceId:
    for member in ("ivana", "lin", "sara"):
        office.finish(declared, "declare_conflict", member, declaration="NONE")
    office.finish(declared, "plan_campaign", "tom", **CAMPAIGN)
    office.finish(declared, "approve_campaign", "simon", campaignDecision="APPROVE")
    office.finish(declared, "publish_call", "zawadi", **PUBLISHED)
    office.finish(declared, "register_entry", "tom", "entryFiles", **ENTRY)
    office.finish(declared, "register_entry", "tom", **{**ENTRY, "entrant": "Blue Drop Ltd"})
    office.clock.move_to(datetime(2025, 3, 13, 8, tzinfo=UTC))
    run_due(office.context)
    return declared


def find_declaration(office: Office, case: InstanceId) -> str:
    seen = get_case(office.context, viewer=PersonId("zawadi"), instance=case)
    (found,) = [paper.id for paper in seen.documents if paper.confidential]
    return found


@pytest.mark.parametrize("reader", ["zawadi", "miriam"])
def test_whoever_runs_the_challenge_or_heads_the_office_reads_a_conflict_of_interest(
    office: Office, declared: InstanceId, reader: str
) -> None:
    opened = office.read(declared, reader, attachment=find_declaration(office, declared))
    assert opened.data is not None
    assert "My brother may enter." in opened.data.decode()


@pytest.mark.parametrize("reader", ["ivana", "naomi", "tom"])
def test_nobody_else_reads_a_conflict_of_interest(
    office: Office, declared: InstanceId, reader: str
) -> None:
    paper = find_declaration(office, declared)
    with pytest.raises(NotAllowedError):
        office.read(declared, reader, attachment=paper)
    seen = get_case(office.context, viewer=PersonId(reader), instance=declared)
    assert "brother" not in repr(seen)


def test_a_member_cannot_declare_for_another(office: Office, to_declare: InstanceId) -> None:
    with pytest.raises(ConflictError, match="is with Ivana Petrova"):
        office.finish(to_declare, "declare_conflict", "tom", declaration="NONE")


def test_the_panel_opens_the_files_of_an_entry_when_the_call_is_closed(
    office: Office, entered: InstanceId
) -> None:
    opened = office.read(entered, "ivana", attachment=office.files["entryFiles"])
    assert opened.data == b"%PDF entryFiles"


NOTE = "Too dear for a village."


@pytest.fixture
def scored_by_one(office: Office, entered: InstanceId) -> InstanceId:
    for member in ("ivana", "lin", "sara"):
        office.finish(entered, "declare_conflict", member, declaration="NONE")
    for _ in range(2):
        office.finish(entered, "check_eligibility", "ivana", eligibility="ELIGIBLE")
    score(office, entered, "ivana")
    return entered


def score(office: Office, case: InstanceId, member: str) -> None:
    scores = [{"score": "9"}, {"score": "8"}]
    office.finish(case, "score_entries", member, scores=scores, scoringNote=NOTE)


def read_case(office: Office, case: InstanceId, reader: str) -> str:
    """Return all that the page of a case tells about scores."""
    viewer = PersonId(reader)
    seen = get_case(office.context, viewer=viewer, instance=case)
    told = list_entries(office.context, viewer=viewer, instance=case)
    values = [(one.name, one.text) for one in seen.variables if one.name in SCORES]
    return repr(values) + repr([one.values for one in told if one.element == "score_entries"])


SCORES = {"scores", "scoringNote", "sheets"}


@pytest.mark.parametrize("reader", ["lin", "zawadi", "ivana"])
@pytest.mark.parametrize("others", [(), ("lin",)])
def test_nobody_sees_a_score_before_all_have_scored(
    office: Office, scored_by_one: InstanceId, others: tuple[str, ...], reader: str
) -> None:
    for member in others:
        score(office, scored_by_one, member)
    told = read_case(office, scored_by_one, reader)
    assert not [word for word in (*SCORES, NOTE) if word in told]


def test_scores_are_open_when_all_have_scored(office: Office, scored_by_one: InstanceId) -> None:
    for member in ("lin", "sara"):
        score(office, scored_by_one, member)
    assert read_case(office, scored_by_one, "lin").count(NOTE) >= len(PANEL) - 1
    assert replay(office.context, instance=scored_by_one).reproduced


def test_an_auditor_sees_scores_at_any_time(office: Office, scored_by_one: InstanceId) -> None:
    assert NOTE in read_case(office, scored_by_one, SYSTEM)
