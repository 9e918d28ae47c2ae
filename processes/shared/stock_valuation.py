"""Valuation of inventories on hand. Pure.

Money is a Decimal in US dollars, half up to the cent at each stated amount; quantities are Decimals
in the item's own measure. A *layer* is ``{"received": date, "quantity": quantity, "unit cost": USD,
"origin": ...}``; lists of layers come newest first. A *stock row* is what `stock_row` gives: one
item at the end of a period with its cost.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "dollars_text",
    "impaired_of",
    "market_rows",
    "project_values",
    "stock_cost",
    "stock_row",
    "valuation_totals",
    "valued_rows",
]

CENT = Decimal("0.01")
#: `fifo.mode`: every unit at the price of the latest invoice, as one reads the source literally.
SINGLE = "SINGLE_LATEST_PRICE"
#: Basis for goods that are sold.
NET_REALISABLE = "NET_REALISABLE_VALUE"


def stock_cost(layers: Sequence[dict[str, object]], quantity: Decimal, mode: str) -> Decimal:
    """Return the cost of a quantity on hand.

    Args:
        layers: Newest first; together they hold the quantity.
        quantity: Units counted.
        mode: ``LAYERS``: from the newest layer backwards; ``SINGLE_LATEST_PRICE``: all of them at
            the unit cost of the newest layer.

    Raises:
        ValueError: If the layers hold less than the quantity.

    Source:
        P10-S24: first in, first out, periodic; the latest invoice prices value what is left.

    >>> L = [{"quantity": Decimal(q), "unit cost": Decimal(c)}
    ...      for q, c in ((400, "2.50"), (300, "2.20"), (500, "2.00"))]
    >>> [stock_cost(L, Decimal(count), "LAYERS") for count in (350, 600, 1150, 605)]
    [Decimal('875.00'), Decimal('1440.00'), Decimal('2560.00'), Decimal('1451.00')]
    >>> stock_cost(L, Decimal(600), "SINGLE_LATEST_PRICE")
    Decimal('1500.00')
    >>> opening = {"quantity": Decimal(200), "unit cost": Decimal("1.90")}
    >>> stock_cost([*L, opening], Decimal(1350), "LAYERS")
    Decimal('2945.00')
    >>> stock_cost(L, Decimal(1201), "LAYERS")
    Traceback (most recent call last):
    ValueError: the receipts on record hold 1 less than the 1201 on hand
    """
    cost, left = Decimal(0), quantity
    for layer in layers:
        taken = min(left, _number(layer.get("quantity")))
        cost += taken * _number(layer.get("unit cost"))
        left -= taken
    if left > 0:
        message = f"the receipts on record hold {left} less than the {quantity} on hand"
        raise ValueError(message)
    if mode == SINGLE and layers:
        cost = quantity * _number(layers[0].get("unit cost"))
    return _cents(cost)


def stock_row(
    item: dict[str, object],
    impaired: Decimal,
    layers: Sequence[dict[str, object]],
    mode: str,
) -> dict[str, object]:
    """Return one item at the end of a period, with its cost.

    Args:
        item: The item's line of the ledger, with ``closing``.
        impaired: Units expired, damaged or obsolete: they are worth nothing, and are taken to be
            the oldest.
        layers: Newest first.
        mode: As in `stock_cost`.

    Raises:
        ValueError: If no receipt on record holds the units; names the item.

    Source:
        P10-S14, P10-S24. Of 605 units 50 have expired: the newest 555 stay at 1,341.00.

    >>> L = [{"quantity": Decimal(400), "unit cost": Decimal("2.50"), "origin": "PURCHASED"},
    ...      {"quantity": Decimal(300), "unit cost": Decimal("2.20"), "origin": "PURCHASED"}]
    >>> row = stock_row({"item": "NET", "closing": Decimal(605)}, Decimal(50), L, "LAYERS")
    >>> row["cost"], row["goodCost"], row["good"], row["origin"]
    (Decimal('1451.00'), Decimal('1341.00'), Decimal('555'), 'PURCHASED')
    """
    closing = _number(item.get("closing"))
    good = max(closing - impaired, Decimal(0))
    try:
        cost, good_cost = stock_cost(layers, closing, mode), stock_cost(layers, good, mode)
    except ValueError as error:
        message = f"{item.get('item')}: {error}. Record how they came, with an inventory-in note."
        raise ValueError(message) from error
    donated = any(layer.get("origin") == "DONATED" for layer in layers)
    return {
        **{key: item.get(key) for key in ("item", "description", "measure", "purpose", "project")},
        "closing": closing,
        "impaired": min(impaired, closing),
        "good": good,
        "cost": cost,
        "goodCost": good_cost,
        "origin": "DONATED" if donated else "PURCHASED",
    }


def dollars_text(amount: Decimal, language: str) -> str:
    """Return an amount of US dollars as people write it.

    >>> dollars_text(Decimal("54240"), "en"), dollars_text(Decimal("-33.5"), "fr")
    ('USD 54,240.00', '-33,50 USD')
    """
    text = f"{_cents(amount):,.2f}"
    if language == "fr":
        return text.replace(",", "\u202f").replace(".", ",") + " USD"
    return f"USD {text}"


def impaired_of(impaired: Sequence[dict[str, object]], item: str) -> Decimal:
    """Return how many units of an item were found expired, damaged or obsolete.

    >>> impaired_of([{"item": "NET", "quantity": Decimal(50)}], "NET"), impaired_of([], "NET")
    (Decimal('50'), Decimal('0'))
    """
    return sum(
        (_number(row.get("quantity")) for row in impaired if row.get("item") == item), Decimal(0)
    )


def market_rows(
    rows: Sequence[dict[str, object]],
    bases: Sequence[str],
    earlier: Sequence[dict[str, object]],
    done: Sequence[dict[str, object]],
    most: Decimal,
) -> list[dict[str, object]]:
    """Return the lines on which market prices are asked for: items of which good units are left.

    Args:
        rows: Stock rows.
        bases: Valuation basis of each row, in the same order.
        earlier: Lines answered in an earlier valuation, whose prices are offered again.
        done: Lines answered in this one, which are not asked for again.
        most: Lines at a time.

    >>> rows = [{"item": "NET", "good": Decimal(1), "goodCost": Decimal(2)},
    ...         {"item": "OLD", "good": Decimal(0)}]
    >>> old = {"item": "NET", "marketPrice": Decimal(3), "priceSource": "List"}
    >>> [line] = market_rows(rows, ["X", "X"], [old], [], Decimal(100))
    >>> line["item"], line["basis"], line["marketPrice"], line["priceSource"], line["sellingCost"]
    ('NET', 'X', Decimal('3'), 'List', None)
    >>> market_rows(rows, ["X", "X"], [old], [line], Decimal(100))
    []
    """
    known = {row.get("item"): row for row in earlier}
    answered = {row.get("item") for row in done}
    asked = ("marketPrice", "sellingCost", "priceSource")
    found = [
        {
            **{key: row.get(key) for key in ("item", "description", "measure", "origin", "good")},
            "goodCost": row.get("goodCost"),
            "basis": basis,
            **{key: known.get(row.get("item"), {}).get(key) for key in asked},
        }
        for row, basis in zip(rows, bases, strict=True)
        if _number(row.get("good")) > 0 and row.get("item") not in answered
    ]
    return found[: int(most)]


def valued_rows(
    rows: Sequence[dict[str, object]],
    prices: Sequence[dict[str, object]],
    deduct: bool,
    level: str,
) -> list[dict[str, object]]:
    """Return stock rows with their value: the lower of cost and market.

    Args:
        rows: Stock rows.
        prices: Lines of `market_rows`, answered: ``marketPrice`` and ``sellingCost`` in US dollars
            for one unit.
        deduct: Take the cost of selling off the price of goods that are sold (`nrv.deductCosts`).
        level: ``ITEM``: each item by itself; ``TOTAL``: all together, what is lost being spread by
            cost (`lower.level`).

    Source:
        P10-S22, P10-S23, P10-S25. Worked examples: 600 units that cost 1,440.00.

    >>> row = {"item": "BOOK", "good": Decimal(600), "goodCost": Decimal("1440.00"),
    ...        "cost": Decimal("1440.00")}
    >>> def carried(price, basis, cost=None, deduct=False):
    ...     line = {"item": "BOOK", "marketPrice": Decimal(price), "basis": basis,
    ...             "sellingCost": cost}
    ...     [found] = valued_rows([row], [line], deduct, "ITEM")
    ...     return found["market"], found["value"], found["writeDown"]
    >>> carried("2.30", "NET_REALISABLE_VALUE")
    (Decimal('1380.00'), Decimal('1380.00'), Decimal('60.00'))
    >>> carried("2.55", "NET_REALISABLE_VALUE", Decimal("0.10"), True)
    (Decimal('1470.00'), Decimal('1440.00'), Decimal('0.00'))
    >>> carried("2.60", "REPLACEMENT_COST")
    (Decimal('1560.00'), Decimal('1440.00'), Decimal('0.00'))

    Donated, fair value 4.80, 900 left, replacement 4.50; and 50 expired units of which none is good:

    >>> nets = {"item": "NET", "good": Decimal(900), "goodCost": Decimal("4320.00"),
    ...         "cost": Decimal("4320.00")}
    >>> price = {"item": "NET", "marketPrice": Decimal("4.50"), "basis": "REPLACEMENT_COST"}
    >>> valued_rows([nets], [price], False, "ITEM")[0]["value"]
    Decimal('4050.00')
    >>> gone = {"item": "OLD", "good": Decimal(0), "goodCost": Decimal(0), "cost": Decimal(100)}
    >>> [old] = valued_rows([gone], [], False, "ITEM")
    >>> old["value"], old["impairment"]
    (Decimal('0.00'), Decimal('100.00'))
    """
    known = {line.get("item"): line for line in prices}
    found = [_valued(row, known.get(row.get("item"), {}), deduct) for row in rows]
    return _spread(found) if level == "TOTAL" else found


def _valued(
    row: Mapping[str, object], line: Mapping[str, object], deduct: bool
) -> dict[str, object]:
    good, good_cost = _number(row.get("good")), _number(row.get("goodCost"))
    price = _number(line.get("marketPrice"))
    if deduct and line.get("basis") == NET_REALISABLE:
        price -= _number(line.get("sellingCost"))
    market = _cents(good * max(price, Decimal(0)))
    value = min(good_cost, market)
    return {
        **row,
        "basis": line.get("basis"),
        "marketPrice": line.get("marketPrice"),
        "priceSource": line.get("priceSource"),
        "market": market,
        "value": _cents(value),
        "writeDown": _cents(good_cost - value),
        "impairment": _cents(_number(row.get("cost")) - good_cost),
    }


def _spread(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Spread what all items together lost, by cost; the last one takes what rounding leaves.

    >>> rows = [{"goodCost": Decimal(100), "market": Decimal(80)},
    ...         {"goodCost": Decimal(200), "market": Decimal(210)}]
    >>> [(row["value"], row["writeDown"]) for row in _spread(rows)]
    [(Decimal('96.67'), Decimal('3.33')), (Decimal('193.33'), Decimal('6.67'))]
    """
    cost = sum((_number(row.get("goodCost")) for row in rows), Decimal(0))
    lost = max(cost - sum((_number(row.get("market")) for row in rows), Decimal(0)), Decimal(0))
    left, found = lost, []
    for number, row in enumerate(rows, start=1):
        own = _number(row.get("goodCost"))
        share = _cents(lost * own / cost) if cost and number < len(rows) else left
        left -= share
        found.append({**row, "value": _cents(own - share), "writeDown": _cents(share)})
    return found


def valuation_totals(
    rows: Sequence[dict[str, object]], transit: Sequence[dict[str, object]]
) -> dict[str, object]:
    """Return what the head of office certifies.

    Args:
        rows: Valued rows.
        transit: Orders in transit, with ``value``.

    Source:
        P10-S14, P10-S26: quantity and value of inventories and of inventory in transit.

    >>> totals = valuation_totals([{"closing": Decimal(605), "cost": Decimal("1451.00"),
    ...     "value": Decimal("1341.00"), "writeDown": Decimal(0), "impairment": Decimal(110),
    ...     "impaired": Decimal(50)}], [{"value": Decimal("22800.00")}])
    >>> totals["value"], totals["transit"], totals["impairment"], totals["zero"]
    (Decimal('1341.00'), Decimal('22800.00'), Decimal('110.00'), False)
    >>> valuation_totals([], [])["zero"]
    True
    """
    keys = ("closing", "impaired", "cost", "value", "writeDown", "impairment")
    totals = {key: sum((_number(row.get(key)) for row in rows), Decimal(0)) for key in keys}
    money = {key: _cents(totals[key]) for key in keys[2:]}
    transit_value = _cents(sum((_number(row.get("value")) for row in transit), Decimal(0)))
    return {
        "quantity": totals["closing"],
        "impaired": totals["impaired"],
        **money,
        "transit": transit_value,
        "items": Decimal(len(rows)),
        "zero": not totals["closing"] and not transit_value,
    }


def project_values(
    rows: Sequence[dict[str, object]], transit: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Return stock and goods in transit of each project, by project.

    >>> project_values([{"project": "A", "value": Decimal(10)}, {"project": "A", "value": Decimal(5)}],
    ...                [{"project": "B", "value": Decimal(7)}])
    [{'project': 'A', 'stock': Decimal('15.00'), 'transit': Decimal('0.00')}, \
{'project': 'B', 'stock': Decimal('0.00'), 'transit': Decimal('7.00')}]
    """
    names = sorted({str(row.get("project") or "") for row in (*rows, *transit)})
    return [
        {"project": name, "stock": _value_of(rows, name), "transit": _value_of(transit, name)}
        for name in names
    ]


def _value_of(rows: Sequence[Mapping[str, object]], project: str) -> Decimal:
    own = [row for row in rows if str(row.get("project") or "") == project]
    return _cents(sum((_number(row.get("value")) for row in own), Decimal(0)))


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
