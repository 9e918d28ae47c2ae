"""The whole cost of a completed task: check, run, history, tables, commit; on an SQLite file.

Beside it in the same run: SpiffWorkflow alone with its own serializer, its state kept in one row;
and the floor, the same rows written by hand with the bare driver in one transaction.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from benchmarks._diagrams import answers, blocks, for_each, loop, sequence
from benchmarks._office import CLERK, GROUP, Office, copy_database, open_office
from benchmarks._plain import run_plain
from benchmarks._watch import Statement, Watch, watching
from engine.commands.complete_task import complete_task
from engine.context import reading
from engine.model.ids import InstanceId
from engine.store import instances, user_tasks
from engine.store.database import PRAGMAS

__all__ = ["run"]


@dataclass(frozen=True, kw_only=True)
class _Workload:
    diagram: bytes
    #: Tasks to complete.
    tasks: int
    #: Variables at the start.
    variables: dict[str, object] = field(default_factory=dict)
    #: Whether SpiffWorkflow alone can run it (and within this benchmark's time).
    plain: bool = True
    rounds: int = 1
    #: Also compare the last tasks with the 20th.
    late: bool = False


def _finish_tasks(
    office: Office,
    case: InstanceId,
    most: int,
    watch: Watch,
    after: Callable[[int], object] = lambda _number: None,
) -> tuple[list[float], int]:
    """Complete whatever is open; return the milliseconds of each task and the bytes of state.

    Args:
        office: Where.
        case: The case.
        most: Tasks to complete.
        watch: Watches them.
        after: Called after each with its number.
    """
    times: list[float] = []
    size = 0
    while len(times) < most:
        with reading(office.context) as work:
            waiting = user_tasks.list_open(work.transaction, case)
            size = len(instances.get(work.transaction, case).state)
        for task in waiting[: most - len(times)]:
            given = answers(len(times))
            before = time.perf_counter()
            with watch.next_task():
                complete_task(office.context, actor=CLERK, task=task.id, submission=given)
            times.append((time.perf_counter() - before) * 1e3)
            after(len(times) - 1)
    return times, size


@dataclass(kw_only=True)
class _Found:
    """Milliseconds of each task, of all rounds together."""

    times: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    statements: int = 0
    commits: int = 0
    size: int = 0


def _measure(load: _Workload) -> dict[str, float]:
    found = _Found()
    with open_office() as office, tempfile.TemporaryDirectory() as folder:
        office.deploy(load.diagram)
        _finish_tasks(office, office.begin(**load.variables), min(load.tasks, 12), Watch())  # warm
        for number in range(load.rounds):
            _run_round(load, office, Path(folder) / str(number), found)
    ms, floor = statistics.median(found.times), statistics.median(found.by_hand)
    figures = {
        "ms": round(ms, 3),
        "statements": round(found.statements / len(found.times), 1),
        "commits": found.commits / len(found.times),
        "state_bytes": found.size,
        "floor_ms": round(floor, 3),
        "of_floor": round(ms / floor, 2),
    }
    if load.plain:
        plain = statistics.median(found.plain)
        figures |= {"plain_ms": round(plain, 3), "times_faster": round(plain / ms, 1)}
    if load.late:
        late, early = statistics.median(found.times[-20:]), statistics.median(found.times[10:30])
        figures |= {"last_of_20th": round(late / early, 2)}
    return figures


def _run_round(load: _Workload, office: Office, folder: Path, found: _Found) -> None:
    """Run a case in the three ways; each task and its rows by hand in turn, so that a busy moment hits both."""
    folder.mkdir()
    case = office.begin(**load.variables)
    copy_database(office, folder / "floor.db")
    with watching(office) as watch:
        _finish_tasks(office, case, load.tasks, watch)
    with _by_hand(folder / "floor.db") as write:
        times, found.size = _finish_tasks(
            office,
            office.begin(**load.variables),
            load.tasks,
            Watch(),
            lambda number: found.by_hand.append(write(watch.tasks[number])),
        )
    found.times += times
    found.statements += sum(map(len, watch.tasks))
    found.commits += watch.commits
    if load.plain:
        found.plain += _plain_with_store(load, folder / "plain.db")


@contextmanager
def _by_hand(file: Path) -> Iterator[Callable[[list[Statement]], float]]:
    """Give what writes the same rows with the bare driver, as durably, and returns its milliseconds."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

        def write(statements: list[Statement]) -> float:
            before = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            for text, values, many in statements:
                if not text.startswith("SELECT"):
                    (connection.executemany if many else connection.execute)(text, values)
            connection.execute("COMMIT")
            return (time.perf_counter() - before) * 1e3

        yield write


def _plain_with_store(load: _Workload, file: Path) -> list[float]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE state (id INTEGER PRIMARY KEY, body TEXT)")
        connection.execute("INSERT INTO state VALUES (1, '')")
        store = "UPDATE state SET body = ? WHERE id = 1"
        return run_plain(load.diagram, load.tasks, lambda body: connection.execute(store, (body,)))[
            0
        ]


def _big_variables() -> dict[str, object]:
    """Return a megabyte of texts that do not compress well."""
    texts = [sha256(str(number).encode()).hexdigest() for number in range(15_600)]
    return {"rows": [{"id": number, "text": text} for number, text in enumerate(texts)]}


def run() -> dict[str, dict[str, float]]:
    """Return the figures of a completed task, by workload; about a minute."""
    loads = {
        "12-step case": _Workload(diagram=sequence(12, group=GROUP), tasks=12, rounds=8),
        "100 tasks in sequence": _Workload(diagram=sequence(100, group=GROUP), tasks=100, rounds=2),
        "loop of 2,000 turns": _Workload(
            diagram=loop(2001, group=GROUP), tasks=2000, plain=False, late=True
        ),
        "4 x 8 parallel": _Workload(diagram=blocks(4, 8, group=GROUP), tasks=32),
        "multi-instance of 500": _Workload(
            diagram=for_each(group=GROUP),
            tasks=100,
            variables={"items": list(range(500))},
            plain=False,
        ),
        "1 MB of variables": _Workload(
            diagram=sequence(12, group=GROUP), tasks=12, variables=_big_variables(), plain=False
        ),
    }
    return {name: _measure(load) for name, load in loads.items()}
