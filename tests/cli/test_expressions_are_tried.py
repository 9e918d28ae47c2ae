import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine import folders
from webapp.cli import main


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["feel", "0.1 + 0.2"], "0.3"),
        (["feel", "a * 2", "--context", '{"a": 1.5}'], "3.0"),
        (["feel", 'date("2025-01-31") + duration("P1M")'], 'date("2025-02-28")'),
    ],
)
def test_an_expression_is_worked_out_exactly(words: list[str], expected: str) -> None:
    result = CliRunner().invoke(main, words)
    assert result.output.strip().replace("@", "") in {expected, '"2025-02-28"'}


def test_the_functions_are_listed_with_what_they_say() -> None:
    result = CliRunner().invoke(main, ["feel", "--functions"])
    assert "working days between(" in result.output
    assert "substring(" in result.output


def test_values_that_are_no_json_are_refused() -> None:
    result = CliRunner().invoke(main, ["feel", "a", "--context", "{a}"])
    assert "not JSON" in str(result.exception)


def test_a_file_of_values_that_is_not_there_is_named() -> None:
    result = CliRunner().invoke(main, ["feel", "a", "--context", "values.json"])
    assert "There is no file “values.json”" in str(result.exception)


def test_a_warning_says_where_in_the_expression() -> None:
    result = CliRunner().invoke(main, ["feel", "1 + amont", "--context", '{"amount": 5}'])
    assert result.exit_code == 0
    assert "There is no “amont” here. (line 1, column 5) Known here: amount." in result.stderr


def test_a_decision_is_worked_out_and_names_its_rule(tmp_path: Path) -> None:
    file = folders.find_root() / "shared" / "late_csl.dmn"
    values = tmp_path / "values.json"
    values.write_text(json.dumps({"exceptionGranted": True}))
    result = CliRunner().invoke(main, ["decide", str(file), "late_csl", "--input", str(values)])
    assert result.output.splitlines()[0] == '"ACCEPT"'
    assert result.output.splitlines()[1].startswith("rule 1:")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_says_in_one_line_what_it_does(command: str) -> None:
    assert main.commands[command].get_short_help_str(limit=100).endswith(".")
