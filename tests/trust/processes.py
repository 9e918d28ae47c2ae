"""Commands of Docket as processes of their own, and waiting for what they do."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

#: Longest that anything here may take, in seconds.
PATIENCE = 180
SECRET = "nothing here is kept from anybody"


@contextmanager
def run_docket(url: str, folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command of Docket until the end of the block."""
    environment = {
        **os.environ,
        "DOCKET_DATABASE_URL": url,
        "DOCKET_DATA_DIR": str(folder),
        "DOCKETSECRET_KEY": SECRET,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from webapp.cli import run; run()", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def await_words(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    found = select.select([process.stdout], [], [], PATIENCE)[0]
    assert found, "the process says nothing"
    said = process.stdout.readline()
    assert words in said
    return said


def until(reached: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, f"not in time: {what}"
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/", timeout=10).ok
    except requests.RequestException:  # not there yet, or not in time
        return False
