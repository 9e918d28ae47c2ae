import pytest

from engine.commands.review_definition_draft import review_definition_draft
from engine.commands.save_definition_draft import save_definition_draft
from engine.commands.submit_definition_draft import submit_definition_draft
from engine.context import reading
from engine.queries.audit import replay
from engine.store import instances, log

TABLE = """
[parameters.rates]
title = "Rates"
source = "Loaded"
columns = { cover = "text", rate = "number" }
values = [{ from = 2020-01-01, value = %s }]
"""
SCRIPT = (
    '<bpmn:scriptTask id="look"><bpmn:extensionElements><zeebe:script '
    'expression=\'=count(parameter("rates"))\' resultVariable="found"/>'
    "</bpmn:extensionElements></bpmn:scriptTask>"
)


def rated(kit, value):
    return {
        "procedure.toml": kit.settings("rated", TABLE % value),
        "rated.bpmn": kit.diagram(
            "rated",
            '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
            + kit.task("ask", 'assignee="=subject"')
            + SCRIPT
            + kit.task("wait", 'assignee="=subject"')
            + kit.flows("start", "ask", "look", "wait", "end"),
        ),
    }


def load(house, kit, value):
    saved = save_definition_draft(
        house.context,
        actor="gus",
        process_id="rated",
        files={"procedure.toml": rated(kit, value)["procedure.toml"]},
    )
    submit_definition_draft(house.context, actor="gus", draft=saved.draft)
    review_definition_draft(house.context, actor="hal", draft=saved.draft, approve=True)


def found(house, case):
    with reading(house.context) as work:
        events = log.read(work.transaction, case.instance, kinds={"VariablesWritten"})
    return next(e.event.variables["found"] for e in events if "found" in e.event.variables)


@pytest.fixture
def begun(house, kit):
    house.deploy(rated(kit, "[]"))
    return house.start("rated")


def test_a_case_under_way_reads_a_table_that_was_loaded_after_it_began(house, kit, begun):
    load(house, kit, '[{ cover = "FAMILY", rate = 1.5 }]')
    house.finish(begun, "ask", "ann")
    assert found(house, begun) == 1
    with reading(house.context) as work:
        assert instances.get(work.transaction, begun.instance).process_id == "rated"


def test_what_a_case_read_is_replayed_though_the_table_changed_since(house, kit, begun):
    house.finish(begun, "ask", "ann")
    assert found(house, begun) == 0
    load(house, kit, '[{ cover = "FAMILY", rate = 1.5 }]')
    house.finish(begun, "wait", "ann")
    assert replay(house.context, instance=begun.instance).reproduced
