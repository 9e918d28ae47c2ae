"""An office that keeps stock, with cases that wait while goods move."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine import folders
from engine.advance.stock import post_to_stock
from engine.advance.stock_answers import stock_card, stock_item, stock_layers_of
from engine.clock import ManualClock
from engine.commands.import_directory import import_directory
from engine.context import Context, reading, use_database, writing_case
from engine.model.ids import SYSTEM
from engine.store.database import Database
from engine.store.tables import stock_movement
from engine.testing import PlainForms, TestEngine

DIAGRAM = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="waiting" isExecutable="true">
    <bpmn:startEvent id="begin"/>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>
    <bpmn:userTask id="wait">
      <bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="done"/>
    <bpmn:endEvent id="done"/>
  </bpmn:process>
</bpmn:definitions>"""

NETS: dict[str, object] = {
    "item": "NET-01",
    "location": "Kingston",
    "description": "Bed net",
    "measure": "piece",
    "purpose": "FOR_DISTRIBUTION",
}


@dataclass(kw_only=True)
class Store:
    """The stock of the office in Jamaica, and its cases."""

    context: Context
    engine: TestEngine

    def open_case(self) -> str:
        return self.engine.start_instance("waiting")

    def post(
        self, case: str, movement: str, *lines: dict[str, object], **more: object
    ) -> dict[str, Any]:
        inputs = {
            "unit": "jamaica", "document": "JAM0001", "lines": list(lines),
            **{key.replace("_", " "): value for key, value in more.items()},
        }  # fmt: skip
        with writing_case(self.context, instance=case) as (work, instance):
            posting, _ = post_to_stock(work, instance, movement, inputs)
        return posting

    def receive(self, case: str, quantity: int, cost: str, day: date, **more: object) -> None:
        line = {**NETS, "quantity": Decimal(quantity), "unit cost": Decimal(cost), **more}
        assert self.post(case, "IN", line, day=day)["posted"]

    def card(self, location: str = "Kingston") -> dict[str, Any]:
        with reading(self.context) as work:
            found = stock_card(work.transaction, "jamaica", "NET-01", location)
        assert found is not None
        return found

    def balance(self) -> object:
        with reading(self.context) as work:
            found = stock_item(work.transaction, "jamaica", "NET-01")
        assert found is not None
        return found["balance"]

    def left(self) -> list[tuple[Any, Any]]:
        """What is left of each layer and its cost of one, newest first."""
        with reading(self.context) as work:
            layers = stock_layers_of(
                work.transaction, "jamaica", "NET-01", None, Decimal(1_000_000)
            )
        return [(layer["left"], layer["unit cost"]) for layer in layers]

    def movements(self) -> list[tuple[Any, ...]]:
        with reading(self.context) as work:
            rows = work.transaction.execute(
                select(stock_movement).order_by(stock_movement.c.card, stock_movement.c.line)
            )
            return [
                (row.line, row.kind, row.quantity, row.balance, row.value, row.explanation)
                for row in rows
            ]


def open_store(database: Database) -> Store:
    """Open the engine with the demonstration's people and a procedure whose cases wait."""
    clock = ManualClock(datetime(2025, 6, 2, 15, tzinfo=UTC))
    context = use_database(
        database, forms=PlainForms(), secret=b"stock that nobody ever saw, 32 b", clock=clock
    )
    engine = TestEngine(context=context, clock=clock)
    import_directory(
        context, actor=SYSTEM, directory=folders.read_organisation(folders.find_root())
    )
    engine.deploy(DIAGRAM)
    return Store(context=context, engine=engine)
