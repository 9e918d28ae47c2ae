"""Looks at files that somebody uploaded in a process of its own, under limits of time and memory.

A diagram made to hurt then costs its own check and nothing else. The process is forked from one
that has imported everything already, so a check begins within milliseconds; where processes cannot
be forked it is started afresh.
"""

import json
import multiprocessing
import sys
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path

from engine.errors import Problem

if sys.platform != "win32":
    import resource

__all__ = ["find_bounded", "get_ready"]

#: Looks at something and lists what is wrong.
Find = Callable[..., list[Problem]]

_FORKS = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
#: How long the process may take to import everything, the first time on a busy machine.
_SECONDS_TO_BEGIN = 60


def get_ready(find: Find, *arguments: object) -> None:
    """Begin to import what a check needs, without waiting for it, so that the first one is quick.

    Args:
        find: The check.
        arguments: Some of what it will be called with.
    """
    if _FORKS:
        modules = {find.__module__, *(type(argument).__module__ for argument in arguments)}
        _CONTEXT.set_forkserver_preload(["__main__", *sorted(modules - {"builtins"})])
        forkserver.ensure_running()


def find_bounded(
    find: Find, *arguments: object, seconds: int = 10, megabytes: int = 512
) -> list[Problem]:
    """Return the problems that a check finds; reaching a limit is a problem too.

    Args:
        find: The check: a function of a module, which returns problems.
        arguments: What it is called with; anything that can be pickled.
        seconds: How long it may take.
        megabytes: How much memory it may take beyond what the program itself needs.
    """
    get_ready(find, *arguments)
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(  # type: ignore[attr-defined]  # every context has it
        target=_work, args=(theirs, find, arguments, seconds, megabytes), daemon=True
    )
    process.start()
    theirs.close()
    try:
        return _read(ours, seconds, megabytes)
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _read(answer: Connection, seconds: int, megabytes: int) -> list[Problem]:
    try:
        answer.poll(_SECONDS_TO_BEGIN)
        answer.recv_bytes()
        if not answer.poll(seconds):
            return [_stopped(f"takes longer than {seconds} seconds")]
        found = json.loads(answer.recv_bytes())
    except EOFError:
        return [_stopped("broke off")]
    if found is None:
        return [_stopped(f"needs more than {megabytes} MB of memory")]
    return [Problem(**problem) for problem in found]


def _stopped(what: str) -> Problem:
    return Problem(
        message=f"The check of these files {what}, so they cannot be used.",
        remedy="Make the largest of them smaller, or split the process into several.",
        rule="check-stopped",
    )


def _work(answer: Connection, find: Find, arguments: tuple[object, ...], *limits: int) -> None:
    """Run in the process of its own: check, and answer with problems as JSON, or null without memory."""
    _limit(*limits)
    answer.send_bytes(b"begun")
    try:
        found = [asdict(problem) for problem in find(*arguments)]
    except MemoryError:
        found = None
    answer.send_bytes(json.dumps(found).encode())


def _limit(seconds: int, megabytes: int) -> None:
    if sys.platform == "win32":
        return  # only the time is limited there
    # Should the one who waits for the answer be gone, the process still ends.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    pages = Path("/proc/self/statm")
    if pages.exists():
        used = int(pages.read_text().split()[0]) * resource.getpagesize()
        most = used + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
