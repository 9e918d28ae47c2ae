from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, update

from engine.commands.migrate_instance import migrate_instance
from engine.errors import DocketError
from engine.model.ids import SYSTEM
from engine.queries.checkup import check_up
from engine.store.tables import instance, job, subscription, user_task
from engine.testing import TestEngine
from tests.operations.conftest import SECRET
from tests.operations.diagrams import line, script, service, user, wait_for, wait_for_message
from webapp.cli import main

MODELS = [
    "parallel_rework", "multi_instance_parallel", "event_gateway", "timer_catch",
    "event_sub_process_message_non_interrupting", "conditional", "signal_link_terminate",
]  # fmt: skip


@pytest.fixture
def doctor(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DOCKET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DOCKET_DATABASE_URL", database_url)
    monkeypatch.setenv("DOCKET_SECRET_KEY", SECRET.decode())
    return lambda: CliRunner().invoke(main, ["doctor"])


def begin(engine: TestEngine, *steps: str) -> str:
    engine.deploy(line(*steps))
    return engine.start_instance("P", {"k": "7"})


def change(engine: TestEngine, statement: object) -> None:
    with engine.context.database.transaction() as transaction:
        transaction.execute(statement)


def faults(engine: TestEngine) -> list[tuple[str, str, str]]:
    found = check_up(engine.context)
    return [(one.kind, one.element, one.fault) for one in found.disagreements]


@pytest.mark.parametrize("name", MODELS)
def test_rows_and_states_agree_whatever_is_waited_for(engine, model, name):
    engine.deploy(model(name))
    given = {"k": 1, "x": 1, "items": [{"n": 1}, {"n": 2}], "boss": {"name": "Ann"}, "due": None}
    case = engine.start_instance("P", given)
    for _ in range(3):
        found = check_up(engine.context)
        assert found.healthy, found
        for task in engine.list_user_tasks(case)[:1]:
            engine.complete_task(task.id, {"w": 1})
        engine.advance(timedelta(hours=1))
    if engine.get_status(case) == "active":
        engine.cancel(case)
    assert check_up(engine.context).healthy


def test_rows_and_states_agree_after_a_move(engine, model):
    engine.deploy(model("version_1"))
    case = engine.start_instance("P", {"k": 1})
    engine.complete_task(engine.list_user_tasks(case)[0].id)
    engine.deploy(model("version_2_step_and_border"))
    migrate_instance(engine.context, actor=SYSTEM, instance=case, version=2)
    assert check_up(engine.context).healthy


def test_a_case_that_nothing_moves_on_is_stuck(engine):
    case = begin(engine, user("A"))
    change(engine, update(user_task).values(status="canceled"))
    found = check_up(engine.context)
    assert [one.instance for one in found.stuck] == [case]
    assert faults(engine) == [("task", "A", "missing")]
    assert not found.healthy


def test_what_a_case_waits_for_must_be_there(engine):
    begin(engine, wait_for("T", "PT1H"))
    begin(engine, wait_for_message("M"))
    begin(engine, service("J", "pay"))
    change(engine, delete(job))
    change(engine, delete(subscription))
    assert faults(engine) == [
        ("timer", "T", "missing"),
        ("message", "M", "missing"),
        ("job", "J", "missing"),
    ]


def test_what_is_open_must_be_waited_for(engine):
    case = begin(engine, user("A"))
    row = {"instance_id": case, "token": 99, "element": "M", "name": "x", "correlation_key": ""}
    change(engine, insert(subscription).values(type="signal", **row))
    assert faults(engine) == [("signal", "M", "unknown")]


def test_nothing_may_be_open_in_a_case_that_has_ended(engine):
    begin(engine, user("A"))
    begin(engine, wait_for("T", "PT1H"))
    change(engine, update(instance).values(status="completed"))
    assert sorted(faults(engine)) == [("task", "A", "ended"), ("timer", "T", "ended")]


def test_a_timer_that_could_not_be_fired_is_an_incident_and_no_fault(engine):
    begin(engine, wait_for("T", "PT1H"))
    change(engine, update(job).values(status="failed"))
    assert faults(engine) == []


def test_incidents_and_work_for_others_are_said_and_are_no_fault(engine, doctor):
    begin(engine, script("X", "=missing + 1", "x"))
    begin(engine, service("J", "pay"))
    begin(engine, service("J", "pay"))
    found = check_up(engine.context)
    assert [(one.element, one.business_key) for one in found.incidents] == [("X", "T-2026-00001")]
    assert [(one.type, one.jobs, one.since) for one in found.outside] == [
        ("pay", 2, engine.clock.now())
    ]
    result = doctor()
    assert result.exit_code == 0, result.output
    assert "T-2026-00001: X stands still: " in result.output
    assert "2 jobs of type pay wait for a worker outside" in result.output
    assert "3 active cases" in result.output


def test_the_doctor_fails_when_something_is_wrong(engine, doctor):
    begin(engine, user("A"))
    change(engine, update(user_task).values(status="canceled"))
    result = doctor()
    assert "T-2026-00001 (P) waits for nothing." in result.output
    assert "the task A is waited for, but nothing is open." in result.output
    assert isinstance(result.exception, DocketError)
    assert "2 things are wrong" in str(result.exception)
