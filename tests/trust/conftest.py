"""A process to be killed on each database, and the counts at the end."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from engine.context import Context
from tests.trust.story import open_story, prepare

#: What was done to the processes, for the last lines of the run.
COUNTS: Counter[str] = Counter()
Order = Callable[..., dict[str, object]]


@pytest.fixture
def story_url(database_url: str) -> str:
    """Give the address of a database with the story deployed."""
    with closing(open_story(database_url)) as context:
        prepare(context)
    return database_url


@pytest.fixture
def story(story_url: str) -> Iterator[Context]:
    """Open the story."""
    with closing(open_story(story_url)) as context:
        yield context


@pytest.fixture
def victim(story_url: str) -> Iterator[Order]:
    """Start the process that is killed; call it with an order."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.trust.victim", story_url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def order(**what: object) -> dict[str, object]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(what) + "\n")
        process.stdin.flush()
        return dict(json.loads(process.stdout.readline()))

    yield order
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


@pytest.fixture
def count() -> Callable[[str], None]:
    """Count something for the last lines of the run."""

    def add(what: str, number: int = 1) -> None:
        COUNTS[what] += number

    return add


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the counts of a worker of pytest-xdist to the process that prints them."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["trust"] = dict(COUNTS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over the counts of a worker."""
    COUNTS.update(getattr(node, "workeroutput", {}).get("trust", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts."""
    if COUNTS:
        terminalreporter.section("trust")
        for what, number in sorted(COUNTS.items()):
            terminalreporter.write_line(f"{number:>6}  {what}")
        killed = sum(number for what, number in COUNTS.items() if "killed" in what)
        if killed:
            terminalreporter.write_line(f"{killed:>6}  kills in all, over both databases")
