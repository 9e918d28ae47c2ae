from contextlib import contextmanager

import pytest
from sqlalchemy import event

from engine.commands.complete_task import complete_task
from engine.context import reading
from engine.queries.audit import replay, verify
from engine.queries.health import list_stuck_cases
from engine.store import log


class Killed(BaseException):
    """The process dies here; nobody catches it."""


@contextmanager
def _killed_at(engine, number):
    """Die before the n-th statement of the transaction, or at the commit when there are fewer."""
    seen = []

    def count(*_rest):
        seen.append(1)
        if len(seen) == number:
            raise Killed

    def at_commit(_connection):
        if len(seen) < number:
            raise Killed

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", at_commit)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", count)
        event.remove(engine, "commit", at_commit)


def _kinds(house, started):
    with reading(house.context) as work:
        return [one.event.kind() for one in log.read(work.transaction, started.instance)]


@pytest.mark.parametrize("number", range(1, 14))
def test_a_process_killed_at_any_statement_loses_nothing_and_does_nothing_twice(house, kit, number):
    calm = house.start()
    house.finish(calm, "ask", "ann", answers={"colour": "red"})
    house.finish(calm, "approve", "bob")

    started = house.start()
    task = house.task_of(started, "ask")
    before = _kinds(house, started)
    engine = house.context.database._engine
    with _killed_at(engine, number), pytest.raises(Killed):
        complete_task(house.context, actor="ann", task=task, submission={"colour": "red"}, key="k")
    house = kit.make_house(house.context.database, start=house.clock.now())
    assert _kinds(house, started) == before
    assert [row.element for row in house.open_tasks(started)] == ["ask"]

    complete_task(house.context, actor="ann", task=task, submission={"colour": "red"}, key="k")
    house.finish(started, "approve", "bob")
    assert _kinds(house, started) == _kinds(house, calm)
    assert verify(house.context).faults == ()
    assert replay(house.context, instance=started.instance).reproduced
    assert list_stuck_cases(house.context) == ()
