"""The engine's part of a completed task: load, complete, save; beside a plain SpiffWorkflow doing the same.

Plain means: SpiffWorkflow's own parser, workflow and serializer, in the same run. No database.
"""

import io
import itertools
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from engine import spiff
from engine.model import events

__all__ = ["run"]

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">'
)
_ENVIRONMENT = spiff.Environment(now=datetime(2027, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))
#: Milliseconds of each completed task, in order; and the size of the state after each, in bytes.
Measured = tuple[list[float], list[int]]


def _diagram(body: str) -> bytes:
    return f'{_HEAD}<bpmn:process id="P" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


def _flow(source: str, target: str, condition: str = "") -> str:
    inside = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
    return (
        f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside if condition else ''}</bpmn:sequenceFlow>"
    )


def _sequence(count: int) -> bytes:
    names = ["S", *(f"U{number}" for number in range(count)), "E"]
    tasks = "".join(f'<bpmn:userTask id="{name}"/>' for name in names[1:-1])
    flows = "".join(_flow(a, b) for a, b in itertools.pairwise(names))
    return _diagram(f'<bpmn:startEvent id="S"/>{tasks}<bpmn:endEvent id="E"/>{flows}')


def _loop(turns: int) -> bytes:
    """Return a task that is done again while its number is small; both dialects read it."""
    body = (
        '<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="M"/><bpmn:userTask id="U"/>'
        '<bpmn:exclusiveGateway id="X" default="X_E"/><bpmn:endEvent id="E"/>'
    )
    flows = _flow("S", "M") + _flow("M", "U") + _flow("U", "X") + _flow("X", "E")
    return _diagram(body + flows + _flow("X", "M", f"num &lt; {turns - 1}"))


def _blocks(blocks: int, branches: int) -> bytes:
    body, last = '<bpmn:startEvent id="S"/>', "S"
    for block in range(blocks):
        split, join = f"G{block}", f"J{block}"
        body += f'<bpmn:parallelGateway id="{split}"/><bpmn:parallelGateway id="{join}"/>' + _flow(
            last, split
        )
        for branch in range(branches):
            task = f"T{block}_{branch}"
            body += f'<bpmn:userTask id="{task}"/>' + _flow(split, task) + _flow(task, join)
        last = join
    return _diagram(body + '<bpmn:endEvent id="E"/>' + _flow(last, "E"))


def _answers(number: int) -> dict[str, object]:
    return {f"a{number % 12}": f"some text value {number}", "num": number}


def _ours(diagram: bytes, most: int) -> Measured:
    definition = spiff.parse({"p.bpmn": diagram}, "P")
    started = events.InstanceStarted(
        process_id="P", definition_version=1, checksum="", business_key="", initiator="", subject="", unit="",
        zone="UTC", variables={},
    )  # fmt: skip
    outcome = spiff.run(definition, None, started, _ENVIRONMENT)
    times, sizes = [], []
    while not outcome.completed and len(times) < most:
        wait = spiff.inspect(definition, outcome.state).waits[0]
        given = events.UserTaskCompleted(
            task="", token=wait.token, element=wait.element, submission=_answers(len(times))
        )
        before = time.perf_counter()
        outcome = spiff.run(definition, outcome.state, given, _ENVIRONMENT)
        times.append((time.perf_counter() - before) * 1e3)
        sizes.append(len(outcome.state))
    return times, sizes


def _plain(diagram: bytes, most: int) -> Measured:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(diagram)))
    workflow = BpmnWorkflow(parser.get_spec("P"))
    workflow.do_engine_steps()
    serializer = BpmnWorkflowSerializer()
    stored = serializer.serialize_json(workflow)
    times, sizes = [], []
    while not workflow.is_completed() and len(times) < most:
        before = time.perf_counter()
        workflow = serializer.deserialize_json(stored)
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(_answers(len(times)))
        task.run()
        workflow.do_engine_steps()
        stored = serializer.serialize_json(workflow)
        times.append((time.perf_counter() - before) * 1e3)
        sizes.append(len(stored))
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
    plain, plain_sizes = _best(_plain, diagram, most, plain_rounds)
    own, other = statistics.median(ours[window]), statistics.median(plain[window])
    return {
        "ms": round(own, 4), "plain_ms": round(other, 3), "times_faster": round(other / own, 1),
        "bytes": round(statistics.median(sizes[window])), "plain_bytes": round(statistics.median(plain_sizes[window])),
    }  # fmt: skip


def run() -> dict[str, dict[str, float]]:
    """Return milliseconds and bytes a completed task, by workload; about ten seconds."""
    whole = slice(None)
    ours, sizes = _best(_ours, _loop(2000), 2000, 1)
    early, late = statistics.median(ours[10:30]), statistics.median(ours[1980:2000])
    return {
        "12-step case": _beside(_sequence(12), 12, whole, plain_rounds=3),
        "100 tasks in sequence": _beside(_sequence(100), 30, whole),
        "loop, 200th turn": _beside(_loop(210), 201, slice(190, 201)),
        "loop, 2,000th turn": {
            "ms": round(late, 4), "of_20th": round(late / early, 2), "bytes": sizes[-2],
        },
        "5 x 4 parallel": _beside(_blocks(5, 4), 6, whole),
    }  # fmt: skip
