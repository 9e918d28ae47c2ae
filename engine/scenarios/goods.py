"""Goods that a scenario finds in stock or that move meanwhile: posted by a small procedure of its own.

A step ``stock = { movement = "IN", document = "JAM0001", day = 2025-01-10, lines = [...] }`` posts to
the ledger of the actor's office what the service ``docket:stock`` would post for a case.
"""

from collections.abc import Mapping
from typing import Final

NAME: Final = "goods_of_a_scenario"

_SETTINGS = f"""
id = "{NAME}"
title = "Goods of a scenario"
prefix = "GOODS"
owner = "process_owner"
source = "The scenario"
"""

_BRANCH = """
  <bpmn:serviceTask id="post_{kind}">
    <bpmn:extensionElements>
      <zeebe:taskDefinition type="docket:stock"/>
      <zeebe:taskHeaders><zeebe:header key="movement" value="{kind}"/></zeebe:taskHeaders>
      <zeebe:ioMapping>
        <zeebe:input source="=lines" target="lines"/>
        <zeebe:input source="=document" target="document"/>
        <zeebe:input source="=day" target="day"/>
        <zeebe:input source="=explanation" target="explanation"/>
        <zeebe:input source="=origin" target="origin"/>
        <zeebe:output source="=posting" target="posting"/>
      </zeebe:ioMapping>
    </bpmn:extensionElements>
  </bpmn:serviceTask>
  <bpmn:sequenceFlow id="to_{kind}" sourceRef="which" targetRef="post_{kind}">
    <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=movement = "{kind}"</bpmn:conditionExpression>
  </bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="from_{kind}" sourceRef="post_{kind}" targetRef="{after}"/>
"""

_DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="https://docket.example/goods">
<bpmn:message id="m" name="{name}"/>
<bpmn:process id="{name}" isExecutable="true">
  <bpmn:startEvent id="moved"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>
  <bpmn:exclusiveGateway id="which"/>
  <bpmn:receiveTask id="kept_aside" messageRef="m2"/>
  <bpmn:endEvent id="posted"/>
  <bpmn:sequenceFlow id="to_which" sourceRef="moved" targetRef="which"/>
  <bpmn:sequenceFlow id="given_back" sourceRef="kept_aside" targetRef="posted"/>
  {branches}
</bpmn:process>
<bpmn:message id="m2" name="{name} given back">
  <bpmn:extensionElements><zeebe:subscription correlationKey="=document"/></bpmn:extensionElements>
</bpmn:message>
</bpmn:definitions>"""

_DEFAULTS: Mapping[str, object] = {
    "movement": "IN",
    "explanation": None,
    "origin": None,
    "day": None,
}


def make_files() -> dict[str, bytes]:
    """Return the files of the procedure that posts; goods set aside stay so until it ends."""
    branches = "".join(
        _BRANCH.format(kind=kind, after="kept_aside" if kind == "HOLD" else "posted")
        for kind in ("IN", "OUT", "ADJ", "HOLD")
    )
    diagram = _DIAGRAM.format(name=NAME, branches=branches)
    return {
        "procedure.toml": _SETTINGS.encode(),
        f"{NAME}.bpmn": diagram.encode(),
        "policy.md": b"",
    }


def make_variables(actor: str, posting: Mapping[str, object]) -> dict[str, object]:
    """Return what the message that begins its case carries."""
    return {**_DEFAULTS, **posting, "subject": actor}
