"""Arithmetic of goods that come in. Pure: Decimals and dates in, values out.

*Goods* are what was ordered or promised: ``{"item", "description", "quantity", "unitPrice" ...}``. A
*delivery* line says what the packing slip and the count of one item and batch say, an *inspection*
line how much of it is good.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "accepts_no_more",
    "amended_goods",
    "delivery_match",
    "invoice_match",
    "invoiced_amount",
    "lines_text",
    "note_lines",
    "open_goods",
    "order_value",
    "without_excess",
]

CENT = Decimal("0.01")
Row = Mapping[str, object]


def order_value(goods: Sequence[Row]) -> Decimal:
    """Return what goods cost by their unit price, in USD, rounded half up to the cent.

    >>> order_value([{"quantity": Decimal(500), "unitPrice": Decimal("2.00")},
    ...              {"quantity": Decimal(3), "unitPrice": Decimal("0.335")}])
    Decimal('1001.01')
    """
    return sum((_value(row, "quantity", "unitPrice") for row in goods), Decimal(0))


def delivery_match(
    goods: Sequence[Row],
    delivery: Sequence[Row],
    inspection: Sequence[Row],
    received: Sequence[Row],
    tolerance: Decimal | None,
) -> list[dict[str, object]]:
    """Compare, item by item, the order, the packing slip, what came and what is good.

    Args:
        goods: What was ordered, or promised by a donor.
        delivery: Lines of ``item``, ``slipQuantity``, ``receivedQuantity``.
        inspection: Lines of ``item``, ``acceptedQuantity``.
        received: ``item`` and ``quantity`` that came on the order before.
        tolerance: Per cent above the order that are taken all the same; null: no order limits it.

    Returns:
        For each item that came: what the papers say, what is open on the order afterwards, and what
        lies above it (``over``).

    Source:
        P10-S3, P10-S4: packing slip, approved purchase order. Proposed: no tolerance.

    >>> [one] = delivery_match(
    ...     [{"item": "NET", "quantity": Decimal(500)}],
    ...     [{"item": "NET", "slipQuantity": Decimal(320), "receivedQuantity": Decimal(310)}],
    ...     [{"item": "NET", "acceptedQuantity": Decimal(305)}],
    ...     [{"item": "NET", "quantity": Decimal(200)}], Decimal(0))
    >>> {key: str(one[key]) for key in ("missing", "rejected", "over", "open")}
    {'missing': '10', 'rejected': '5', 'over': '5', 'open': '0'}
    """
    return [
        _match(good, delivery, inspection, received, tolerance)
        for good in goods
        if any(line.get("item") == good.get("item") for line in delivery)
    ]


def _match(
    good: Row,
    delivery: Sequence[Row],
    inspection: Sequence[Row],
    received: Sequence[Row],
    tolerance: Decimal | None,
) -> dict[str, object]:
    item = good.get("item")
    ordered = _decimal(good, "quantity")
    before = _sum(received, item, "quantity")
    came = _sum(delivery, item, "receivedQuantity")
    slip = _sum(delivery, item, "slipQuantity")
    accepted = _sum(inspection, item, "acceptedQuantity")
    limit = None if tolerance is None else ordered * (100 + tolerance) / 100
    over = Decimal(0) if limit is None else max(before + accepted - limit, Decimal(0))
    return {
        "item": item,
        "description": good.get("description"),
        "ordered": ordered,
        "before": before,
        "slip": slip,
        "received": came,
        "accepted": accepted,
        "missing": max(slip - came, Decimal(0)),
        "unlisted": max(came - slip, Decimal(0)),
        "rejected": came - accepted,
        "over": min(over, accepted),
        "open": max(ordered - before - accepted, Decimal(0)),
    }


def open_goods(goods: Sequence[Row], received: Sequence[Row]) -> list[dict[str, object]]:
    """Return what of an order has not come yet.

    Args:
        goods: What was ordered.
        received: ``item`` and ``quantity`` that came on the order.

    >>> [str(good["quantity"]) for good in open_goods(
    ...     [{"item": "NET", "quantity": Decimal(500)}, {"item": "ACT", "quantity": Decimal(5)}],
    ...     [{"item": "NET", "quantity": Decimal(300)}, {"item": "ACT", "quantity": Decimal(5)}])]
    ['200']
    """
    left = [
        {
            **good,
            "quantity": _decimal(good, "quantity") - _sum(received, good.get("item"), "quantity"),
        }
        for good in goods
    ]
    return [good for good in left if _decimal(good, "quantity") > 0]


def without_excess(inspection: Sequence[Row], matches: Sequence[Row]) -> list[dict[str, object]]:
    """Return the inspection with what lies above the order taken off, last lines first.

    >>> [str(line["acceptedQuantity"]) for line in without_excess(
    ...     [{"item": "NET", "acceptedQuantity": Decimal(4)},
    ...      {"item": "NET", "acceptedQuantity": Decimal(3)}], [{"item": "NET", "over": Decimal(5)}])]
    ['2', '0']
    """
    over = {match.get("item"): _decimal(match, "over") for match in matches}
    cut: list[dict[str, object]] = []
    for line in reversed(inspection):
        accepted = _decimal(line, "acceptedQuantity")
        less = min(accepted, over.get(line.get("item"), Decimal(0)))
        over[line.get("item")] = over.get(line.get("item"), Decimal(0)) - less
        cut.insert(0, {**line, "acceptedQuantity": accepted - less})
    return cut


def amended_goods(goods: Sequence[Row], matches: Sequence[Row]) -> list[dict[str, object]]:
    """Return what was ordered, raised by what lies above it.

    >>> [str(good["quantity"]) for good in amended_goods(
    ...     [{"item": "NET", "quantity": Decimal(500)}], [{"item": "NET", "over": Decimal(5)}])]
    ['505']
    """
    return [
        {**good, "quantity": _decimal(good, "quantity") + _sum(matches, good.get("item"), "over")}
        for good in goods
    ]


def accepts_no_more(delivery: Sequence[Row], inspection: Sequence[Row]) -> bool:
    """Tell whether an inspection accepts, of each item and batch, no more than has come.

    >>> accepts_no_more([{"item": "NET", "batch": "A", "receivedQuantity": Decimal(5)}],
    ...                 [{"item": "NET", "batch": "B", "acceptedQuantity": Decimal(1)}])
    False
    """
    came: dict[tuple[object, str], Decimal] = {}
    for line in delivery:
        key = (line.get("item"), str(line.get("batch") or ""))
        came[key] = came.get(key, Decimal(0)) + _decimal(line, "receivedQuantity")
    for line in inspection:
        key = (line.get("item"), str(line.get("batch") or ""))
        came[key] = came.get(key, Decimal(0)) - _decimal(line, "acceptedQuantity")
    return all(left >= 0 for left in came.values())


def note_lines(
    goods: Sequence[Row], delivery: Sequence[Row], inspection: Sequence[Row], location: str
) -> list[dict[str, object]]:
    """Return the lines of an inventory-in note: what was accepted, with its cost.

    Args:
        goods: What was ordered or promised, with price and description.
        delivery: Lines with the expiry of each batch.
        inspection: How much of each item and batch is good.
        location: Where it is stored.

    Returns:
        Lines as the stock ledger takes them; the cost is the price of the order, or the fair value
        of a donation, in USD for one.

    Source:
        P10-S4: date, description and quantity of the items received.
    """
    named = {good.get("item"): good for good in goods}
    expiry = {
        (line.get("item"), str(line.get("batch") or "")): line.get("expires") for line in delivery
    }
    lines: list[dict[str, object]] = []
    for line in inspection:
        good, batch = named[line.get("item")], str(line.get("batch") or "")
        if _decimal(line, "acceptedQuantity") > 0:
            lines.append(
                {
                    "item": line.get("item"),
                    "location": location,
                    "batch": batch,
                    "expires": expiry.get((line.get("item"), batch)),
                    "quantity": _decimal(line, "acceptedQuantity"),
                    "unit cost": _decimal(good, "unitPrice"),
                    "value": _cents(
                        _decimal(line, "acceptedQuantity") * _decimal(good, "unitPrice")
                    ),
                    "description": good.get("description"),
                    "measure": good.get("measure"),
                    "purpose": good.get("purpose"),
                    "medical": good.get("medical") is True,
                    "project": good.get("project"),
                    "reorder level": good.get("reorderLevel"),
                }
            )
    return lines


def invoiced_amount(invoice: Sequence[Row]) -> Decimal:
    """Return what an invoice asks for, in USD, rounded half up to the cent at each line.

    >>> invoiced_amount([{"invoicedQuantity": Decimal(400), "invoicePrice": Decimal("2.50")}])
    Decimal('1000.00')
    """
    return sum((_value(row, "invoicedQuantity", "invoicePrice") for row in invoice), Decimal(0))


def invoice_match(notes: Sequence[Row], invoice: Sequence[Row]) -> dict[str, object]:
    """Compare the invoice with the notes and the order: the three-way match.

    Args:
        notes: Lines of all notes: ``note``, ``item``, ``location``, ``quantity``, ``unit cost``
            (price of the order, USD for one).
        invoice: Lines of ``item``, ``invoicedQuantity``, ``invoicePrice`` (USD for one).

    Returns:
        ``quantities``: the invoice asks for what was taken into stock, item by item; ``prices``: it
        asks for the prices of the order; ``costs``: the lines of the notes at the invoice's price;
        ``differences``: what differs, in words.

    Source:
        P10-S5: the note is matched with the vendor's invoice and the order; P10-S24: invoice prices
        value the stock.

    >>> match = invoice_match(
    ...     [{"note": "JAM0001", "item": "NET", "location": "K", "quantity": Decimal(500),
    ...       "unit cost": Decimal("2.00")}],
    ...     [{"item": "NET", "invoicedQuantity": Decimal(500), "invoicePrice": Decimal("2.10")}])
    >>> match["quantities"], match["prices"], match["differences"]
    (True, False, 'NET: price 2.10 instead of 2.00')
    """
    prices = {line.get("item"): _decimal(line, "invoicePrice") for line in invoice}
    items = list(dict.fromkeys([*(one.get("item") for one in notes), *prices]))
    words: list[str] = []
    quantities = agreed = True
    for item in items:
        taken, asked = _sum(notes, item, "quantity"), _sum(invoice, item, "invoicedQuantity")
        if taken != asked:
            quantities = False
            words.append(f"{item}: quantity {asked} instead of {taken}")
        for cost in sorted(
            {_decimal(one, "unit cost") for one in notes if one.get("item") == item}
        ):
            if item in prices and prices[item] != cost:
                agreed = False
                words.append(f"{item}: price {prices[item]} instead of {cost}")
    costs = [
        {
            "note": one.get("note"),
            "item": one.get("item"),
            "location": one.get("location"),
            "unit cost": prices.get(one.get("item"), _decimal(one, "unit cost")),
        }
        for one in notes
    ]
    return {
        "quantities": quantities,
        "prices": agreed,
        "costs": costs,
        "differences": "; ".join(words),
    }


def lines_text(lines: Sequence[Row], quantity: str, none: str) -> str:
    """Return lines of goods as the lines of a list in a letter.

    Args:
        lines: With ``item``, ``description`` and a quantity.
        quantity: Name of the quantity to tell; lines where it is 0 are left out.
        none: What to say when no line is left.

    >>> lines_text([{"item": "NET", "description": "Bed net", "over": Decimal(5)}], "over", "none")
    '- NET, Bed net: 5'
    """
    told = [
        f"- {line.get('item')}, {line.get('description')}: {_decimal(line, quantity):f}"
        for line in lines
        if _decimal(line, quantity) != 0
    ]
    return "\n".join(told) or none


def _decimal(row: Row, key: str) -> Decimal:
    value = row.get(key)
    return value if isinstance(value, Decimal) else Decimal(0)


def _sum(rows: Sequence[Row], item: object, key: str) -> Decimal:
    return sum((_decimal(row, key) for row in rows if row.get("item") == item), Decimal(0))


def _value(row: Row, quantity: str, price: str) -> Decimal:
    return _cents(_decimal(row, quantity) * _decimal(row, price))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
