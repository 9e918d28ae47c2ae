"""A PostgreSQL that is stopped and started under running workers and web processes."""

import re
import signal
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from engine.clock import SystemClock
from engine.context import Context, reading
from engine.errors import StorageError
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
    prepare,
)

_ROUNDS, _CASES = 3, 6


@pytest.fixture
def live(own_postgresql) -> Iterator[Context]:
    """Open the story on the server that will be stopped, with the machine's own time."""
    with closing(open_story(own_postgresql.get_uri("docket"), SystemClock())) as context:
        prepare(context)
        yield context


def _begin_and_ask(context: Context, ref: str) -> None:
    begin(context, ref)
    STEPS["ask"](context, ref)


def _count_waiting(context: Context) -> int:
    with reading(context) as work:
        return sum(
            job.element == "second"
            for case in list_cases(context).values()
            for job in jobs.list_waiting(work.transaction, case)
        )


def _answered(work: Callable[[], object]) -> bool:
    try:
        work()
    except StorageError:
        return False
    return True


def test_a_database_that_stops_and_starts_loses_nothing_and_everybody_goes_on(
    own_postgresql, live, tmp_path, count
):
    url = own_postgresql.get_uri("docket")
    refs = [f"r{number}" for number in range(_ROUNDS * _CASES)]
    with (
        run_docket(url, tmp_path, "work", "--every", "0.1") as worker,
        run_docket(url, tmp_path, "serve", "--threads", "2") as web,
    ):
        await_words(worker, "Docket does what is due")
        [address] = re.findall(r"http://[\d.:]+", await_words(web, "Docket answers on"))
        for number in range(_ROUNDS):
            mine = refs[number * _CASES : (number + 1) * _CASES]
            for ref in mine:
                _begin_and_ask(live, ref)  # a timer of a second begins to run
            own_postgresql.stop()
            assert not _answered(lambda ref=mine[0]: go(live, ref))
            assert not _answered(lambda number=number: begin(live, f"r{number} again"))
            own_postgresql.ensure_postgres_running()
            assert own_postgresql.get_uri("docket") == url
            for ref in mine:
                until(lambda ref=ref: _answered(lambda: go(live, ref)), "the message")
            until(lambda: _count_waiting(live) == 0, "the timers after the restart")
            until(lambda: answers(address), "a page after the restart")
            count("stops and starts of the database under a worker and a web process")
        assert (worker.poll(), web.poll()) == (None, None)
        for ref in refs:
            STEPS["check"](live, ref)
        _check_each_once(live, refs)
        for process in (worker, web):
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0


def _check_each_once(context: Context, refs: list[str]) -> None:
    check_record(context)
    check_replay(context)
    cases = list_cases(context)
    assert cases.keys() == set(refs)
    for ref in refs:
        for step in ("begin", "ask", "second", "went", "check"):
            assert count_proofs(context, cases[ref], step) == 1
