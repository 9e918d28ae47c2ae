from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from engine.commands.complete_task import complete_task
from engine.commands.fire_timer import fire_timer
from engine.context import reading
from engine.errors import ConflictError
from engine.model.events import TimerFired
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.queries.cases import list_cases
from engine.store import instances, jobs, log
from engine.worker import run_due

REMINDER = (
    '<bpmn:boundaryEvent id="late" attachedToRef="one" cancelActivity="false">'
    "<bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration>"
    "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)


@pytest.fixture
def reminded(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("reminded"),
            "reminded.bpmn": kit.diagram(
                "reminded",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
                + kit.task("one", 'assignee="=subject"')
                + kit.task("two", 'assignee="=subject"')
                + REMINDER
                + kit.flows("s", "one", "e")
                + kit.flows("late", "two", "e").replace("f_two_e", "f_two_e2"),
            ),
        }
    )
    return house.start("reminded")


def _fired(house, started):
    with reading(house.context) as work:
        return log.read(work.transaction, started.instance, kinds={"TimerFired"})


def _next_due(house):
    with reading(house.context) as work:
        return jobs.find_next_due(work.transaction)


def test_a_timer_fires_once_when_its_time_has_come(house, reminded):
    assert run_due(house.context) == 0
    house.clock.move_by(timedelta(hours=2))
    assert run_due(house.context) == 1
    assert run_due(house.context) == 0
    [fired] = _fired(house, reminded)
    assert isinstance(fired.event, TimerFired)
    assert {row.element for row in house.open_tasks(reminded)} == {"one", "two"}
    assert replay(house.context, instance=reminded.instance).reproduced


def test_a_case_stands_at_its_task_and_not_at_the_limit_beside_it(house, reminded):
    [case] = list_cases(house.context, viewer="ann").rows
    assert case.where == ("One it",)


def test_a_timer_of_a_finished_task_never_fires(house, reminded):
    house.finish(reminded, "one", "ann")
    house.clock.move_by(timedelta(days=1))
    assert run_due(house.context) == 0
    assert _next_due(house) is None


def test_a_timer_survives_a_restart_and_is_fired_late(house, reminded, kit):
    later = kit.make_house(house.context.database, start=house.clock.now() + timedelta(days=3))
    assert run_due(later.context) == 1
    assert len(_fired(later, reminded)) == 1


def test_a_timer_is_not_fired_before_its_time_nor_twice(house, reminded):
    with reading(house.context) as work:
        [job] = jobs.list_waiting(work.transaction, reminded.instance)
    assert not fire_timer(house.context, actor=SYSTEM, job=job.id)
    house.clock.move_by(timedelta(hours=2))
    assert fire_timer(house.context, actor=SYSTEM, job=job.id)
    assert not fire_timer(house.context, actor=SYSTEM, job=job.id)
    assert len(_fired(house, reminded)) == 1


CLOCKWORK = (
    '<bpmn:startEvent id="s"><bpmn:timerEventDefinition><bpmn:timeCycle>R2/P1D</bpmn:timeCycle>'
    '</bpmn:timerEventDefinition></bpmn:startEvent><bpmn:endEvent id="e"/>'
)


def _cases(house):
    with reading(house.context) as work:
        return instances.count(work.transaction)


def test_the_clock_begins_a_case_as_often_as_the_cycle_says(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("daily"),
            "daily.bpmn": kit.diagram("daily", CLOCKWORK + kit.flows("s", "e")),
        }
    )
    for expected in (1, 2, 2):
        house.clock.move_by(timedelta(days=1))
        run_due(house.context)
        assert _cases(house) == expected


def test_the_clock_begins_cases_of_the_newest_version_only(house, kit):
    files = {
        "procedure.toml": kit.settings("daily"),
        "daily.bpmn": kit.diagram("daily", CLOCKWORK + kit.flows("s", "e")),
    }
    house.deploy(files)
    house.deploy({**files, "procedure.toml": kit.settings("daily", "# changed")})
    house.clock.move_by(timedelta(days=1))
    run_due(house.context)
    assert _cases(house) == 1


def test_a_timer_that_races_with_the_task_that_it_would_interrupt_loses_or_wins_but_never_both(
    house, kit
):
    house.deploy(
        {
            "procedure.toml": kit.settings("hurry"),
            "hurry.bpmn": kit.diagram(
                "hurry",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="done"/><bpmn:endEvent id="late_end"/>'
                + kit.task("one", 'assignee="=subject"')
                + REMINDER.replace(' cancelActivity="false"', "")
                + kit.flows("s", "one", "done")
                + kit.flows("late", "late_end"),
            ),
        }
    )
    started = house.start("hurry")
    task = house.task_of(started, "one")
    house.clock.move_by(timedelta(hours=2))
    with reading(house.context) as work:
        [job] = jobs.list_waiting(work.transaction, started.instance)
    barrier, outcomes = Barrier(2), []

    def complete():
        barrier.wait()
        try:
            complete_task(house.context, actor="ann", task=task, submission={})
            outcomes.append("done")
        except ConflictError:
            outcomes.append("conflict")

    def fire():
        barrier.wait()
        outcomes.append("late_end" if fire_timer(house.context, actor=SYSTEM, job=job.id) else "no")

    threads = [Thread(target=complete), Thread(target=fire)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(house.context) as work:
        row = instances.get(work.transaction, started.instance)
    assert row.end_event in outcomes
    assert len({"done", "late_end"} & set(outcomes)) == 1
    assert replay(house.context, instance=started.instance).reproduced


def _for_each(people):
    return CLOCKWORK.replace(
        '<bpmn:startEvent id="s">',
        '<bpmn:startEvent id="s"><bpmn:extensionElements><zeebe:properties>'
        f"<zeebe:property name=\"startFor\" value='{people}'/>"
        "</zeebe:properties></bpmn:extensionElements>",
    )


def _deploy_for_each(house, kit, people):
    body = _for_each(people) + kit.flows("s", "e")
    house.deploy(
        {"procedure.toml": kit.settings("daily"), "daily.bpmn": kit.diagram("daily", body)}
    )


def _begun(house):
    with reading(house.context) as work:
        ids = instances.list_ids(work.transaction)
        found = [instances.get(work.transaction, case) for case in ids]
    return sorted((row.subject, row.unit, row.zone) for row in found)


def test_the_clock_begins_a_case_for_each_office(house, kit):
    approvers = 'for unit in units with("approver") return holders of("approver", unit)[1]'
    _deploy_for_each(house, kit, f"={approvers}")
    house.clock.move_by(timedelta(days=1))
    run_due(house.context)
    assert _begun(house) == [("bob", "kenya", "Africa/Nairobi"), ("dan", "egypt", "Africa/Cairo")]
    house.clock.move_by(timedelta(days=1))
    run_due(house.context)
    assert _cases(house) == 4


def test_the_clock_begins_no_case_when_nobody_is_concerned(house, kit):
    _deploy_for_each(house, kit, "=[]")
    house.clock.move_by(timedelta(days=1))
    run_due(house.context)
    assert _cases(house) == 0


def test_a_start_for_somebody_unknown_says_so_and_waits(house, kit, caplog):
    _deploy_for_each(house, kit, '=["nobody"]')
    house.clock.move_by(timedelta(days=1))
    run_due(house.context)
    assert _cases(house) == 0
    assert "It must give a list of ids of people" in caplog.text


def test_starts_missed_during_a_stop_are_made_up_for_each_with_its_own_day(house, kit):
    body = _for_each('=if date(plannedAt) = date("2026-02-01") then [] else ["ann"]').replace(
        "R2/P1D", "0 0 5 1 * *"
    )
    body += (
        '<bpmn:scriptTask id="month"><bpmn:extensionElements>'
        '<zeebe:script expression="=string(date(plannedAt)) + &quot; &quot; + string(today())" '
        'resultVariable="days"/></bpmn:extensionElements></bpmn:scriptTask>'
    ) + kit.task("one", 'assignee="=subject"')
    house.deploy(
        {
            "procedure.toml": kit.settings("monthly"),
            "monthly.bpmn": kit.diagram("monthly", body + kit.flows("s", "month", "one", "e")),
        }
    )
    later = kit.make_house(house.context.database, start=datetime(2026, 4, 10, 9, tzinfo=UTC))
    run_due(later.context)
    with reading(later.context) as work:
        cases = list(instances.list_ids(work.transaction))
    assert [_days(later, case) for case in cases] == [
        "2026-03-01 2026-04-10",
        "2026-04-01 2026-04-10",
    ]
    assert all(replay(later.context, instance=case).reproduced for case in cases)


def _days(house, case):
    with reading(house.context) as work:
        [written] = [
            recorded.event.variables["days"]
            for recorded in log.read(work.transaction, case, kinds={"VariablesWritten"})
            if "days" in recorded.event.variables
        ]
    return written


def test_a_clock_start_used_by_hand_is_planned_for_now(house, kit):
    house.deploy(
        {
            "procedure.toml": kit.settings("daily"),
            "daily.bpmn": kit.diagram(
                "daily",
                CLOCKWORK + kit.task("one", 'assignee="=subject"') + kit.flows("s", "one", "e"),
            ),
        }
    )
    started = house.start("daily")
    with reading(house.context) as work:
        first = log.read(work.transaction, started.instance)[0].event
    assert first.variables["plannedAt"] == house.clock.now()


def test_a_cycle_tells_its_outputs_when_each_turn_was_planned(house, kit):
    cycle = REMINDER.replace("timeDuration", "timeCycle").replace("PT2H", "R/P1D")
    cycle = cycle.replace(
        "<bpmn:timer",
        '<bpmn:extensionElements><zeebe:ioMapping><zeebe:output source="=append(days, date(plannedAt))" '
        'target="days"/></zeebe:ioMapping></bpmn:extensionElements><bpmn:timer',
        1,
    )
    house.deploy(
        {
            "procedure.toml": kit.settings("reminded"),
            "reminded.bpmn": kit.diagram(
                "reminded",
                '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:endEvent id="told"/>'
                '<bpmn:scriptTask id="none"><bpmn:extensionElements><zeebe:script expression="=[]" '
                'resultVariable="days"/></bpmn:extensionElements></bpmn:scriptTask>'
                + kit.task("one", 'assignee="=subject"')
                + cycle
                + kit.flows("s", "none", "one", "e")
                + kit.flows("late", "told"),
            ),
        }
    )
    started = house.start("reminded")
    first = house.clock.now().date() + timedelta(days=1)
    later = kit.make_house(house.context.database, start=house.clock.now() + timedelta(days=3))
    run_due(later.context)
    assert _turns(later, started) == [first + timedelta(days=number) for number in range(3)]
    assert replay(later.context, instance=started.instance).reproduced


def _turns(house, started):
    with reading(house.context) as work:
        written = log.read(work.transaction, started.instance, kinds={"VariablesWritten"})
    return [one.event.variables["days"] for one in written if "days" in one.event.variables][-1]
