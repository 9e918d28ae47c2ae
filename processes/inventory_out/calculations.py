"""Arithmetic of goods that go out. Pure: Decimals and dates in, values out.

A *wish* is a line of the issuance form: ``{"item", "quantity"}``. A *place* is a stock card with its
batches, as ``stock places`` answers.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "all_usable",
    "approved_total",
    "keeps_to_order",
    "over_wishes",
    "pick_plan",
    "picked_short",
    "reduced",
    "wish_text",
]

CENT = Decimal("0.01")
Row = Mapping[str, object]


def pick_plan(wishes: Sequence[Row], places: Sequence[Row], day: date) -> list[dict[str, object]]:
    """Choose what to take for an issue: of each item the batches that expire first.

    Args:
        wishes: ``item`` and ``approvedQuantity``.
        places: Every card of these items, with ``batches`` of ``available`` goods.
        day: Day of the issue; what has expired is not handed out.

    Returns:
        Item, location, batch, expiry and quantity of each pick; less than wished when there is less.

    Source:
        Proposed: first expired, first out; the source names no order (P10-S8).

    >>> plan = pick_plan([{"item": "ACT", "approvedQuantity": Decimal(70)}],
    ...     [{"item": "ACT", "location": "A", "description": "", "measure": "", "batches": [
    ...         {"batch": "2", "expires": date(2026, 1, 31), "available": Decimal(50)},
    ...         {"batch": "1", "expires": date(2025, 9, 30), "available": Decimal(40)}]}],
    ...     date(2025, 7, 1))
    >>> [(pick["batch"], str(pick["quantity"])) for pick in plan]
    [('1', '40'), ('2', '30')]
    """
    plan: list[dict[str, object]] = []
    for wish in wishes:
        missing = _decimal(wish, "approvedQuantity")
        for place, batch in _usable(places, wish.get("item"), day):
            taken = min(missing, _decimal(batch, "available"))
            if taken > 0:
                missing -= taken
                plan.append(
                    {
                        "item": place.get("item"),
                        "location": place.get("location"),
                        "batch": batch.get("batch") or "",
                        "expires": batch.get("expires"),
                        "quantity": taken,
                    }
                )
    return plan


def _usable(places: Sequence[Row], item: object, day: date) -> list[tuple[Row, Row]]:
    found = [
        (place, batch)
        for place in places
        if place.get("item") == item
        for batch in _rows(place, "batches")
        if _expires(batch) >= day
    ]
    return sorted(
        found,
        key=lambda one: (_expires(one[1]), str(one[0].get("location")), str(one[1].get("batch"))),
    )


def all_usable(picks: Sequence[Row], places: Sequence[Row], day: date) -> bool:
    """Tell whether every pick names goods that are there and have not expired.

    >>> all_usable([{"item": "A", "location": "K", "batch": "1"}],
    ...     [{"item": "A", "location": "K", "batches": [
    ...         {"batch": "1", "expires": date(2025, 6, 30), "available": Decimal(5)}]}],
    ...     date(2025, 7, 1))
    False
    """
    usable = {
        (place.get("item"), place.get("location"), batch.get("batch") or "")
        for item in {pick.get("item") for pick in picks}
        for place, batch in _usable(places, item, day)
    }
    return all(
        (pick.get("item"), pick.get("location"), pick.get("batch") or "") in usable
        for pick in picks
    )


def keeps_to_order(picks: Sequence[Row], plan: Sequence[Row]) -> bool:
    """Tell whether the picks follow the plan, so that nothing fresher goes before older goods.

    >>> keeps_to_order([{"item": "A", "location": "K", "batch": "1", "quantity": Decimal(3)}],
    ...                [{"item": "A", "location": "K", "batch": "1", "quantity": Decimal(5)}])
    True
    """
    planned: dict[object, list[Row]] = {}
    for pick in plan:
        planned.setdefault(pick.get("item"), []).append(pick)
    for item, chosen in _by_item(picks).items():
        left = sum(chosen.values(), Decimal(0))
        for pick in planned.get(item, []):
            due = min(left, _decimal(pick, "quantity"))
            left -= due
            if chosen.pop((pick.get("location"), pick.get("batch") or ""), Decimal(0)) != due:
                return False
        if any(chosen.values()):
            return False
    return True


def _by_item(picks: Sequence[Row]) -> dict[object, dict[tuple[object, object], Decimal]]:
    found: dict[object, dict[tuple[object, object], Decimal]] = {}
    for pick in picks:
        place = (pick.get("location"), pick.get("batch") or "")
        taken = found.setdefault(pick.get("item"), {})
        taken[place] = taken.get(place, Decimal(0)) + _decimal(pick, "quantity")
    return found


def over_wishes(picks: Sequence[Row], wishes: Sequence[Row]) -> str:
    """Name the items of which more is picked than was approved; an empty text when there is none.

    >>> over_wishes([{"item": "A", "quantity": Decimal(3)}],
    ...             [{"item": "A", "approvedQuantity": Decimal(2)}])
    'A: 3 picked, 2 approved'
    """
    told = []
    for item in dict.fromkeys(pick.get("item") for pick in picks):
        picked = _sum(picks, item, "quantity")
        approved = _sum(wishes, item, "approvedQuantity")
        if picked > approved:
            told.append(f"{item}: {picked:f} picked, {approved:f} approved")
    return "; ".join(told)


def picked_short(picks: Sequence[Row], wishes: Sequence[Row]) -> list[dict[str, object]]:
    """Return the items of which less is picked than was approved, and how much is missing.

    >>> [str(one["missing"]) for one in picked_short(
    ...     [], [{"item": "A", "approvedQuantity": Decimal(2)}])]
    ['2']
    """
    found: list[dict[str, object]] = []
    for wish in wishes:
        missing = _decimal(wish, "approvedQuantity") - _sum(picks, wish.get("item"), "quantity")
        if missing > 0:
            found.append({"item": wish.get("item"), "missing": missing})
    return found


def reduced(wishes: Sequence[Row], approved: Sequence[Row]) -> bool:
    """Tell whether less was approved than was asked for.

    >>> reduced([{"item": "A", "quantity": Decimal(5)}],
    ...         [{"item": "A", "approvedQuantity": Decimal(4)}])
    True
    """
    return any(
        _sum(approved, wish.get("item"), "approvedQuantity")
        < _sum(wishes, wish.get("item"), "quantity")
        for wish in wishes
    )


def approved_total(approved: Sequence[Row], values: Sequence[Row]) -> Decimal:
    """Return what goods are worth at their cost in the books, in USD, rounded half up to the cent.

    Args:
        approved: ``item`` and ``quantity``.
        values: ``item`` and ``cost`` of one, in USD.

    >>> approved_total([{"item": "A", "quantity": Decimal(3)}], [{"item": "A", "cost": Decimal("2.5")}])
    Decimal('7.50')
    """
    costs = {value.get("item"): _decimal(value, "cost") for value in values}
    total = sum(
        (_decimal(one, "quantity") * costs.get(one.get("item"), Decimal(0)) for one in approved),
        Decimal(0),
    )
    return total.quantize(CENT, rounding=ROUND_HALF_UP)


def wish_text(lines: Sequence[Row], quantity: str) -> str:
    """Return lines of goods as the lines of a list in a letter.

    >>> wish_text([{"item": "A", "missing": Decimal(2)}], "missing")
    '- A: 2'
    """
    return "\n".join(f"- {line.get('item')}: {_decimal(line, quantity):f}" for line in lines)


def _rows(row: Row, key: str) -> list[Row]:
    value = row.get(key)
    return value if isinstance(value, list) else []


def _decimal(row: Row, key: str) -> Decimal:
    value = row.get(key)
    return value if isinstance(value, Decimal) else Decimal(0)


def _sum(rows: Sequence[Row], item: object, key: str) -> Decimal:
    return sum((_decimal(row, key) for row in rows if row.get("item") == item), Decimal(0))


def _expires(batch: Row) -> date:
    value = batch.get("expires")
    return value if isinstance(value, date) else date.max
