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
#: What a line of the review is asked about.
ASKED = ("order", "project", "description", "incoterm", "handedOver", "goodsValue", "freight")


def order_rows(
    earlier: Sequence[dict[str, object]],
    reviews: Sequence[dict[str, object]],
    orders: Sequence[dict[str, object]],
    last: date,
) -> list[dict[str, object]]:
    """Return the orders to look at: those on record, and those of the last review not yet in stock.

    Args:
        earlier: The review as it was answered before in this case; when there is one, it is offered
            again.
        reviews: What the reviews of earlier periods left on record.
        orders: Orders on record: ``first day`` is the day of the order, or of the last delivery once
            the status is ``RECEIVED``; ``data`` has ``purchaseOrder``, ``incoterm``, ``freight`` and
            ``goods``.
        last: Last day of the period.

    Source:
        P10-S20: every open purchase order.

    >>> before = {"last day": date(2025, 6, 30), "data": {"orders": [
    ...     {"order": "PO-A", "project": "P1", "outcome": "IN_TRANSIT", "handedOver": date(2025, 6, 20)},
    ...     {"order": "PO-E", "project": "P1", "outcome": "IN_STOCK"}]}}
    >>> goods = [{"project": "P1", "description": "Nets", "quantity": Decimal(5), "unitPrice": Decimal(2)}]
    >>> order = {"status": "OPEN", "first day": date(2025, 6, 2), "data": {"source": "PURCHASE",
    ...     "purchaseOrder": "PO-A", "incoterm": "FOB", "freight": Decimal(1), "goods": goods}}
    >>> [row] = order_rows([], [before], [order], date(2025, 12, 31))
    >>> row["order"], row["handedOver"], row["goodsValue"], row["freight"], row["receivedOn"]
    ('PO-A', datetime.date(2025, 6, 20), Decimal('10.00'), Decimal('1'), None)
    >>> came = {**order, "status": "RECEIVED", "first day": date(2025, 7, 2)}
    >>> order_rows([], [], [came], date(2025, 6, 30))[0]["receivedOn"]
    datetime.date(2025, 7, 2)
    >>> order_rows([], [before], [came], date(2025, 12, 31)), order_rows([], [before], [], date(2025, 6, 30))
    ([], [])
    """
    if earlier:
        return [dict(row) for row in earlier]
    reviewed = {_place(row): row for row in _last_review(reviews, last)}
    known = {_place(row): row for order in orders for row in _rows_of(order, last)}
    ended = {_name(order) for order in orders} - {row["order"] for row in known.values()}
    old = {place: row for place, row in reviewed.items() if place[0] not in ended}
    return [
        {**known[place], **_handed_over(old.get(place))} if place in known else old[place]
        for place in (*known, *(place for place in old if place not in known))
    ]


def _last_review(reviews: Sequence[dict[str, object]], last: date) -> list[dict[str, object]]:
    """Return the orders of the last review before a day that were not in stock."""
    known = [record for record in reviews if _day(record, "last day") < last]
    if not known:
        return []
    data = max(known, key=lambda record: _day(record, "last day")).get("data")
    orders = data.get("orders", []) if isinstance(data, dict) else []
    return [
        {**{key: row.get(key) for key in ASKED}, "receivedOn": None}
        for row in orders
        if row.get("outcome") != "IN_STOCK"
    ]


def _rows_of(order: Mapping[str, object], last: date) -> list[dict[str, object]]:
    """Return a purchase on record as lines of the review, one for each project."""
    data, day = order.get("data"), _day(order, "first day")
    received = order.get("status") == "RECEIVED"
    on_its_way = day > last if received else order.get("status") == "OPEN" and day <= last
    if not isinstance(data, dict) or data.get("source") == "DONATION" or not on_its_way:
        return []
    goods = data.get("goods", [])
    found: list[dict[str, object]] = []
    for project in dict.fromkeys(str(line.get("project") or "") for line in goods):
        own = [line for line in goods if str(line.get("project") or "") == project]
        value = sum(
            (_number(line.get("quantity")) * _number(line.get("unitPrice")) for line in own),
            Decimal(0),
        )
        found.append(
            {
                "order": data.get("purchaseOrder"),
                "project": project,
                "description": ", ".join(str(line.get("description")) for line in own),
                "incoterm": data.get("incoterm"),
                "handedOver": None,
                "goodsValue": _cents(value),
                "freight": Decimal(0) if found else _number(data.get("freight")),
                "receivedOn": day if received else None,
            }
        )
    return found


def _name(order: Mapping[str, object]) -> object:
    data = order.get("data")
    return data.get("purchaseOrder") if isinstance(data, dict) else None


def _place(row: Mapping[str, object]) -> tuple[object, object]:
    return row.get("order"), row.get("project")


def _handed_over(row: Mapping[str, object] | None) -> dict[str, object]:
    return {"handedOver": row["handedOver"]} if row and row.get("handedOver") else {}


def _day(record: Mapping[str, object], key: str) -> date:
    day = record.get(key)
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
