"""A whole Docket in a process of its own, and a browser in front of it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

PASSWORD = "a password for the tests"
_START = "from webapp.cli import run; run()"


@dataclass(frozen=True, kw_only=True)
class Docket:
    """A running Docket."""

    address: str
    environment: dict[str, str]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the command line on the same data."""
        return subprocess.run(
            [sys.executable, "-c", _START, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="module")
def docket(tmp_path_factory: pytest.TempPathFactory, demo_data: Path) -> Iterator[Docket]:
    data: Path = tmp_path_factory.mktemp("data") / "docket"
    shutil.copytree(demo_data, data)
    environment = {
        **os.environ,
        "DOCKET_DATA_DIR": str(data),
        "DOCKET_PORT": "0",
        "DOCKET_DEMO_PASSWORD": PASSWORD,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONUNBUFFERED": "1",
    }
    with (data / "output.txt").open("w+") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, "run"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
        try:
            address = _wait(process, data / "output.txt")
            yield Docket(address=address, environment=environment)
        finally:
            process.terminate()
            process.wait(timeout=120)  # two cores may have much else to do
            if process.stdout is not None:
                process.stdout.close()


def _wait(process: "subprocess.Popen[str]", output: Path) -> str:
    """Read what the program says until it has greeted; return the address that it says."""
    said = []
    for line in process.stdout or ():
        said.append(line)
        if "See a deadline pass" in line:
            return re.findall(r"http://[\d.:]+", "".join(said))[0]
    pytest.fail(f"Docket did not start: {''.join(said)}{output.read_text()}")


SignIn = Callable[[str], Page]


def _faults_of(message: ConsoleMessage) -> list[str]:
    """Return what went wrong on a page; neither a form left while it is redrawn nor a refusal is."""
    left = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
    refused = re.search(r"the server responded with a status of (404|409|422)", message.text)
    return [message.text] if message.type == "error" and not left and not refused else []


@pytest.fixture
def sign_in(docket: Docket, browser: Browser) -> Iterator[SignIn]:
    """Sign somebody in, in a browser of their own; a fault on any page fails the test."""
    faults: list[str] = []
    contexts = []

    def open_as(person: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        contexts.append(context)
        context.set_default_timeout(60_000)  # two browsers and two servers may share two cores
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.extend(_faults_of(message)))
        page.goto(docket.address)
        page.get_by_label("E-mail address").fill(f"{person}@docket.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name=re.compile("Inbox|Boîte")).wait_for()
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not faults
