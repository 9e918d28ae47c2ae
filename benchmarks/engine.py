"""The engine's part of a completed task: load, complete, save; beside a plain SpiffWorkflow doing the same.

Plain means: SpiffWorkflow's own parser, workflow and serializer, in the same run. No database.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from zoneinfo import ZoneInfo

from benchmarks._diagrams import answers, blocks, for_each, loop, sequence
from benchmarks._plain import Measured, run_plain
from engine import spiff
from engine.model import events

__all__ = ["run"]

_ENVIRONMENT = spiff.Environment(now=datetime(2027, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))


@lru_cache
def _parse(diagram: bytes) -> spiff.Definition:
    """Return a definition; like a server, which reads each version once."""
    return spiff.parse({"p.bpmn": diagram}, "P")


def _ours(
    diagram: bytes, most: int, variables: Mapping[str, object] = MappingProxyType({})
) -> Measured:
    definition = _parse(diagram)
    started = events.InstanceStarted(
        process_id="P", definition_version=1, checksum="", business_key="", initiator="", subject="", unit="",
        zone="UTC", variables=variables,
    )  # fmt: skip
    outcome = spiff.run(definition, None, started, _ENVIRONMENT)
    times, sizes = [], []
    while not outcome.completed and len(times) < most:
        wait = spiff.inspect(definition, outcome.state).waits[0]
        given = events.UserTaskCompleted(
            task="", token=wait.token, element=wait.element, submission=answers(len(times))
        )
        before = time.perf_counter()
        outcome = spiff.run(definition, outcome.state, given, _ENVIRONMENT)
        times.append((time.perf_counter() - before) * 1e3)
        sizes.append(len(outcome.state))
    return times, sizes


def _best(
    measure: Callable[[bytes, int], Measured], diagram: bytes, most: int, rounds: int
) -> Measured:
    return min(
        (measure(diagram, most) for _ in range(rounds)),
        key=lambda found: statistics.median(found[0]),
    )


def _beside(diagram: bytes, most: int, window: slice, *, plain_rounds: int = 1) -> dict[str, float]:
    """Return the medians of both over a window of tasks, and how many times faster ours is."""
    ours, sizes = _best(_ours, diagram, most, 3)
    plain, plain_sizes = _best(run_plain, diagram, most, plain_rounds)
    own, other = statistics.median(ours[window]), statistics.median(plain[window])
    return {
        "ms": round(own, 4), "plain_ms": round(other, 3), "times_faster": round(other / own, 1),
        "bytes": round(statistics.median(sizes[window])), "plain_bytes": round(statistics.median(plain_sizes[window])),
    }  # fmt: skip


def _alone(diagram: bytes, most: int, **variables: object) -> dict[str, float]:
    """Return the medians of ours."""
    times, sizes = _ours(diagram, most, variables)
    return {"ms": round(statistics.median(times), 4), "bytes": round(statistics.median(sizes))}


def _rows() -> list[dict[str, object]]:
    """Return a megabyte of texts that do not compress well."""
    return [{"id": row, "text": sha256(str(row).encode()).hexdigest()} for row in range(15_000)]


def _checking(diagram: bytes) -> dict[str, float]:
    """Return how long the checks of a diagram take, and reading it."""
    found = {}
    for name, call in (("check_ms", spiff.find_problems), ("parse_ms", spiff.parse)):
        before = time.perf_counter()
        call({"p.bpmn": diagram}, "P")
        found[name] = round((time.perf_counter() - before) * 1e3)
    return found


def run() -> dict[str, dict[str, float]]:
    """Return milliseconds and bytes a completed task, by workload; about ten seconds."""
    whole = slice(None)
    ours, sizes = _best(_ours, loop(2000), 2000, 1)
    early, late = statistics.median(ours[10:30]), statistics.median(ours[1980:2000])
    return {
        "12-step case": _beside(sequence(12), 12, whole, plain_rounds=3),
        "100 tasks in sequence": _beside(sequence(100), 30, whole),
        "loop, 200th turn": _beside(loop(210), 201, slice(190, 201)),
        "loop, 2,000th turn": {
            "ms": round(late, 4), "of_20th": round(late / early, 2), "bytes": sizes[-2],
        },
        "5 x 4 parallel": _beside(blocks(5, 4), 6, whole),
        "multi-instance of 500": _alone(for_each(group="clerks"), 100, items=list(range(500))),
        "1 MB of variables": _alone(sequence(12), 12, rows=_rows()),
        "3,000 tasks in sequence": _checking(sequence(3000)),
    }  # fmt: skip
