import pytest
from click.testing import CliRunner, Result

from engine.errors import DocketError
from engine.queries import audit
from engine.testing import TestEngine
from tests.operations.conftest import SECRET
from tests.operations.diagrams import line, script, user
from webapp.cli import main


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DOCKET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DOCKET_DATABASE_URL", database_url)
    monkeypatch.setenv("DOCKET_SECRET_KEY", SECRET.decode())

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(main, ["migrate-cases", *words])

    return invoke


def two_cases(engine: TestEngine) -> tuple[str, str]:
    """One that can move to version 2, and one that has come too far."""
    engine.deploy(line(user("A"), user("B", name="Look")))
    near, far = engine.start_instance("P", {"days": 3}), engine.start_instance("P")
    engine.complete_task(engine.list_user_tasks(far)[0].id)
    engine.deploy(line(user("A9"), script("X", "=hours * 2", "twice")))
    return near, far


MOVE = ("P", "--to", "2", "--map", "A=A9")


def test_a_dry_run_lists_what_can_move_and_changes_nothing(engine, run):
    near, _ = two_cases(engine)
    result = run(*MOVE, "--set", "hours=days*8", "--case", "T-2026-00001", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "T-2026-00001 can move" in result.output
    assert "renamed A to A9" in result.output
    assert "removed B “Look”" in result.output
    assert "1 of 1 cases can move. Nothing was changed." in result.output
    assert engine.list_user_tasks(near)[0].element == "A"


def test_what_can_move_is_moved_and_the_rest_is_named(engine, run):
    near, far = two_cases(engine)
    result = run(*MOVE, "--set", "hours=days*8")
    assert "T-2026-00002 cannot move" in result.output
    assert "1 of 2 cases were moved." in result.output
    assert isinstance(result.exception, DocketError)
    assert engine.list_user_tasks(near)[0].element == "A9"
    assert engine.list_user_tasks(far)[0].element == "B"
    engine.complete_task(engine.list_user_tasks(near)[0].id)
    assert engine.get_variables(near)["twice"] == 48
    assert audit.replay(engine.context, instance=near).reproduced


def test_a_plan_that_fits_nothing_moves_nobody(engine, run):
    near, _ = two_cases(engine)
    result = run("P", "--to", "2", "--map", "Q=A9")
    assert "has an element Q" in result.output
    assert "nothing was changed" in str(result.exception)
    assert engine.list_user_tasks(near)[0].element == "A"


def test_wrong_usage_is_said(engine, run):
    two_cases(engine)
    assert run("P", "--to", "2", "--map", "A").exit_code == 2
    assert "No running case T-1" in str(run(*MOVE, "--case", "T-1").exception)
