"""What we use of SpiffWorkflow beyond its documentation: an upgrade that moves any of it fails here.

When a test below fails, read the new source at that place before anything else.
"""

import importlib.metadata
import inspect

import pytest
from SpiffWorkflow import task
from SpiffWorkflow.bpmn.parser import node_parser
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.script_engine import python_engine, python_environment
from SpiffWorkflow.bpmn.specs import bpmn_process_spec, defaults
from SpiffWorkflow.bpmn.specs.event_definitions import base as event_base
from SpiffWorkflow.bpmn.specs.mixins import multiinstance_task
from SpiffWorkflow.specs import base
from SpiffWorkflow.util.task import TaskState


def test_the_version_is_the_one_that_was_read():
    assert importlib.metadata.version("SpiffWorkflow") == "3.2.0"


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (task.Task, "__init__", "self workflow task_spec parent state id"),
        (task.Task, "_add_child", "self task_spec state"),
        (task.Task, "_child_added_notify", "self child"),
        (task.Task, "_set_state", "self value"),
        (task.Task, "_inherit_data", "self"),
        (task.Task, "_ready", "self"),
        (task.Task, "run", "self"),
        (task.Task, "complete", "self"),
        (task.Task, "error", "self"),
        (task.Task, "cancel", "self"),
        (base.TaskSpec, "_predict", "self my_task seen looked_ahead mask"),
        (base.TaskSpec, "_update_hook", "self my_task"),
        (base.TaskSpec, "_on_ready", "self my_task"),
        (base.TaskSpec, "_run", "self my_task"),
        (base.TaskSpec, "_on_cancel", "self my_task"),
        (base.TaskSpec, "_on_complete", "self my_task"),
        (base.TaskSpec, "_connect_notify", "self taskspec"),
        (base.TaskSpec, "connect", "self taskspec"),
        (base.TaskSpec, "test", "self"),
        (base.TaskSpec, "serialize", "self serializer kwargs"),
        (python_engine.PythonScriptEngine, "__init__", "self environment"),
        (bpmn_process_spec.BpmnProcessSpec, "__init__", "self name description filename svg"),
        (BpmnParser, "__init__", "self namespaces validator spec_descriptions"),
        (BpmnParser, "_get_parser_class", "self tag"),
        (BpmnParser, "create_parser", "self node filename lane"),
        (BpmnParser, "get_spec", "self process_id required"),
        (ProcessParser, "_parse", "self"),
        (ProcessParser, "add_tasks", "self"),
        (ProcessParser, "parse_node", "self node"),
        (ProcessParser, "get_spec", "self"),
        (ProcessParser, "get_outgoing_sequence_flows", "self source_ref"),
        (ProcessParser, "get_boundary_events", "self attached_to_ref"),
        (TaskParser, "parse_node", "self"),
        (TaskParser, "create_task", "self"),
        (TaskParser, "_add_boundary_event", "self children"),
        (TaskParser, "_add_loop_task", "self loop_characteristics"),
        (TaskParser, "_add_multiinstance_task", "self loop_characteristics"),
        (TaskParser, "_copy_task_attrs", "self original loop_characteristics"),
        (node_parser.NodeParser, "parse_extensions", "self node"),
        (node_parser.NodeParser, "parse_io_spec", "self"),
        (event_base.EventDefinition, "__init__", "self name description"),
    ],
)  # fmt: skip
def test_a_method_that_we_override_or_call_has_the_same_parameters(owner, name, parameters):
    assert name in vars(owner)
    assert " ".join(inspect.signature(vars(owner)[name]).parameters) == parameters


def test_the_states_of_a_task_are_the_same_numbers():
    names = ("FUTURE", "WAITING", "READY", "STARTED", "COMPLETED", "ERROR", "CANCELLED")
    assert [getattr(TaskState, name) for name in names] == [4, 8, 16, 32, 64, 128, 256]
    assert TaskState.FINISHED_MASK == 64 | 128 | 256


def test_a_task_keeps_its_links_where_we_write_them():
    source = inspect.getsource(task.Task.__init__)
    for name in (
        "_parent",
        "_children",
        "_state",
        "triggered",
        "internal_data",
        "thread_id",
        "last_state_change",
    ):
        assert f"self.{name} = " in source


def test_a_looped_activity_is_renamed_as_we_look_for_it():
    assert "f'{original.name} [child]'" in inspect.getsource(TaskParser._copy_task_attrs)


def test_the_classes_that_ours_stand_before_are_there():
    names = (
        "NoneTask UserTask ExclusiveGateway ParallelGateway InclusiveGateway EventBasedGateway StartEvent EndEvent "
        "IntermediateCatchEvent IntermediateThrowEvent BoundaryEvent ReceiveTask SendTask SubWorkflowTask "
        "CallActivity EventSubprocess AdHocSubprocess"
    )
    assert all(issubclass(getattr(defaults, name), base.TaskSpec) for name in names.split())
    assert issubclass(multiinstance_task.LoopTask, base.TaskSpec)
    assert inspect.isclass(python_environment.BasePythonScriptEngineEnvironment)
