"""The command line on a demo database that is made once and copied for each test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.cli import main

Docket = Callable[..., Result]


def _run(data: Path, *words: str) -> Result:
    environment = {
        "DOCKET_DATA_DIR": str(data),
        "DOCKET_DATABASE_URL": f"sqlite:///{data / 'docket.db'}",
    }
    return CliRunner().invoke(main, list(words), env=environment)


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    """A copy of the demo's data, to spoil."""
    copy = tmp_path / "data"
    shutil.copytree(demo_data, copy)
    return copy


@pytest.fixture
def docket(data: Path) -> Docket:
    """Run a command of the command line on the copy."""
    return lambda *words: _run(data, *words)
