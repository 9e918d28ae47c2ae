"""Workers that share one PostgreSQL: real processes of ``docket work``."""

import re
import signal
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from engine.clock import SystemClock
from engine.context import Context, reading
from engine.store import jobs
from tests.trust.processes import PATIENCE, answers, await_words, run_docket, until
from tests.trust.story import (
    STEPS,
    begin,
    check_record,
    check_replay,
    count_proofs,
    go,
    list_cases,
    open_story,
)

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def live(story_url: str) -> Iterator[Context]:
    """Open the story with the machine's own time, as the workers have it."""
    with closing(open_story(story_url, SystemClock())) as context:
        yield context


def _send_off(context: Context, refs: list[str]) -> None:
    """Bring cases to where a timer and a message wait to be dealt with by workers."""
    for ref in refs:
        begin(context, ref)
        STEPS["ask"](context, ref)
        go(context, ref)


def _count_waiting(context: Context) -> int:
    with reading(context) as work:
        found = [
            job
            for case in list_cases(context).values()
            for job in jobs.list_waiting(work.transaction, case)
            if job.element == "second"
        ]
        return len(found)


def _check_each_once(context: Context, refs: list[str]) -> None:
    check_record(context)
    check_replay(context)
    cases = list_cases(context)
    for ref in refs:
        assert count_proofs(context, cases[ref], "second") == 1
        assert count_proofs(context, cases[ref], "went") == 1


def test_workers_that_are_killed_or_stopped_lose_nothing_and_do_nothing_twice(
    live, story_url, tmp_path, count
):
    refs = [f"w{number}" for number in range(40)]
    with (
        run_docket(story_url, tmp_path, "work", "--every", "0.1") as first,
        run_docket(story_url, tmp_path, "work", "--every", "0.1") as second,
    ):
        for process in (first, second):
            await_words(process, "Docket does what is due")
        _send_off(live, refs[:20])
        first.send_signal(signal.SIGSTOP)
        _send_off(live, refs[20:])
        second.kill()
        with run_docket(story_url, tmp_path, "work", "--every", "0.1"):
            until(lambda: _count_waiting(live) <= 1, "the timers of the killed worker")
            first.send_signal(signal.SIGCONT)
            until(lambda: _count_waiting(live) == 0, "the timer of the stopped worker")
            _check_each_once(live, refs)
    count("workers killed or stopped beside others")
    count("timers and messages shared by workers", 2 * len(refs))


def test_a_worker_goes_on_when_the_database_has_cut_every_connection(
    live, story_url, tmp_path, count
):
    refs = [f"r{number}" for number in range(10)]
    with run_docket(story_url, tmp_path, "work", "--every", "0.1") as worker:
        await_words(worker, "Docket does what is due")
        _send_off(live, refs)
        with psycopg.connect(story_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        until(lambda: _count_waiting(live) == 0, "the timers after the cut")
        assert worker.poll() is None
        _check_each_once(live, refs)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    count("cuts of every connection to the database")


def test_a_web_process_answers_beside_the_workers(story_url, tmp_path):
    with run_docket(story_url, tmp_path, "serve", "--threads", "2") as web:
        said = await_words(web, "Docket answers on http://127.0.0.1:")
        [address] = re.findall(r"http://[\d.:]+", said)
        until(lambda: answers(address), "the first page")
        web.send_signal(signal.SIGTERM)
        assert web.wait(PATIENCE) == 0
