"""A small procedure without fault, for tests to break."""

from collections.abc import Callable

import pytest

from engine import folders
from engine.check import Report, check_procedure
from engine.model.directory import Directory
from forms import FORMS

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="https://docket.example/p">
  <bpmn:process id="p" name="A small procedure" isExecutable="true">
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="Staff member">
      <bpmn:flowNodeRef>begin</bpmn:flowNodeRef><bpmn:flowNodeRef>ask</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>fork</bpmn:flowNodeRef><bpmn:flowNodeRef>yes</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>no</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="begin" name="Begun"/>
    <bpmn:userTask id="ask" name="Answer">
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:formDefinition formId="ask"/>
        <zeebe:assignmentDefinition assignee="=subject"/>
        <zeebe:properties><zeebe:property name="policy" value="C1"/></zeebe:properties>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:exclusiveGateway id="fork" name="Agreed?" default="to_no"/>
    <bpmn:endEvent id="yes" name="Agreed"/>
    <bpmn:endEvent id="no" name="Not agreed"/>
    <bpmn:sequenceFlow id="to_ask" sourceRef="begin" targetRef="ask"/>
    <bpmn:sequenceFlow id="to_fork" sourceRef="ask" targetRef="fork"/>
    <bpmn:sequenceFlow id="to_yes" name="Yes" sourceRef="fork" targetRef="yes">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=agreed = true</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="to_no" name="No" sourceRef="fork" targetRef="no"/>
  </bpmn:process>
</bpmn:definitions>
"""
FORM = """{"type": "default", "id": "ask", "schemaVersion": 18, "components": [
  {"type": "checkbox", "id": "Field_agreed", "key": "agreed", "label": "I agree"}]}
"""
SETTINGS = """
id = "p"
title = "A small procedure"
prefix = "P"
owner = "process_owner"
source = "A document"
covers = ["C1"]
start_roles = ["staff_member"]
"""
POLICY = "# P\n\n## C1 Answer\nSource: page 1.\n\nThe staff member answers.\n"
WORDS = ["A small procedure", "Staff member", "Begun", "Answer", "Agreed?", "Agreed", "Not agreed"]
WORDS += ["Yes", "No", "I agree"]


def scenario(agreed: str, end: str) -> bytes:
    return f"""
title = "It ends {end}"
clauses = ["C1"]
[[step]]
at = 2025-03-10T09:00:00
actor = "amina"
start = "p"
[[step]]
actor = "amina"
task = "ask"
answers = {{ agreed = {agreed} }}
[expect]
end = "{end}"
""".encode()


FILES = {
    "procedure.toml": SETTINGS,
    "p.bpmn": BPMN,
    "forms/ask.form": FORM,
    "policy.md": POLICY,
    "policy.fr.md": POLICY,
    "fr.toml": "".join(f'"{word}" = "{word} (fr)"\n' for word in WORDS),
}
SCENARIOS = {"yes.toml": scenario("true", "yes"), "no.toml": scenario("false", "no")}

Check = Callable[..., Report]


@pytest.fixture(scope="session")
def people() -> Directory:
    return folders.read_organisation(folders.find_root())


@pytest.fixture
def check(people: Directory) -> Check:
    """Check the small procedure with some texts of its files replaced."""

    def look(
        *changes: tuple[str, str, str],
        files: dict[str, str] | None = None,
        without: tuple[str, ...] = (),
        scenarios: dict[str, bytes] | None = None,
    ) -> Report:
        texts = {**FILES, **(files or {})}
        for file, old, new in changes:
            assert old in texts[file], f"{old} does not stand in {file}"
            texts[file] = texts[file].replace(old, new)
        data = {path: text.encode() for path, text in texts.items() if path not in without}
        stories = SCENARIOS if scenarios is None else scenarios
        return check_procedure("p", {"p": data}, stories, FORMS, people)

    return look
