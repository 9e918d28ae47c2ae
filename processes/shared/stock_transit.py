"""Goods on their way at the end of a period: whose they are already. Pure.

An *order* is one line of the review of open purchase orders: ``{"order", "project", "description",
"incoterm", "handedOver": date, "receivedOn": date, "goodsValue", "freight"}``, money in US dollars.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        orders: Orders on record: ``first day`` is the day of the order, or the day on which it was
            closed once the status is ``RECEIVED``; ``data`` has ``purchaseOrder``, ``incoterm``,
            ``freight`` and ``goods``, and once something came ``orderedOn``, ``ordered`` (all goods)
            and ``receipts`` (``item``, ``quantity`` and ``day`` of each).
        last: Last day of the period.

    Returns:
        Of an order received in part the goods that had not come by the last day, and of the freight
        the share that their value has in the order.

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
    ('PO-A', datetime.date(2025, 6, 20), Decimal('10.00'), Decimal('1.00'), None)
    >>> came = {**order, "status": "RECEIVED", "first day": date(2025, 7, 2)}
    >>> order_rows([], [], [came], date(2025, 6, 30))[0]["receivedOn"]
    datetime.date(2025, 7, 2)
    >>> order_rows([], [before], [came], date(2025, 12, 31)), order_rows([], [before], [], date(2025, 6, 30))
    ([], [])
    >>> part = {**order, "data": {**order["data"], "ordered": [{**goods[0], "item": "NET"}],
    ...     "receipts": [{"item": "NET", "quantity": Decimal(2), "day": date(2025, 6, 20)}]}}
    >>> [row] = order_rows([], [], [part], date(2025, 6, 30))
    >>> row["goodsValue"], row["freight"]
    (Decimal('6.00'), Decimal('0.60'))
    >>> rest = {"item": "NET", "quantity": Decimal(2), "day": date(2025, 7, 4)}
    >>> data = {**part["data"], "receipts": [*part["data"]["receipts"], rest]}
    >>> closed = {"status": "RECEIVED", "first day": date(2025, 7, 5), "data": data}
    >>> [row] = order_rows([], [], [closed], date(2025, 6, 30))  # the fifth never came
    >>> row["goodsValue"], row["freight"], row["receivedOn"]
    (Decimal('4.00'), Decimal('0.40'), datetime.date(2025, 7, 4))
    """
    if earlier:
        return [dict(row) for row in earlier]
    reviewed = {_place(row): row for row in _last_review(reviews, last)}
    known = {
        _place(row): row
        for order in orders
        for row in _rows_of(order, _receipts_of(orders, _name(order)), last)
    }
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


def _rows_of(
    order: Mapping[str, object], receipts: Sequence[dict[str, object]], last: date
) -> list[dict[str, object]]:
    """Return what of a purchase is not received yet as lines of the review, one for each project."""
    data = order.get("data")
    if not isinstance(data, dict) or not _is_on_its_way(order, data, last):
        return []
    ordered = data.get("ordered") or data.get("goods", [])
    goods = _not_received(ordered, receipts, last)
    if order.get("status") == "RECEIVED" and receipts:
        goods = _came_later(goods, receipts, last)
    share = _value(goods) / _value(ordered) if _value(ordered) else Decimal(1)
    found: list[dict[str, object]] = []
    for project in dict.fromkeys(str(line.get("project") or "") for line in goods):
        own = [line for line in goods if str(line.get("project") or "") == project]
        found.append(
            {
                "order": data.get("purchaseOrder"),
                "project": project,
                "description": ", ".join(str(line.get("description")) for line in own),
                "incoterm": data.get("incoterm"),
                "handedOver": None,
                "goodsValue": _cents(_value(own)),
                "freight": Decimal(0) if found else _cents(_number(data.get("freight")) * share),
                "receivedOn": _received_on(order, receipts),
            }
        )
    return found


def _is_on_its_way(order: Mapping[str, object], data: Mapping[str, object], last: date) -> bool:
    """Tell whether an order was placed by a day and closed, if at all, after it."""
    if data.get("source") == "DONATION" or _day(data, "orderedOn") > last:
        return False
    if order.get("status") == "RECEIVED":
        return _day(order, "first day") > last
    return order.get("status") == "OPEN" and _day(order, "first day") <= last


def _received_on(order: Mapping[str, object], receipts: Sequence[dict[str, object]]) -> date | None:
    if order.get("status") != "RECEIVED":
        return None
    days = [_day(row, "day") for row in receipts]
    return max(days, default=_day(order, "first day"))


def _not_received(
    ordered: Sequence[dict[str, object]], receipts: Sequence[dict[str, object]], last: date
) -> list[dict[str, object]]:
    """Return the lines of an order with the quantities that had not come by a day."""
    came = _by_item(row for row in receipts if _day(row, "day") <= last)
    return [
        {**line, "quantity": left}
        for line, taken in _spread(ordered, came)
        if (left := _number(line.get("quantity")) - taken) > 0
    ]


def _came_later(
    goods: Sequence[dict[str, object]], receipts: Sequence[dict[str, object]], last: date
) -> list[dict[str, object]]:
    """Return the lines of a closed order with what came after a day: the rest never comes."""
    came = _by_item(row for row in receipts if _day(row, "day") > last)
    return [{**line, "quantity": taken} for line, taken in _spread(goods, came) if taken > 0]


def _by_item(receipts: Iterable[dict[str, object]]) -> dict[object, Decimal]:
    came: dict[object, Decimal] = defaultdict(Decimal)
    for row in receipts:
        came[row.get("item")] += _number(row.get("quantity"))
    return came


def _spread(
    goods: Sequence[dict[str, object]], came: dict[object, Decimal]
) -> Iterator[tuple[dict[str, object], Decimal]]:
    """Give each line its part of what came of its item, the first lines first."""
    for line in goods:
        taken = min(_number(line.get("quantity")), came[line.get("item")])
        came[line.get("item")] -= taken
        yield line, taken


def _receipts_of(orders: Sequence[dict[str, object]], name: object) -> list[dict[str, object]]:
    """Return what came on an order, in whatever case: one order may be received in several."""
    every = [order.get("data") for order in orders if _name(order) == name]
    return [row for data in every if isinstance(data, dict) for row in data.get("receipts") or []]


def _value(goods: Sequence[dict[str, object]]) -> Decimal:
    worth = (_number(line.get("quantity")) * _number(line.get("unitPrice")) for line in goods)
    return sum(worth, Decimal(0))


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
