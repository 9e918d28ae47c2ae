"""Two who do the same thing, or the opposite, at the same instant; each with an engine of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from engine.clock import ManualClock
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.migrate_instance import migrate_instance
from engine.context import Context, reading
from engine.errors import ConflictError, RefusedError
from engine.model.events import (
    InstanceTerminated,
    MessageReceived,
    TimerFired,
    UserTaskClaimed,
    UserTaskCompleted,
)
from engine.model.ids import SYSTEM
from engine.store import instances, log
from engine.worker import run_due
from tests.trust.story import (
    ANN,
    BOB,
    NOW,
    STEPS,
    begin,
    cancel,
    check_record,
    check_replay,
    clock_of,
    find_task,
    go,
    open_story,
    stand,
    story_files,
)

#: How often each race is run.
_ROUNDS = 6
Contender = Callable[[], object]
Hosts = Callable[..., list[Context]]


@pytest.fixture
def hosts(story_url: str, story: Context) -> Iterator[Hosts]:
    """Open several engines, as several hosts would; an SQLite file has one for all."""
    with ExitStack() as stack:

        def make(number: int) -> list[Context]:
            if story.database.dialect == "sqlite":
                return [story] * number
            return [stack.enter_context(closing(open_story(story_url))) for _ in range(number)]

        yield make


@contextmanager
def _at_step(url: str, step: str) -> Iterator[Context]:
    with closing(open_story(url, clock_of(step))) as context:
        yield context


def _race(*contenders: Contender) -> list[object]:
    """Let all go at once; return what each got: a result, or the refusal that was raised."""
    line, got = Barrier(len(contenders)), [None] * len(contenders)

    def run(number: int, contender: Contender) -> None:
        line.wait(10)
        try:
            got[number] = contender()
        except (ConflictError, RefusedError) as refusal:
            got[number] = refusal

    threads = [Thread(target=run, args=pair) for pair in enumerate(contenders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return got


def _refused(got: list[object]) -> int:
    return sum(isinstance(one, ConflictError | RefusedError) for one in got)


def _happened(context: Context, case: str, kind: type) -> int:
    with reading(context) as work:
        return sum(isinstance(one.event, kind) for one in log.read(work.transaction, case))


def _bring_to_check(url: str, context: Context, ref: str) -> str:
    case = begin(context, ref)
    for step in ("ask", "second", "go"):
        with _at_step(url, step) as at:
            STEPS[step](at, ref)
    return case


def test_of_several_who_claim_at_once_one_has_the_task(story, hosts, count):
    for number in range(_ROUNDS):
        case = begin(story, f"c{number}")
        task = find_task(story, case, "ask").id
        got = _race(
            *(
                lambda host=host, who=who, task=task: claim_task(host, actor=who, task=task)
                for who, host in zip((ANN, BOB) * 2, hosts(4), strict=True)
            )
        )
        # Whoever has it may take it again.
        assert _refused(got) == 2
        assert _happened(story, case, UserTaskClaimed) == 1
        count("races between claims")
    check_record(story)
    check_replay(story)


@pytest.mark.parametrize("same_key", [True, False], ids=["the same key", "two keys"])
def test_of_several_submits_at_once_one_counts(story, hosts, count, same_key):
    for number in range(_ROUNDS):
        case = begin(story, f"s{number}")
        task = find_task(story, case, "ask").id
        got = _race(*_submits(hosts(4), task, same_key, number))
        assert _refused(got) == (0 if same_key else 3)
        assert len({str(one) for one in got if not isinstance(one, Exception)}) == 1
        assert _happened(story, case, UserTaskCompleted) == 1
        count("races between submits")
    check_record(story)
    check_replay(story)


def _submits(hosts: list[Context], task: str, same_key: bool, number: int) -> list[Contender]:
    return [
        lambda host=host, key=key: complete_task(
            host, actor=ANN, task=task, submission={"n": 1}, key=key
        )
        for key, host in (
            (f"key {number}" if same_key else f"key {number} {place}", host)
            for place, host in enumerate(hosts)
        )
    ]


def test_a_timer_and_the_task_that_it_interrupts_never_both_happen(story, story_url, hosts, count):
    for number in range(_ROUNDS):
        case = _bring_to_check(story_url, story, f"t{number}")
        with closing(open_story(story_url, ManualClock(NOW + timedelta(days=3)))) as later:
            task = find_task(story, case, "check").id
            [host] = hosts(1)
            _race(
                lambda later=later: run_due(later),
                lambda host=host, task=task: complete_task(
                    host, actor=BOB, task=task, submission={}
                ),
            )
            run_due(later)
        fired = _happened(story, case, TimerFired) - 1
        finished = _happened(story, case, UserTaskCompleted) - 1
        assert fired + finished == 1
        standing = stand(story, case)
        assert (standing.status, standing.tasks, standing.waits) == ("completed", (), ())
        count("races between a timer and a submit")
    check_record(story)
    check_replay(story)


def test_a_message_is_taken_or_the_case_is_cancelled_before_it_comes(
    story, story_url, hosts, count
):
    for number in range(_ROUNDS):
        ref = f"m{number}"
        case = begin(story, ref)
        for step in ("ask", "second"):
            with _at_step(story_url, step) as at:
                STEPS[step](at, ref)
        one, other = hosts(2)
        got = _race(
            lambda one=one, ref=ref: go(one, ref), lambda other=other, ref=ref: cancel(other, ref)
        )
        assert _refused(got) == 0
        standing = stand(story, case)
        assert (standing.status, standing.tasks, standing.waits) == ("terminated", (), ())
        assert _happened(story, case, InstanceTerminated) == 1
        assert _happened(story, case, MessageReceived) in {0, 1}
        count("races between a message and a cancellation")
    check_record(story)
    check_replay(story)


def test_a_case_that_moves_while_its_task_is_finished_does_both_one_after_the_other(
    story, hosts, count
):
    deployed = deploy_procedure(
        story, actor=SYSTEM, files=story_files(title="Story, second edition")
    )
    for number in range(_ROUNDS):
        case = begin(story, f"v{number}")
        task = find_task(story, case, "ask").id
        one, other = hosts(2)
        got = _race(
            lambda one=one, case=case: migrate_instance(
                one, actor=SYSTEM, instance=case, version=1
            ),
            lambda other=other, task=task: complete_task(
                other, actor=ANN, task=task, submission={}
            ),
        )
        assert _refused(got) == 0
        with reading(story) as work:
            assert instances.get(work.transaction, case).definition_id != deployed.definition
        assert stand(story, case).tasks == ()
        assert _happened(story, case, UserTaskCompleted) == 1
        count("races between a move and a submit")
    check_record(story)
    check_replay(story)
