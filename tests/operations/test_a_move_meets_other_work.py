"""Migration against completion, against timers and against another migration, in real threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from engine.commands.complete_task import complete_task
from engine.commands.fire_timer import fire_timer
from engine.commands.migrate_instance import migrate_instance
from engine.context import reading
from engine.errors import ConflictError, DocketError, ModelError
from engine.model.events import InstanceMigrated, TimerFired, UserTaskCompleted
from engine.model.ids import SYSTEM
from engine.queries import audit
from engine.queries.checkup import check_up
from engine.store import jobs
from tests.operations.diagrams import line, user, wait_for


def race(*works: Callable[[], object]) -> list[object]:
    """Do several things at the same moment; an error of ours is an answer."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return work()
        except DocketError as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.parametrize("turn", range(5))
def test_a_task_is_finished_once_whichever_version_the_case_is_on(engine, turn):
    engine.deploy(line(user("A"), user("B")))
    case = engine.start_instance("P")
    [task] = engine.list_user_tasks(case)
    engine.deploy(line(user("A9"), user("B")))

    def finish() -> object:
        return complete_task(engine.context, actor=SYSTEM, task=task.id, submission={})

    def move() -> object:
        return migrate_instance(
            engine.context, actor=SYSTEM, instance=case, version=2, mapping={"A": "A9"}
        )

    answers = race(finish, move, finish, move)
    allowed = (ConflictError, ModelError)
    errors = [one for one in answers if isinstance(one, DocketError)]
    assert all(isinstance(one, allowed) for one in errors), errors
    history = [type(one.event) for one in engine.get_history(case)]
    assert history.count(UserTaskCompleted) == 1
    assert history.count(InstanceMigrated) == 1
    assert len(errors) == 2
    assert [task.element for task in engine.list_user_tasks(case)] == ["B"]
    report = audit.replay(engine.context, instance=case)
    assert report.reproduced, report.difference
    assert not audit.verify(engine.context).faults
    assert check_up(engine.context).healthy


@pytest.mark.parametrize("turn", range(5))
def test_a_timer_fires_once_whichever_version_the_case_is_on(engine, turn):
    engine.deploy(line(wait_for("T", "PT1H"), user("B")))
    case = engine.start_instance("P")
    engine.deploy(line(wait_for("T9", "PT1H"), user("B")))
    engine.clock.move_by(timedelta(hours=1))
    with reading(engine.context) as work:
        [job] = jobs.list_waiting(work.transaction, case)

    def fire() -> object:
        return fire_timer(engine.context, actor=SYSTEM, job=job.id)

    def move() -> object:
        return migrate_instance(
            engine.context, actor=SYSTEM, instance=case, version=2, mapping={"T": "T9"}
        )

    race(fire, move, fire)
    history = [type(one.event) for one in engine.get_history(case)]
    assert history.count(TimerFired) <= 1
    engine.run_due()
    history = [type(one.event) for one in engine.get_history(case)]
    assert (history.count(TimerFired), history.count(InstanceMigrated)) == (1, 1)
    assert [task.element for task in engine.list_user_tasks(case)] == ["B"]
    report = audit.replay(engine.context, instance=case)
    assert report.reproduced, report.difference
    assert check_up(engine.context).healthy
