from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from engine.model.events import RecordWritten
from engine.model.ids import InstanceId
from engine.queries.audit import replay
from engine.store import records
from tests.stock.keeping import NETS, Store

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="%s" isExecutable="true">
    <bpmn:startEvent id="begin"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>
    <bpmn:userTask id="wait"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="do"/>
    %s
    <bpmn:sequenceFlow id="f3" sourceRef="do" targetRef="stay"/>
    <bpmn:userTask id="stay"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f4" sourceRef="stay" targetRef="done"/><bpmn:endEvent id="done"/>
  </bpmn:process>
</bpmn:definitions>"""
POST = """<bpmn:serviceTask id="do"><bpmn:extensionElements>
  <zeebe:taskDefinition type="docket:stock"/>
  <zeebe:taskHeaders><zeebe:header key="movement" value="{movement}"/></zeebe:taskHeaders>
  <zeebe:ioMapping><zeebe:input source="=lines" target="lines"/>
    <zeebe:input source="=&quot;jamaica&quot;" target="unit"/>
    <zeebe:input source="=&quot;JAM0009&quot;" target="document"/>
    <zeebe:input source="=required" target="required"/>
    <zeebe:output source="=posting" target="posting"/></zeebe:ioMapping>
</bpmn:extensionElements></bpmn:serviceTask>"""
ASK = """<bpmn:scriptTask id="do"><bpmn:extensionElements>
  <zeebe:script expression="={expression}" resultVariable="answer"/>
</bpmn:extensionElements></bpmn:scriptTask>"""
JAN, MAY = date(2025, 1, 10), date(2025, 5, 20)
OUT = {"item": "NET-01", "location": "Kingston", "quantity": Decimal(4)}


@pytest.fixture
def kept(quick_store: Store) -> Store:
    case = quick_store.open_case()
    more: dict[str, Any] = {"batch": "B1", "expires": date(2026, 6, 30)}
    quick_store.receive(case, 10, "2.00", JAN, **more)
    quick_store.post(
        case, "IN", {**NETS, "location": "Montego Bay", "quantity": Decimal(5),
                     "unit cost": Decimal("2.50")},
        day=MAY, document="JAM0002", purchase_order="PO-7",
    )  # fmt: skip
    quick_store.post(case, "OUT", {**OUT, "batch": "B1"}, day=MAY)
    return quick_store


def run(store: Store, element: str, **answers: object) -> InstanceId:
    store.engine.deploy((HEAD % ("doing", element)).encode())
    case = store.engine.start_instance("doing")
    (task,) = store.engine.list_user_tasks(case)
    store.engine.complete_task(task.id, answers)
    return InstanceId(case)


def ask(store: Store, expression: str) -> Any:
    case = run(store, ASK.format(expression=expression.replace('"', "&quot;")))
    assert replay(store.context, instance=case).reproduced
    return store.engine.get_variables(case)["answer"]


def test_what_a_case_posts_stands_in_its_history_and_replays_alike(kept: Store) -> None:
    case = run(kept, POST.format(movement="OUT"), lines=[{**OUT, "batch": "B1"}], required=True)
    (note,) = [
        one.event for one in kept.engine.get_history(case) if isinstance(one.event, RecordWritten)
    ]
    assert (note.type, note.status, note.subject) == ("stock_movement", "OUT", "jamaica")
    assert note.data["value"] == 8
    assert replay(kept.context, instance=case).reproduced
    assert kept.balance() == 7


def test_a_shortage_is_an_answer_or_where_it_must_not_be_an_incident(kept: Store) -> None:
    wanted = [{**OUT, "batch": "B1", "quantity": Decimal(7)}]
    case = run(kept, POST.format(movement="OUT"), lines=wanted, required=False)
    posting: Any = kept.engine.get_variables(case)["posting"]
    assert posting["posted"] is False
    stopped = run(kept, POST.format(movement="OUT"), lines=wanted, required=True)
    (incident,) = kept.engine.list_incidents(stopped)
    assert "NET-01 at Kingston: 7 wanted, 6 there" in incident.message
    kept.receive(kept.open_case(), 1, "2.00", MAY, batch="B1")
    kept.engine.retry(stopped)
    assert kept.engine.list_incidents(stopped) == []
    assert kept.card()["balance"] == 0


def test_expressions_ask_what_is_held(kept: Store) -> None:
    assert ask(kept, 'stock item("jamaica", "NET-01").balance') == 11
    assert ask(kept, 'stock item("jamaica", "NONE")') is None
    assert ask(kept, 'stock card("jamaica", "NET-01", "Kingston").batches[1].expires') == date(
        2026, 6, 30
    )
    assert ask(kept, 'stock card("jamaica", "NET-01", "Nowhere")') is None
    assert ask(kept, 'stock places("jamaica", "NET-01").balance') == [6, 5]
    assert ask(kept, 'stock locations("jamaica")') == ["Kingston", "Montego Bay"]


def test_expressions_ask_how_it_stood_on_a_day(kept: Store) -> None:
    then = 'stock cards("jamaica", null, date("2025-05-19")).balance'
    assert ask(kept, then) == [10, 0]
    assert ask(kept, 'stock cards("jamaica", "Montego Bay", null).balance') == [5]
    summary = ask(kept, 'stock summary("jamaica", date("2025-05-01"), date("2025-05-31"))[1]')
    assert [summary[key] for key in ("opening", "in", "out", "adj", "closing")] == [10, 5, 4, 0, 11]


def test_expressions_ask_what_it_cost_and_on_which_order_it_came(kept: Store) -> None:
    layers = ask(kept, 'stock layers("jamaica", "NET-01", null, 6)')
    assert [(layer["left"], layer["unit cost"]) for layer in layers] == [
        (5, Decimal("2.5")),
        (6, 2),
    ]
    assert ask(kept, 'stock layers("jamaica", "NET-01", date("2025-03-01"), 6).document') == [
        "JAM0001"
    ]
    assert ask(kept, 'stock received("jamaica", "PO-7")[1].quantity') == 5
    assert ask(kept, 'stock lines("jamaica", "NET-01", "Kingston").quantity') == [10, -4]


def test_records_are_asked_for_by_their_days(kept: Store) -> None:
    case = kept.open_case()
    with kept.context.database.transaction() as transaction:
        rows = [
            records.RecordRow(
                id=f"r{number}", type="count", subject=subject, instance_id=case, status="DONE",
                first_day=first, last_day=last, data={}, created_at=kept.engine.clock.now(),
                updated_at=kept.engine.clock.now(),
            )
            for number, (subject, first, last) in enumerate([
                ("jamaica", date(2025, 1, 1), date(2025, 6, 30)),
                ("jamaica", date(2025, 7, 1), None),
                ("kenya", date(2025, 6, 30), None),
                ("amina", date(2025, 6, 30), None),
                ("jamaica", None, None),
            ])
        ]  # fmt: skip
        records.add_all(transaction, rows)
    period = 'date("2025-06-30"), date("2025-06-30")'
    assert ask(kept, f'records between("jamaica", "count", {period}).id') == ["r0"]
    assert ask(kept, f'records of every unit("count", {period}).subject') == ["jamaica", "kenya"]
