"""What stock has cost: one layer for each receipt of an item."""

from dataclasses import asdict
from decimal import Decimal

from sqlalchemy import bindparam, func, insert, select, update

from engine.model.stock import Layer
from engine.store.database import Transaction
from engine.store.tables import stock_item, stock_layer

# Made once: building a statement costs more than running it.
_LIST = (
    select(
        stock_layer.c.id,
        stock_layer.c.received,
        stock_layer.c.quantity,
        stock_layer.c.left,
        stock_layer.c.unit_cost,
        stock_layer.c.origin,
        stock_layer.c.document,
        stock_layer.c.purchase_order,
        stock_layer.c.invoice,
    )
    .where(stock_layer.c.item == bindparam("wanted"))
    .order_by(stock_layer.c.received.desc(), stock_layer.c.id.desc())
)
_SAVE = (
    update(stock_layer)
    .where(stock_layer.c.id == bindparam("wanted"))
    .values(left=bindparam("new_left"), unit_cost=bindparam("cost"), invoice=bindparam("bill"))
)


def list_layers(transaction: Transaction, item: str) -> list[Layer]:
    """List the layers of an item, newest first; used up ones too."""
    return [Layer(**row._asdict()) for row in transaction.execute(_LIST, {"wanted": item})]


def add_layer(transaction: Transaction, item: str, layer: Layer, instance_id: str) -> None:
    """Write a new layer."""
    transaction.execute(
        insert(stock_layer).values(item=item, instance_id=instance_id, **asdict(layer))
    )


def save_layer(transaction: Transaction, layer: Layer) -> None:
    """Write what changes on a layer: what is left of it, its cost and its invoice."""
    transaction.execute(
        _SAVE,
        {
            "wanted": layer.id,
            "new_left": layer.left,
            "cost": layer.unit_cost,
            "bill": layer.invoice,
        },
    )


def sum_received(
    transaction: Transaction, unit: str, purchase_order: str
) -> list[tuple[str, Decimal]]:
    """Return the code of each item that came on a purchase order, and how much of it."""
    query = (
        select(stock_item.c.code, func.sum(stock_layer.c.quantity))
        .join(stock_item, stock_item.c.id == stock_layer.c.item)
        .where(stock_item.c.unit == unit, stock_layer.c.purchase_order == purchase_order)
        .group_by(stock_item.c.code)
        .order_by(stock_item.c.code)
    )
    return [(code, quantity) for code, quantity in transaction.execute(query)]
