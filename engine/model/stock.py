"""Cost layers: first in, first out, by the periodic method.

What is held of an item is what was received last. So the layers' remainders follow from the total
alone: taken from the newest backwards until it is reached. An issue thereby empties the oldest
layer first, and a surplus goes back into the one that was taken from last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Goods of one receipt."""

    #: Sorts in the order of writing.
    id: str
    #: Day of the receipt.
    received: date
    quantity: Decimal
    #: What of it is still held.
    left: Decimal
    #: USD for one.
    unit_cost: Decimal
    #: ``PURCHASED``, ``DONATED`` or ``ADJUSTMENT``.
    origin: str
    document: str
    purchase_order: str
    #: The vendor's, once it has come; empty before.
    invoice: str = ""


@dataclass(frozen=True, kw_only=True)
class CardLine:
    """One line of a stock card."""

    #: Counts the lines of the card from 1.
    line: int
    #: Day in the books.
    day: date
    posted_at: datetime
    #: ``IN``, ``OUT`` or ``ADJ``; ``COST`` for a price that the invoice corrects.
    kind: str
    document: str
    batch: str
    #: Negative for what goes out; 0 for a change of cost.
    quantity: Decimal
    #: Of the card, after this line.
    balance: Decimal
    #: Cost in USD, signed like the quantity.
    value: Decimal
    explanation: str


def fit(layers: Sequence[Layer], total: Decimal) -> tuple[tuple[Layer, ...], Decimal]:
    """Spread what is held over the layers, newest first.

    Args:
        layers: In any order.
        total: What is held of the item; zero or more.

    Returns:
        The layers, newest first, each with what is left of it; and what no layer has room for.
    """
    fitted = []
    for layer in sorted(layers, key=lambda one: (one.received, one.id), reverse=True):
        left = min(layer.quantity, total)
        fitted.append(replace(layer, left=left))
        total -= left
    return tuple(fitted), total


def cost(layers: Sequence[Layer]) -> Decimal:
    """Return what the goods that are left have cost, in USD, not rounded."""
    return sum((layer.left * layer.unit_cost for layer in layers), Decimal(0))


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)
