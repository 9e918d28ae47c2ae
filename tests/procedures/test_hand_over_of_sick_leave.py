from engine.context import reading
from engine.queries.audit import replay
from engine.store import instances, user_tasks
from engine.worker import run_due
from tests.procedures.conftest import Office

NOTICE = {
    "reason": "INJURY",
    "absenceFirstDay": "2025-02-10",
    "absenceLastDay": "2025-03-14",
    "channel": "SELF",
}
DAYS = {"firstDay": "2025-02-10", "lastDay": "2025-03-14"}


def test_a_request_over_20_days_goes_on_in_a_case_of_its_own_and_both_replay(
    office: Office,
) -> None:
    case = office.start("csl_up_to_20", "amina", **NOTICE)
    office.finish(case, "request_certified_leave", "amina", "certificate", action="REQUEST", **DAYS)
    longer = office.newest("csl_over_20")
    with reading(office.context) as work:
        ended = instances.get(work.transaction, case)
        begun = instances.get(work.transaction, longer)
        waiting = user_tasks.list_open(work.transaction, longer)
    assert (ended.status, ended.end_event) == ("completed", "over_limit")
    assert (begun.subject, begun.unit, begun.business_key) == (
        "amina",
        "kenya",
        "CSL20-2025-00001",
    )
    assert [task.element for task in waiting] == ["send_papers"]
    assert replay(office.context, instance=case).reproduced
    assert replay(office.context, instance=longer).reproduced


def test_nothing_begins_twice_when_the_work_that_is_due_is_done_again(office: Office) -> None:
    case = office.start("csl_up_to_20", "amina", **NOTICE)
    office.finish(case, "request_certified_leave", "amina", "certificate", action="REQUEST", **DAYS)
    run_due(office.context)
    with reading(office.context) as work:
        assert len(instances.list_ids(work.transaction)) == 2
