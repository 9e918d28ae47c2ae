import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Docket


@contextmanager
def by_hand(data: Path) -> Iterator[sqlite3.Connection]:
    """Open the database as somebody would who wants to change history: guards taken down first."""
    with closing(sqlite3.connect(data / "docket.db")) as connection, connection:
        names = connection.execute("select name from sqlite_master where type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f'drop trigger "{name}"')
        yield connection


def test_the_demo_is_proved_and_replayed_and_nothing_is_stuck(docket: Docket) -> None:
    for words in (("verify",), ("replay", "--all"), ("doctor",)):
        result = docket(*words)
        assert result.exit_code == 0, f"{words}: {result.output} {result.exception}"


def test_the_database_refuses_to_change_history(data: Path) -> None:
    with (
        closing(sqlite3.connect(data / "docket.db")) as connection,
        pytest.raises(sqlite3.DatabaseError),
    ):
        connection.execute("update event set actor = 'somebody'")


def test_one_changed_letter_is_found_and_named(data: Path, docket: Docket) -> None:
    with by_hand(data) as connection:
        case, seq, body = connection.execute(
            "select instance_id, seq, body from event"
            " where kind = 'UserTaskCompleted' and body like '%\"REQUEST\"%'"
        ).fetchone()
        text = body if isinstance(body, str) else body.decode()
        connection.execute(
            "update event set body = ? where instance_id = ? and seq = ?",
            (text.replace("REQUEST", "REQUESU", 1), case, seq),
        )
        key = connection.execute("select business_key from instance where id = ?", (case,))
        name = key.fetchone()[0]
    result = docket("verify")
    assert result.exit_code != 0
    assert name in result.output
    assert str(seq) in result.output


def test_a_missing_event_is_found(data: Path, docket: Docket) -> None:
    with by_hand(data) as connection:
        connection.execute("delete from event where seq = 2")
    assert docket("verify").exit_code != 0


def test_an_input_that_was_changed_does_not_lead_to_what_is_recorded(
    data: Path, docket: Docket
) -> None:
    with by_hand(data) as connection:
        rows = connection.execute(
            "select instance_id, seq, body from event where kind = 'UserTaskCompleted'"
        ).fetchall()
        for case, seq, body in rows:
            content = json.loads(body)
            if content["submission"].get("decision") == "APPROVE":
                content["submission"]["decision"] = "REFUSE"
                connection.execute(
                    "update event set body = ? where instance_id = ? and seq = ?",
                    (json.dumps(content), case, seq),
                )
    result = docket("replay", "--all")
    assert result.exit_code != 0
    assert "do not follow" in str(result.exception)


def test_the_clock_of_a_demo_moves_and_only_forward(docket: Docket) -> None:
    assert docket("clock", "+3d").exit_code == 0
    back = docket("clock", "2020-01-01")
    assert back.exit_code != 0
    assert "only goes forward" in str(back.exception)


def test_a_time_that_cannot_be_read_is_refused_with_examples(docket: Docket) -> None:
    result = docket("clock", "tomorrow")
    assert "Write +3d" in str(result.exception)


def test_a_backup_is_taken_and_checked(docket: Docket, tmp_path: Path) -> None:
    assert docket("backup", str(tmp_path / "copy.db")).exit_code == 0
    assert (tmp_path / "copy.db").stat().st_size > 0


def test_a_demo_is_not_made_over_people_that_are_there(docket: Docket) -> None:
    assert "has people already" in str(docket("demo").exception)
