"""Arithmetic of a physical count: sheets, comparison with the stock cards, second counts. Pure.

Quantities are Decimals in the item's own measure, money US dollars half up to the cent. A *card* is
what the ledger says of an item at a location: ``{"item", "description", "measure", "balance",
"batches": [{"batch", "expires", "balance"}]}``. A *count row* is one item, location and batch with
what the card (``book``) and the count (``first``) say.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "adjustment_lines",
    "compared_rows",
    "found_impaired",
    "merged_sheets",
    "recounted_rows",
    "rows_to_recount",
    "same_person_twice",
    "sheets_to_count",
    "tolerated",
    "variance_value",
    "with_actions",
]

CENT = Decimal("0.01")
#: What a count may find instead of good units.
IMPAIRED = ("expired", "damaged", "obsolete")
#: Facts of a row that people are shown.
SHOWN = ("item", "description", "measure", "location", "batch", "book", "first", "impaired")


def same_person_twice(
    teams: Sequence[dict[str, object]], focal_point: str, heads: Sequence[str]
) -> str | None:
    """Return who has two parts in the count that nobody may have; null when nobody has.

    Args:
        teams: Rows of ``location``, ``counter`` and ``keeper``.
        focal_point: Recounts and investigates, so does not count first.
        heads: May approve and certify, so do neither.

    Source:
        P10-S13, P10-S17, P10-S18: counting, investigating and approving lie in different hands.

    >>> same_person_twice([{"counter": "leroy", "keeper": "andre"}], "keisha", ["marcia"]) is None
    True
    >>> same_person_twice([{"counter": "andre", "keeper": "andre"}], "keisha", ["marcia"])
    'andre'
    >>> same_person_twice([{"counter": "leroy", "keeper": None}], "leroy", ["marcia"])
    'leroy'
    """
    for team in teams:
        counter = team.get("counter")
        if counter in (team.get("keeper"), focal_point, *heads):
            return str(counter)
    keepers = [team.get("keeper") for team in teams]
    return focal_point if focal_point in (*heads, *keepers) else None


def sheets_to_count(
    teams: Sequence[dict[str, object]], cards: Sequence[Sequence[dict[str, object]]], most: Decimal
) -> list[dict[str, object]]:
    """Return the count sheets: what to look for, not how much of it there should be.

    Args:
        teams: Rows of ``location`` and ``counter``.
        cards: The cards of each location, in the same order.
        most: Lines on one sheet; a location with more gets several.

    Source:
        P10-S13.

    >>> net = {"item": "NET", "batches": [{"batch": "B1", "expires": date(2026, 1, 31)}]}
    >>> team = {"location": "Store", "counter": "leroy"}
    >>> one, two = sheets_to_count([team], [[net, {"item": "BED", "batches": []}]], Decimal(1))
    >>> one["label"], one["lines"][0]["batch"], two["lines"][0]["batch"]
    ('Store (1/2)', 'B1', '')
    >>> sheets_to_count([team], [[]], Decimal(100))[0]["label"]
    'Store'
    """
    found: list[dict[str, object]] = []
    for team, own in zip(teams, cards, strict=True):
        lines = [line for card in own for line in _blind_lines(card)]
        parts = [lines[at : at + int(most)] for at in range(0, len(lines), int(most))] or [[]]
        for number, part in enumerate(parts, start=1):
            label = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
            found.append({**team, "label": f"{team.get('location')}{label}", "lines": part})
    return found


def _blind_lines(card: Mapping[str, object]) -> list[dict[str, object]]:
    return [
        {
            **{key: card.get(key) for key in ("item", "description", "measure")},
            "batch": batch.get("batch"),
            "expires": batch.get("expires"),
        }
        for batch in _batches(card)
    ]


def merged_sheets(sheets: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return one sheet for each location, of the day on which the last of its sheets was counted.

    >>> sheet = {"location": "Store", "countedOn": date(2025, 6, 30), "lines": [1], "found": []}
    >>> later = {**sheet, "countedOn": date(2025, 7, 1), "lines": [2]}
    >>> [(one["lines"], one["countedOn"]) for one in merged_sheets([sheet, later])]
    [([1, 2], datetime.date(2025, 7, 1))]
    """
    found: dict[object, dict[str, object]] = {}
    for sheet in sheets:
        before = found.get(sheet.get("location"), {"lines": [], "found": []})
        both = (before.get("countedOn"), sheet.get("countedOn"))
        days = [day for day in both if isinstance(day, date)]
        found[sheet.get("location")] = {
            **sheet,
            "countedOn": max(days, default=None),
            "lines": [*_list(before, "lines"), *_list(sheet, "lines")],
            "found": [*_list(before, "found"), *_list(sheet, "found")],
        }
    return list(found.values())


def _list(holder: Mapping[str, object], name: str) -> list[object]:
    found = holder.get(name)
    return found if isinstance(found, list) else []


def compared_rows(
    sheets: Sequence[dict[str, object]], books: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Return count rows: every item, location and batch that is on a card or on a sheet.

    Args:
        sheets: ``{"location", "counter", "countedOn", "lines", "found"}``: the lines as they were
            counted, and what was found beside them.
        books: ``{"location", "cards"}`` at the end of the day of the count, in the same order.

    Source:
        P10-S16. Worked example: 620 on the card, 600 counted.

    >>> sheet = {"location": "Main store", "counter": "leroy", "countedOn": date(2025, 6, 30),
    ...     "lines": [{"item": "NET", "batch": "", "good": Decimal(550), "expired": Decimal(50)}],
    ...     "found": []}
    >>> card = {"item": "NET", "balance": Decimal(620), "batches": []}
    >>> [row] = compared_rows([sheet], [{"location": "Main store", "cards": [card]}])
    >>> row["book"], row["first"], row["impaired"], row["variance"], row["percent"]
    (Decimal('620'), Decimal('600'), Decimal('50'), Decimal('-20'), Decimal('-3.23'))
    """
    found: list[dict[str, object]] = []
    for sheet, book in zip(sheets, books, strict=True):
        carded = {key: (card, number) for key, card, number in _booked(book)}
        counted = {_key(line): line for line in (*_rows(sheet, "lines"), *_rows(sheet, "found"))}
        for key in dict.fromkeys((*carded, *counted)):
            card, number = carded.get(key, ({}, Decimal(0)))
            found.append(_compared(sheet, card, counted.get(key, {}), key, number))
    return found


def _compared(
    sheet: Mapping[str, object],
    card: Mapping[str, object],
    line: Mapping[str, object],
    key: tuple[str, str],
    book: Decimal,
) -> dict[str, object]:
    impaired = sum((_number(line.get(kind)) for kind in IMPAIRED), Decimal(0))
    row: dict[str, object] = {
        "item": key[0],
        "description": card.get("description") or line.get("description"),
        "measure": card.get("measure") or line.get("measure"),
        "location": sheet.get("location"),
        "batch": key[1],
        "countedBy": sheet.get("counter"),
        "countedOn": sheet.get("countedOn"),
        "book": book,
        "first": _number(line.get("good")) + impaired,
        "impaired": impaired,
        "second": None,
        "cause": None,
        "explanation": None,
        "unitCost": None,
    }
    return _with_variance(row)


def _with_variance(row: dict[str, object]) -> dict[str, object]:
    second, book = row.get("second"), _number(row.get("book"))
    final = second if isinstance(second, Decimal) else _number(row.get("first"))
    variance = final - book
    percent = (variance / book * 100).quantize(CENT, ROUND_HALF_UP) if book else None
    return {**row, "final": final, "variance": variance, "percent": percent}


def tolerated(row: dict[str, object], tolerance: Decimal) -> bool:
    """Tell whether a difference is small enough not to be counted again.

    Args:
        row: A count row.
        tolerance: Percent of the quantity on the card (`variance.tolerance`).

    >>> tolerated({"variance": Decimal(-1), "book": Decimal(200)}, Decimal("0.5"))
    True
    >>> tolerated({"variance": Decimal(-2), "book": Decimal(200)}, Decimal("0.5"))
    False
    """
    return abs(_number(row.get("variance"))) * 100 <= _number(row.get("book")) * tolerance


def with_actions(
    rows: Sequence[dict[str, object]], actions: Sequence[str]
) -> list[dict[str, object]]:
    """Return count rows, each with what follows from its difference.

    >>> with_actions([{"item": "NET"}], ["RECOUNT"])
    [{'item': 'NET', 'action': 'RECOUNT'}]
    """
    return [{**row, "action": action} for row, action in zip(rows, actions, strict=True)]


def rows_to_recount(rows: Sequence[dict[str, object]], most: Decimal) -> list[dict[str, object]]:
    """Return the rows that are counted again, as the investigation shows them.

    Those that wait for a second count go first; when there are none, those that had one are looked
    at again.

    Args:
        rows: Count rows with their actions.
        most: Rows at a time.

    >>> row = {"item": "NET", "action": "RECOUNT", "book": Decimal(620), "countedBy": "leroy"}
    >>> bed = {"item": "BED", "action": "ADJUST", "second": Decimal(4)}
    >>> [again] = rows_to_recount([bed, row], Decimal(100))
    >>> again["item"], "countedBy" in again, again["second"]
    ('NET', False, None)
    >>> rows_to_recount([bed], Decimal(100))[0]["second"]
    Decimal('4')
    """
    asked = ("second", "cause", "explanation", "unitCost")
    waiting = [row for row in rows if row.get("action") == "RECOUNT"]
    found = waiting or [row for row in rows if row.get("second") is not None]
    return [{key: row.get(key) for key in (*SHOWN, *asked)} for row in found[: int(most)]]


def recounted_rows(
    rows: Sequence[dict[str, object]], again: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Return the count rows with what the second count and the investigation found.

    Args:
        rows: Count rows.
        again: Some of them, with ``second``, ``cause`` and ``explanation``.

    Source:
        P10-S17. Worked example: the second count finds 605 of 620.

    >>> row = {"item": "NET", "location": "Main store", "batch": "", "book": Decimal(620),
    ...        "first": Decimal(600), "impaired": Decimal(0)}
    >>> second = {**row, "second": Decimal(605), "cause": "BREAKAGE", "explanation": "Torn."}
    >>> [found] = recounted_rows([row], [second])
    >>> found["final"], found["variance"], found["percent"], found["cause"]
    (Decimal('605'), Decimal('-15'), Decimal('-2.42'), 'BREAKAGE')
    """
    known = {(row.get("location"), _key(row)): row for row in again}
    found = []
    for row in rows:
        other = known.get((row.get("location"), _key(row)))
        if other is None:
            found.append(dict(row))
            continue
        settled = {key: other.get(key) for key in ("second", "cause", "explanation", "unitCost")}
        impaired = min(_number(row.get("impaired")), _number(other.get("second")))
        found.append(_with_variance({**row, **settled, "impaired": impaired}))
    return found


def variance_value(
    layers: Sequence[dict[str, object]], total: Decimal, variance: Decimal
) -> Decimal:
    """Return what a difference is worth at cost, in US dollars.

    Args:
        layers: Newest first, with ``quantity`` received and ``unit cost``.
        total: Units of the item on all cards of the office.
        variance: Units more (positive) or less than on the card.

    Source:
        P10-S17 (the value of each variance). Worked example: 15 of 620 units are missing.

    >>> L = [{"quantity": Decimal(400), "unit cost": Decimal("2.50")},
    ...      {"quantity": Decimal(220), "unit cost": Decimal("2.20")}]
    >>> variance_value(L, Decimal(620), Decimal(-15)), variance_value(L, Decimal(620), Decimal(5))
    (Decimal('-33.00'), Decimal('11.00'))
    """
    return (_cost(layers, total + variance) - _cost(layers, total)).quantize(CENT, ROUND_HALF_UP)


def _cost(layers: Sequence[Mapping[str, object]], quantity: Decimal) -> Decimal:
    """Return the cost of a quantity, newest first; beyond the layers at the price of the last one."""
    cost, left, price = Decimal(0), quantity, Decimal(0)
    for layer in layers:
        price = _number(layer.get("unit cost"))
        taken = min(left, _number(layer.get("quantity")))
        cost, left = cost + taken * price, left - taken
    return cost + left * price


def adjustment_lines(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the adjustments to post on the stock cards, each with its explanation.

    Source:
        P10-S19. Worked example: 605 instead of 620 posts an adjustment of -15.

    >>> row = {"item": "NET", "location": "Main store", "batch": "", "variance": Decimal(-15),
    ...        "cause": "BREAKAGE", "explanation": "Torn.", "unitCost": None}
    >>> adjustment_lines([row, {"item": "BED", "variance": Decimal(0)}])
    [{'item': 'NET', 'location': 'Main store', 'batch': '', 'quantity': Decimal('-15'), \
'explanation': 'BREAKAGE: Torn.'}]
    """
    return [
        {
            **{key: row.get(key) for key in ("item", "location", "batch")},
            "quantity": row.get("variance"),
            **({"unit cost": row.get("unitCost")} if row.get("unitCost") else {}),
            "explanation": f"{row.get('cause')}: {row.get('explanation')}"
            if row.get("explanation")
            else "Difference within the tolerance",
        }
        for row in rows
        if _number(row.get("variance"))
    ]


def found_impaired(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return how many units of each item are expired, damaged or obsolete.

    >>> found_impaired([{"item": "NET", "impaired": Decimal(50)}, {"item": "NET",
    ...     "impaired": Decimal(5)}, {"item": "BED", "impaired": Decimal(0)}])
    [{'item': 'NET', 'quantity': Decimal('55')}]
    """
    sums: dict[str, Decimal] = {}
    for row in rows:
        item = str(row.get("item"))
        sums[item] = sums.get(item, Decimal(0)) + _number(row.get("impaired"))
    return [{"item": item, "quantity": total} for item, total in sums.items() if total]


def _booked(
    book: Mapping[str, object],
) -> list[tuple[tuple[str, str], Mapping[str, object], Decimal]]:
    return [
        (
            (str(card.get("item")), str(batch.get("batch") or "")),
            card,
            _number(batch.get("balance")),
        )
        for card in _rows(book, "cards")
        for batch in _batches(card)
    ]


def _batches(card: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the batches of a card; goods without batch are one of their own."""
    whole = {"batch": "", "expires": None, "balance": card.get("balance")}
    return _rows(card, "batches") or [whole]


def _rows(holder: Mapping[str, object], name: str) -> list[dict[str, object]]:
    found = holder.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _key(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row.get("item")), str(row.get("batch") or "")


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
