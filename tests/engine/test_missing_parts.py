"""Parts that a diagram names: they are among the files, or the version is refused."""

import pytest

from engine.errors import ModelError
from engine.testing import open_engine

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x"><process id="P">'
)
FORM = '<extensionElements><zeebe:userTaskForm id="f1">{"components": []}</zeebe:userTaskForm></extensionElements>'


@pytest.fixture
def engine():
    found = open_engine()
    yield found
    found.close()


def _diagram(task: str, before: str = "") -> bytes:
    flow = '<sequenceFlow id="f" sourceRef="S" targetRef="T"/>'
    return f'{HEAD}{before}<startEvent id="S"/>{task}{flow}</process></definitions>'.encode()


def _with_form(attributes: str) -> str:
    inside = f"<zeebe:userTask/><zeebe:formDefinition {attributes}/>"
    return f'<userTask id="T"><extensionElements>{inside}</extensionElements></userTask>'


def test_a_form_that_is_nowhere_is_refused_when_the_task_could_never_be_finished(engine):
    with pytest.raises(ModelError, match="has the form gone, which is not in the files"):
        engine.deploy(_diagram(_with_form('formId="gone"')))
    engine.deploy(_diagram(_with_form('formId="gone"')), files={"forms/gone.form": b"{}"})


def test_a_form_in_the_diagram_itself_is_found(engine):
    engine.deploy(_diagram(_with_form('formKey="camunda-forms:bpmn:f1"'), FORM))
    case = engine.start_instance("P")
    [task] = engine.list_user_tasks(case)
    assert task.form == "f1"
    engine.complete_task(task.id, {"x": 1})
    assert engine.get_status(case) == "completed"


def test_a_form_of_another_system_is_none_of_ours(engine):
    engine.deploy(_diagram(_with_form('externalReference="https://forms.example/1"')))
    case = engine.start_instance("P")
    [task] = engine.list_user_tasks(case)
    engine.complete_task(task.id)
    assert engine.get_status(case) == "completed"


def test_a_decision_that_is_nowhere_is_refused(engine):
    call = '<zeebe:calledDecision decisionId="gone" resultVariable="r"/>'
    task = (
        f'<businessRuleTask id="T"><extensionElements>{call}</extensionElements></businessRuleTask>'
    )
    with pytest.raises(ModelError, match="calls the decision gone"):
        engine.deploy(_diagram(task))
