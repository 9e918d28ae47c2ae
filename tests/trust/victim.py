"""The process that is killed. It forks a child for each order that it reads, and says how that ended.

    {"step": "ask", "ref": "c1", "die_at": 7}          die at the seventh point of one step
    {"refs": ["c1", "c2"], "milliseconds": 40}         die in the middle of many steps

A point is before every statement, and before and after the commit.
"""

import json
import os
import select
import signal
import sys
import time
from threading import Thread

from sqlalchemy import event

from engine.clock import SystemClock
from engine.context import Context
from engine.errors import ConflictError, StorageError
from engine.worker import run_due
from tests.trust.story import STEPS, clock_of, open_story

_POINTS = ("before_cursor_execute", "commit")


def _do_step(url: str, step: str, ref: str, die_at: int) -> None:
    """Do one step; die at a point of it."""
    context, seen = open_story(url, clock_of(step)), [0]
    STEPS["begin"](context, ref) if step != "begin" else None

    def point(*_rest: object) -> None:
        seen[0] += 1
        if seen[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in _POINTS:
        event.listen(context.database._engine, name, point)
    STEPS[step](context, ref)
    point()


def _do_many(url: str, refs: list[str], told: int) -> None:
    """Move cases on from three threads while a worker runs, and tell each answer."""
    context = open_story(url, SystemClock())
    os.write(told, b"ready\n")
    threads = [Thread(target=_drive, args=(context, refs[n::3], told)) for n in range(3)]
    threads.append(Thread(target=_work, args=(context,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _drive(context: Context, refs: list[str], told: int) -> None:
    while True:
        for number, ref in enumerate(refs):
            for step in ("begin", "claim", "ask", *(["go"] if number % 2 else []), "check"):
                try:
                    STEPS[step](context, ref)
                except (ConflictError, StorageError):
                    continue
                if step in {"begin", "go"}:
                    os.write(told, f"{step} {ref}\n".encode())
            if number % 2 == 0:
                STEPS["go"](context, ref)


def _work(context: Context) -> None:
    while True:
        run_due(context)


def _obey(url: str, order: dict[str, object]) -> dict[str, object]:
    told_here, told_there = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told_here)
        try:
            if "step" in order:
                _do_step(url, order["step"], order["ref"], order["die_at"])  # type: ignore[arg-type]  # from our own tests
            else:
                _do_many(url, order["refs"], told_there)  # type: ignore[arg-type]  # from our own tests
        finally:
            sys.excepthook(*sys.exc_info()) if sys.exc_info()[0] else None
            os._exit(1 if sys.exc_info()[0] else 0)
    os.close(told_there)
    told = _listen(told_here, child, order.get("milliseconds"))
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(told_here)
    return {"ended": ended, "told": told}


def _listen(pipe: int, child: int, milliseconds: object) -> list[str]:
    """Read what the child says; kill it when its time is over, counted from when it is ready."""
    if not isinstance(milliseconds, int):
        return []
    text, until = b"", time.monotonic() + 60
    started = False
    while time.monotonic() < until:
        if select.select([pipe], [], [], max(0, until - time.monotonic()))[0]:
            read = os.read(pipe, 65536)
            if not read:
                return text.decode().splitlines()
            text += read
            if not started:
                started, until = True, time.monotonic() + milliseconds / 1000
    os.kill(child, signal.SIGKILL)
    return text.decode().splitlines()


def main() -> None:
    """Obey until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_obey(sys.argv[1], json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
