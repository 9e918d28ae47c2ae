"""Goods on their way at the end of a period: whose they are already. Pure.

An *order* is one line of the review of open purchase orders: ``{"order", "project", "description",
"incoterm", "handedOver": date, "receivedOn": date, "goodsValue", "freight"}``, money in US dollars.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "decided_orders",
    "order_rows",
    "transit_rows",
    "transit_total",
    "undecided_orders",
]

CENT = Decimal("0.01")
IN_TRANSIT = "IN_TRANSIT"
DECIDE = "DECIDE"


def order_rows(
    earlier: Sequence[dict[str, object]], records: Sequence[dict[str, object]], last: date
) -> list[dict[str, object]]:
    """Return the open orders to look at again: what was in the review before, not yet in stock.

    Args:
        earlier: The review as it was answered before in this case; goes before the records.
        records: What the reviews of earlier periods left on record.
        last: Last day of the period.

    >>> before = {"last day": date(2025, 6, 30), "data": {"orders": [
    ...     {"order": "PO-A", "outcome": "IN_TRANSIT", "value": Decimal(1)},
    ...     {"order": "PO-E", "outcome": "IN_STOCK"}]}}
    >>> [row["order"] for row in order_rows([], [before], date(2025, 12, 31))]
    ['PO-A']
    >>> order_rows([], [before], date(2025, 6, 30))
    []
    """
    if earlier:
        return [dict(row) for row in earlier]
    known = [row for row in records if isinstance(row.get("last day"), date) and _last(row) < last]
    if not known:
        return []
    data = max(known, key=_last).get("data")
    orders = data.get("orders") if isinstance(data, dict) else None
    asked = ("order", "project", "description", "incoterm", "handedOver", "goodsValue", "freight")
    return [
        {**{key: row.get(key) for key in asked}, "receivedOn": None}
        for row in (orders if isinstance(orders, list) else [])
        if row.get("outcome") != "IN_STOCK"
    ]


def _last(record: Mapping[str, object]) -> date:
    day = record.get("last day")
    return day if isinstance(day, date) else date.min


def undecided_orders(
    orders: Sequence[dict[str, object]], outcomes: Sequence[str]
) -> list[dict[str, object]]:
    """Return the orders whose term does not say who owns the goods.

    >>> undecided_orders([{"order": "X", "incoterm": "OTHER"}], ["DECIDE"])[0]["order"]
    'X'
    """
    keys = ("order", "description", "incoterm", "termName", "handedOver")
    return [
        {key: order.get(key) for key in keys}
        for order, outcome in zip(orders, outcomes, strict=True)
        if outcome == DECIDE
    ]


def decided_orders(
    orders: Sequence[dict[str, object]],
    outcomes: Sequence[str],
    decided: Sequence[dict[str, object]],
    include_freight: bool,
) -> list[dict[str, object]]:
    """Return every order with what became of it and its value in transit.

    Args:
        orders: The orders reviewed.
        outcomes: What the table of terms says of each, in the same order.
        decided: Orders that a person decided on: ``owned`` is ``OURS`` or ``SELLERS``.
        include_freight: Freight paid belongs to the value (`transit.includeFreight`).

    Source:
        P10-S20, P10-S21. Worked example B: goods 12,000.00 and freight 800.00 under CIP.

    >>> order = {"order": "B", "goodsValue": Decimal(12000), "freight": Decimal(800)}
    >>> [decided_orders([order], ["IN_TRANSIT"], [], freight)[0]["value"] for freight in (True, False)]
    [Decimal('12800.00'), Decimal('12000.00')]
    >>> decided_orders([order], ["DECIDE"], [{"order": "B", "owned": "OURS"}], True)[0]["outcome"]
    'IN_TRANSIT'
    """
    owned = {row.get("order"): row.get("owned") == "OURS" for row in decided}
    found = []
    for order, outcome in zip(orders, outcomes, strict=True):
        said = outcome
        if outcome == DECIDE:
            said = IN_TRANSIT if owned.get(order.get("order")) else "NOT_OURS"
        worth = _number(order.get("goodsValue"))
        worth += _number(order.get("freight")) if include_freight else Decimal(0)
        value = worth if said == IN_TRANSIT else Decimal(0)
        found.append({**order, "outcome": said, "value": _cents(value)})
    return found


def transit_rows(orders: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the orders in transit that belong to the organisation already.

    >>> transit_rows([{"order": "C", "outcome": "NOT_OURS"}])
    []
    """
    keys = ("order", "project", "description", "incoterm", "handedOver", "value")
    return [
        {key: order.get(key) for key in keys}
        for order in orders
        if order.get("outcome") == IN_TRANSIT
    ]


def transit_total(rows: Sequence[dict[str, object]]) -> Decimal:
    """Return the value of orders in transit.

    Source:
        P10-S21. Worked example: 10,000.00 under FOB and 12,800.00 under CIP.

    >>> transit_total([{"value": Decimal("10000.00")}, {"value": Decimal("12800.00")}])
    Decimal('22800.00')
    """
    return _cents(sum((_number(row.get("value")) for row in rows), Decimal(0)))


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
