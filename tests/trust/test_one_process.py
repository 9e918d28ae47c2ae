"""An SQLite file belongs to one process."""

from pathlib import Path

import pytest
from filelock import FileLock

from engine.context import prepare_database
from engine.errors import DocketError
from webapp.cli import main
from webapp.cli.hosts import open_shared
from webapp.cli.installation import read_installation


def test_a_second_process_on_the_same_file_is_refused_wherever_its_data_directory_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/shared.db"
    first = read_installation({"DOCKET_DATA_DIR": f"{tmp_path}/one", "DOCKET_DATABASE_URL": url})
    monkeypatch.setenv("DOCKET_DATA_DIR", f"{tmp_path}/two")
    monkeypatch.setenv("DOCKET_DATABASE_URL", url)
    with (
        FileLock(first.lock_file),
        pytest.raises(DocketError, match=r"already runs here: .*shared\.db\.lock"),
    ):
        main(["run", "--no-demo"], standalone_mode=False)
    assert not (tmp_path / "shared.db").exists()


@pytest.mark.parametrize("command", ["serve", "work"])
def test_web_processes_and_workers_refuse_an_sqlite_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DOCKET_DATA_DIR", str(tmp_path))
    prepare_database(read_installation().database_url)
    with pytest.raises(DocketError, match="Several processes need PostgreSQL"):
        main([command], standalone_mode=False)


def test_on_postgresql_the_lock_of_docket_run_is_that_of_its_data_directory(
    tmp_path: Path,
) -> None:
    place = read_installation(
        {
            "DOCKET_DATA_DIR": str(tmp_path),
            "DOCKET_DATABASE_URL": "postgresql://localhost/docket",
            "DOCKET_PROXIES": "1",
        }
    )
    assert place.lock_file == tmp_path / "docket.lock"
    assert place.proxies == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_several_processes_share_a_postgresql(tmp_path: Path, database_url: str) -> None:
    environment = {"DOCKET_DATA_DIR": str(tmp_path), "DOCKET_DATABASE_URL": database_url}
    open_shared(read_installation(environment)).close()
