from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.commands.activate_jobs import ActivatedJob, activate_jobs
from engine.commands.complete_job import complete_job
from engine.commands.give_back_job import give_back_job
from engine.commands.import_directory import import_directory
from engine.commands.throw_job_error import throw_job_error
from engine.context import reading
from engine.errors import ConflictError, NotAllowedError, RefusedError
from engine.model.events import JobCompleted, Recorded
from engine.model.ids import SYSTEM, JobId, PersonId
from engine.queries import audit
from engine.store import jobs
from engine.testing import TestEngine
from tests.operations.diagrams import line, on_error, service, user
from tests.operations.people import robot_and_clerk

PAY = service("J", "pay", {"sum": "=amount"}, {"currency": "EUR"})


def begin(engine: TestEngine, amount: int = 12) -> str:
    engine.deploy(line(PAY, user("B"), beside=user("C") + on_error("X", "J", "C")))
    return engine.start_instance("P", {"amount": amount})


def take(engine: TestEngine, limit: int = 1, **options: object) -> tuple[ActivatedJob, ...]:
    return activate_jobs(engine.context, actor=SYSTEM, job_type="pay", limit=limit, **options)


def answer(engine: TestEngine, job: ActivatedJob, **variables: object) -> None:
    complete_job(engine.context, actor=SYSTEM, job=job.job, lock=job.lock, variables=variables)


def open_elements(engine: TestEngine, case: str) -> list[str]:
    return [task.element for task in engine.list_user_tasks(case)]


def completions(engine: TestEngine, case: str) -> list[Recorded]:
    return [one for one in engine.get_history(case) if isinstance(one.event, JobCompleted)]


def test_a_job_waits_for_a_worker_who_gets_all_that_it_needs(engine):
    case = begin(engine)
    assert engine.run_due() == 0
    [job] = take(engine)
    assert (job.type, job.variables, job.headers) == ("pay", {"sum": 12}, {"currency": "EUR"})
    assert (job.instance, job.process_id, job.element) == (case, "P", "J")
    assert (job.business_key, job.retries) == ("T-2026-00001", 3)
    assert job.locked_until == engine.clock.now() + timedelta(minutes=5)


def test_the_answer_moves_the_case_on_and_said_twice_counts_once(engine):
    case = begin(engine)
    [job] = take(engine)
    answer(engine, job, receipt="R1")
    answer(engine, job, receipt="R1")
    assert engine.get_variables(case)["receipt"] == "R1"
    assert len(completions(engine, case)) == 1
    assert open_elements(engine, case) == ["B"]
    assert audit.replay(engine.context, instance=case).reproduced


def test_whoever_was_too_slow_has_lost_the_job(engine):
    begin(engine)
    [slow] = take(engine, lock=timedelta(minutes=1))
    assert take(engine) == ()
    engine.clock.move_by(timedelta(minutes=1))
    [quick] = take(engine)
    assert (quick.job, quick.key) == (slow.job, slow.key)
    with pytest.raises(ConflictError, match="another worker"):
        answer(engine, slow)
    answer(engine, quick)
    with pytest.raises(ConflictError, match="no longer waited for"):
        answer(engine, slow)


def test_a_job_given_back_waits_and_the_last_attempt_becomes_an_incident(engine):
    case = begin(engine)
    for attempt in (1, 2, 3):
        [job] = take(engine)
        assert job.retries == 4 - attempt
        give_back_job(
            engine.context, actor=SYSTEM, job=job.job, lock=job.lock, message="The bank sleeps."
        )
        with pytest.raises(ConflictError):
            answer(engine, job)
        assert take(engine) == ()
        engine.clock.move_by(timedelta(hours=1))
    assert take(engine) == ()
    assert [one.message for one in engine.list_incidents(case)] == ["The bank sleeps."]
    engine.retry(case)
    [job] = take(engine)
    answer(engine, job)
    assert open_elements(engine, case) == ["B"]
    assert audit.replay(engine.context, instance=case).reproduced


def test_a_worker_may_say_when_to_try_again_or_that_it_is_of_no_use(engine):
    case = begin(engine)
    [job] = take(engine)
    give = {"actor": SYSTEM, "job": job.job, "message": "Later."}
    give_back_job(engine.context, lock=job.lock, after=timedelta(minutes=2), **give)
    engine.clock.move_by(timedelta(minutes=2))
    [job] = take(engine)
    give_back_job(engine.context, lock=job.lock, permanent=True, **give)
    assert len(engine.list_incidents(case)) == 1


def test_an_answer_may_be_an_error_that_the_diagram_catches(engine):
    case = begin(engine)
    [job] = take(engine)
    for _ in range(2):
        throw_job_error(
            engine.context,
            actor=SYSTEM,
            job=job.job,
            lock=job.lock,
            code="NOT_FOUND",
            variables={"why": "no such account"},
        )
    assert open_elements(engine, case) == ["C"]
    assert audit.replay(engine.context, instance=case).reproduced


def test_workers_that_ask_at_the_same_moment_get_different_jobs(engine):
    for amount in range(12):
        begin(engine, amount)
    barrier = Barrier(4)

    def work(_number: int) -> list[JobId]:
        barrier.wait()
        return [job.job for _ in range(4) for job in take(engine, limit=2)]

    with ThreadPoolExecutor(4) as pool:
        taken = [job for found in pool.map(work, range(4)) for job in found]
    assert len(taken) == len(set(taken)) == 12


def test_a_job_of_a_case_that_was_ended_is_no_longer_waited_for(engine):
    case = begin(engine)
    [job] = take(engine)
    engine.cancel(case)
    with pytest.raises(ConflictError, match="no longer waited for"):
        answer(engine, job)
    assert take(engine) == ()


def test_time_passes_timers_while_jobs_wait_for_workers(engine):
    case = begin(engine)
    engine.advance(timedelta(days=1))
    assert engine.get_status(case) == "active"
    assert len(take(engine)) == 1


def test_only_integrations_may_take_and_answer_jobs(engine):
    import_directory(engine.context, actor=SYSTEM, directory=robot_and_clerk())
    begin(engine)
    with pytest.raises(NotAllowedError):
        activate_jobs(engine.context, actor=PersonId("clerk"), job_type="pay")
    [job] = activate_jobs(engine.context, actor=PersonId("robot"), job_type="pay")
    with pytest.raises(NotAllowedError):
        complete_job(engine.context, actor=PersonId("clerk"), job=job.job, lock=job.lock)
    complete_job(engine.context, actor=PersonId("robot"), job=job.job, lock=job.lock)


@pytest.mark.parametrize(
    "wrong",
    [
        {"job_type": "docket:mail"},
        {"job_type": "pay", "limit": 0},
        {"job_type": "pay", "lock": timedelta(days=9)},
    ],
)
def test_what_the_house_does_itself_and_what_is_out_of_range_is_refused(engine, wrong):
    with pytest.raises(RefusedError):
        activate_jobs(engine.context, actor=SYSTEM, **wrong)


def test_a_job_of_the_house_cannot_be_answered_from_outside(engine):
    engine.deploy(line(service("J", "docket:unknown")))
    case = engine.start_instance("P")
    with reading(engine.context) as work:
        [job] = jobs.list_waiting(work.transaction, case)
    with pytest.raises(RefusedError):
        complete_job(engine.context, actor=SYSTEM, job=job.id, lock=0)
