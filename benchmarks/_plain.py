"""The yardstick: SpiffWorkflow alone, with its own parser, workflow and serializer."""

import io
import time
from collections.abc import Callable

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from benchmarks._diagrams import answers

#: Milliseconds of each completed task, in order; and the size of the state after each, in bytes.
Measured = tuple[list[float], list[int]]


def run_plain(
    diagram: bytes, most: int, keep: Callable[[str], object] = lambda _state: None
) -> Measured:
    """Complete tasks: load, complete, save.

    Args:
        diagram: What to run.
        most: Tasks to complete.
        keep: Stores the state; counts as part of the task.
    """
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
        task.data.update(answers(len(times)))
        task.run()
        workflow.do_engine_steps()
        stored = serializer.serialize_json(workflow)
        keep(stored)
        times.append((time.perf_counter() - before) * 1e3)
        sizes.append(len(stored))
    return times, sizes
