"""What the worker does when something else than the case fails."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from engine.commands.retry_incidents import retry_incidents
from engine.context import reading
from engine.errors import StorageError
from engine.model.events import TimerFired
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.store import incidents, instances, jobs, log
from engine.worker import run_due, ticking

HOUR = timedelta(hours=1)
WAIT = (
    '<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
    '</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>'
)


class FaultError(Exception):
    """Nothing that anybody expects."""


@contextmanager
def failing(house, statements: Callable[[str, object], bool], error: Exception) -> Iterator[None]:
    """Let statements fail."""

    def look(_connection, _cursor, statement, parameters, *_rest) -> None:
        if statements(statement, parameters):
            raise error

    database = house.context.database
    engines = [engine for engine in (database._engine, database._readers) if engine is not None]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", look)


def writes_history(statement: str, _parameters: object) -> bool:
    return statement.startswith("INSERT INTO event")


@pytest.fixture
def waiting(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("later"),
            "later.bpmn": kit.diagram("later", WAIT + kit.flows("s", "wait", "e")),
        }
    )
    started = house.start("later")
    house.clock.move_by(HOUR)
    return started


def _standing(house, started):
    with reading(house.context) as work:
        row = instances.get(work.transaction, started.instance)
        return row.status, row.incidents, jobs.list_waiting(work.transaction, started.instance)


@pytest.mark.parametrize("error", [StorageError("The connection is lost."), FaultError("?")])
def test_a_timer_that_the_database_stopped_is_tried_again_and_fires(house, waiting, error, caplog):
    with failing(house, writes_history, error), caplog.at_level(logging.WARNING):
        assert run_due(house.context) == 0
    status, raised, [job] = _standing(house, waiting)
    assert (status, raised) == ("active", 0)
    assert (job.attempts, job.retries) == (1, 1)
    assert job.due_at == house.clock.now() + timedelta(seconds=1)
    assert type(error).__name__ in job.last_error
    house.clock.move_by(timedelta(seconds=1))
    assert run_due(house.context) == 1
    assert _standing(house, waiting) == ("completed", 0, [])
    with reading(house.context) as work:
        fired = [one.event for one in log.read(work.transaction, waiting.instance)]
    [timer] = [one for one in fired if isinstance(one, TimerFired)]
    assert timer.due == house.clock.now() - timedelta(seconds=1)
    assert replay(house.context, instance=waiting.instance).reproduced


def test_it_is_tried_ever_more_seldom_and_then_shown(house, waiting, caplog):
    def ends_the_case(statement: str, parameters: object) -> bool:
        return statement.startswith("UPDATE instance") and "'completed'" in repr(parameters)

    waits = []
    with failing(house, ends_the_case, FaultError("?")):
        run_due(house.context)
        while left := _standing(house, waiting)[2]:
            waits.append(left[0].due_at - house.clock.now())
            house.clock.move_by(waits[-1])
            run_due(house.context)
    assert waits == [timedelta(seconds=2**times) for times in range(11)]
    assert _standing(house, waiting)[:2] == ("active", 1)
    retry_incidents(house.context, actor=SYSTEM, instance=waiting.instance)
    assert run_due(house.context) == 1
    assert _standing(house, waiting)[:2] == ("completed", 0)


def test_an_incident_that_cannot_be_written_is_written_later(house, waiting, caplog):
    with failing(house, writes_history, FaultError("?")):
        for _ in range(14):
            run_due(house.context)
            [job] = _standing(house, waiting)[2]
            house.clock.move_to(job.due_at)
    assert job.attempts == 14
    assert run_due(house.context) == 1
    assert _standing(house, waiting) == ("completed", 0, [])


def test_when_nothing_can_be_written_the_timer_stays_as_it_is(house, waiting, caplog):
    def writes(statement: str, _parameters: object) -> bool:
        return not statement.startswith("SELECT")

    with failing(house, writes, StorageError("The disk is full.")):
        ticking.tick(house.context, jobs.INSIDE)
    [job] = _standing(house, waiting)[2]
    assert (job.attempts, job.last_error) == (0, "")
    assert run_due(house.context) == 1
    assert _standing(house, waiting)[0] == "completed"


def test_a_listing_that_fails_with_something_unexpected_does_not_end_the_worker(
    house, waiting, caplog
):
    with failing(house, lambda statement, _: "FROM job" in statement, FaultError("?")):
        ticking.tick(house.context, jobs.INSIDE)
    assert "will try again" in caplog.text
    assert run_due(house.context) == 1


def test_a_fault_of_the_case_itself_is_an_incident_at_once(house, kit):
    boundary = (
        '<bpmn:startEvent id="s"/><bpmn:userTask id="u"><bpmn:extensionElements><zeebe:userTask/>'
        '<zeebe:assignmentDefinition assignee="=subject"/></bpmn:extensionElements></bpmn:userTask>'
        '<bpmn:boundaryEvent id="b" attachedToRef="u"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H'
        "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:scriptTask id="x"><bpmn:extensionElements>'
        '<zeebe:script expression="=1 + nothing" resultVariable="y"/></bpmn:extensionElements></bpmn:scriptTask>'
    )
    house.deploy(
        {
            "procedure.toml": kit.settings("wrong"),
            "wrong.bpmn": kit.diagram(
                "wrong", boundary + kit.flows("s", "u") + kit.flows("b", "x")
            ),
        }
    )
    started = house.start("wrong")
    house.clock.move_by(HOUR)
    run_due(house.context)
    status, raised, left = _standing(house, started)
    assert (status, raised, left) == ("active", 1, [])
    with reading(house.context) as work:
        [incident] = incidents.list_of_case(work.transaction, started.instance)
    assert incident.element == "x"


def test_a_start_that_was_put_off_does_not_shift_its_cycle(house, kit):
    start = (
        '<bpmn:startEvent id="s"><bpmn:timerEventDefinition><bpmn:timeCycle>R3/PT1H</bpmn:timeCycle>'
        '</bpmn:timerEventDefinition></bpmn:startEvent><bpmn:endEvent id="e"/>'
    )
    house.deploy(
        {
            "procedure.toml": kit.settings("hourly"),
            "hourly.bpmn": kit.diagram("hourly", start + kit.flows("s", "e")),
        }
    )
    begun = house.clock.now()
    house.clock.move_by(HOUR)
    with failing(house, writes_history, StorageError("The connection is lost.")):
        run_due(house.context)
    house.clock.move_by(timedelta(seconds=1))
    assert run_due(house.context) == 1
    with reading(house.context) as work:
        assert jobs.find_next_due(work.transaction) == begun + 2 * HOUR
