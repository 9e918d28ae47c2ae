import json
from pathlib import Path

from click.testing import CliRunner

from tests.cli.conftest import Docket
from webapp.cli import main


def check(file: Path) -> tuple[int, str]:
    """Check a file where there is no database."""
    result = CliRunner().invoke(main, ["check-file", str(file)])
    return result.exit_code, f"{result.output}{result.exception}"


def test_an_exported_case_is_checked_without_a_database(docket: Docket, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    assert docket("export", "USL-2026-00001", str(file)).exit_code == 0
    code, said = check(file)
    assert code == 0, said
    assert "USL-2026-00001" in said


def test_a_changed_letter_in_the_file_is_found(docket: Docket, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    docket("export", "USL-2026-00001", str(file))
    content = json.loads(file.read_text())
    content["events"][2]["actor"] = "somebody"
    file.write_text(json.dumps(content))
    code, said = check(file)
    assert code != 0
    assert "Event 3" in said


def test_a_file_is_never_overwritten_by_an_export(docket: Docket, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text("mine")
    result = docket("export", "USL-2026-00001", str(file))
    assert "Name another file" in str(result.exception)
    assert file.read_text() == "mine"


def test_a_case_that_is_not_there_is_said_so(docket: Docket, tmp_path: Path) -> None:
    result = docket("export", "USL-1999-00001", str(tmp_path / "case.json"))
    assert result.exit_code != 0
    assert "USL-1999-00001" in str(result.exception)


def test_a_case_is_replayed_by_the_number_that_people_quote(docket: Docket) -> None:
    assert docket("replay", "USL-2026-00001").exit_code == 0


def test_a_document_beside_the_file_is_known_or_not(docket: Docket, tmp_path: Path) -> None:
    file, paper = tmp_path / "case.json", tmp_path / "paper.html"
    docket("export", "USL-2026-00001", str(file))
    paper.write_text("not of this case")
    result = CliRunner().invoke(main, ["check-file", str(file), str(paper)])
    assert result.exit_code != 0
    assert "no document of USL-2026-00001" in f"{result.output}{result.exception}"
