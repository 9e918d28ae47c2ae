"""Stock arithmetic that the inventory procedures share. Pure: Decimals in, values out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

__all__ = ["more_than_picked", "stock_choices"]


def stock_choices(cards: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return the items of some stock cards for a list of choices, with what is free of each.

    >>> stock_choices([{"item": "NET", "description": "Bed net", "measure": "piece",
    ...     "available": Decimal(5)}, {"item": "NET", "description": "Bed net",
    ...     "measure": "piece", "available": Decimal(2)}])
    [{'label': 'NET, Bed net (7 piece)', 'value': 'NET'}]
    """
    free: dict[str, Decimal] = {}
    named = {str(card.get("item")): card for card in cards}
    for card in cards:
        item = str(card.get("item"))
        free[item] = free.get(item, Decimal(0)) + _decimal(card, "available")
    return [
        {
            "label": f"{item}, {named[item].get('description')} ({left:f} "
            f"{named[item].get('measure')})",
            "value": item,
        }
        for item, left in sorted(free.items())
    ]


def more_than_picked(
    picks: Sequence[Mapping[str, object]], lines: Sequence[Mapping[str, object]]
) -> bool:
    """Tell whether a recipient would accept more of a batch than was brought.

    Args:
        picks: ``item``, ``location``, ``batch`` and ``quantity`` brought.
        lines: The same with ``acceptedQuantity``.

    >>> more_than_picked([{"item": "A", "location": "K", "batch": "1", "quantity": Decimal(5)}],
    ...                  [{"item": "A", "location": "K", "batch": "2", "acceptedQuantity": Decimal(1)}])
    True
    """
    left: dict[tuple[object, object, str], Decimal] = {}
    for row in (*picks, *lines):
        place = (row.get("item"), row.get("location"), str(row.get("batch") or ""))
        more = _decimal(row, "quantity") - _decimal(row, "acceptedQuantity")
        left[place] = left.get(place, Decimal(0)) + more
    return any(quantity < 0 for quantity in left.values())


def _decimal(row: Mapping[str, object], key: str) -> Decimal:
    value = row.get(key)
    return value if isinstance(value, Decimal) else Decimal(0)
