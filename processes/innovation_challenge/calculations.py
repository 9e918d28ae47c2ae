"""Arithmetic of innovation challenges: criteria, scores, ranks, prizes and awards. Pure.

Scores are averaged by criterion over the members who scored, brought to a scale of ten, weighted,
and added up without rounding; what is shown is rounded half up to two decimals. Money is in US
dollars. An *entry* is ``{"number", "entrant", "title", "kind", "language", ...}``; a *criterion*
``{"criterion", "weight": percent, "scale": highest score}``; a *sheet* is what one member gave:
``{"member", "scores": [{"number", "criterion", "score"}]}``; an *award* is an entry with its
``place`` and ``amount``.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

__all__ = [
    "accepted_places",
    "awards_after",
    "awards_by_rank",
    "challenge_number",
    "combination_problems",
    "combined_awards",
    "criteria_problems",
    "eligible_entries",
    "entry_complete",
    "panel_after",
    "prize_text",
    "prize_total",
    "rank_entries",
    "score_lines",
    "score_rows",
    "weights_total",
]

Row = dict[str, object]

CENT = Decimal("0.01")
#: Weights are percentages and make up the whole.
WHOLE = Decimal(100)
#: The scale on which totals and the threshold are stated.
SCALE = 10
#: Kinds of entrants and languages of agreements, for which there are templates.
KINDS = ("COMPANY", "INDIVIDUAL")
LANGUAGES = ("EN", "ES", "FR")
#: Between thousands and before decimals, by language.
MARKS = {"fr": ("\u202f", ","), "en": (",", ".")}


def challenge_number(unit: str, number: Decimal) -> str:
    """Return the number of a challenge: office, kind and a gap-free number.

    >>> challenge_number("kenya", Decimal(7))
    'KENYA-IC-0007'
    """
    return f"{unit.upper()}-IC-{int(number):04d}"


def prize_total(prizes: Sequence[Row]) -> Decimal:
    """Return the sum of the prizes or awards of one challenge, in US dollars.

    Source:
        P8-S9: the limit of the head of office applies to the sum of one challenge.

    >>> prize_total([{"amount": Decimal(25000)}, {"amount": Decimal(15000)}, {"amount": None}])
    Decimal('40000')
    """
    return sum((_number(prize.get("amount")) for prize in prizes), Decimal(0))


def prize_text(amount: Decimal, language: str) -> str:
    """Return an amount in US dollars as it is written in a language.

    Args:
        amount: US dollars, rounded half up to the cent.
        language: ``en`` or ``fr``.

    >>> prize_text(Decimal(40000), "en"), prize_text(Decimal("40.5"), "fr")
    ('USD 40,000.00', '40,50 USD')
    """
    thousands, mark = MARKS[language]
    whole, _, cents = f"{amount.quantize(CENT, ROUND_HALF_UP):,}".partition(".")
    written = f"{whole.replace(',', thousands)}{mark}{cents}"
    return f"USD {written}" if language == "en" else f"{written} USD"


def weights_total(criteria: Sequence[Row]) -> Decimal:
    """Return the sum of the weights of the criteria, in percent.

    >>> weights_total([{"weight": Decimal(40)}, {"weight": Decimal(30)}, {"weight": None}])
    Decimal('70')
    """
    return sum((_number(row.get("weight")) for row in criteria), Decimal(0))


def criteria_problems(criteria: Sequence[Row]) -> str:
    """Say what is wrong with the criteria of a call; empty when they can be published.

    Source:
        P8-S6: "evaluation criteria and scoring method must be clearly defined".

    >>> criteria_problems([{"criterion": "Impact", "weight": Decimal(60)},
    ...                    {"criterion": "impact ", "weight": Decimal(30)}])
    'The criterion “impact” stands there twice. The weights add up to 90 %; they must make 100 %.'
    """
    names = [str(row.get("criterion") or "").strip() for row in criteria]
    lower = [name.lower() for name in names]
    twice = [name for place, name in enumerate(names) if name.lower() in lower[:place]]
    found = [f"The criterion “{name}” stands there twice." for name in twice if name]
    total = weights_total(criteria)
    if total != WHOLE:
        found.append(f"The weights add up to {total:f} %; they must make 100 %.")
    return " ".join(found)


def panel_after(panel: Sequence[Row], member: str, declared: str) -> list[Row]:
    """Return the panel with what a member has declared: ``NONE``, ``CONFLICT`` or ``DECLINED``.

    >>> panel_after([{"member": "paul", "declared": None}], "paul", "NONE")
    [{'member': 'paul', 'declared': 'NONE'}]
    """
    return [{**one, "declared": declared} if one["member"] == member else one for one in panel]


def entry_complete(entry: Row) -> bool:
    """Tell whether an entry that came by message has everything that one by form must have.

    >>> entry_complete({"title": "Pump", "entrant": "Ann", "kind": "INDIVIDUAL", "language": "EN",
    ...                 "mail": "ann@example.org", "country": "Kenya", "summary": "It pumps."})
    True
    >>> entry_complete({"title": "Pump", "kind": "ROBOT", "language": "EN"})
    False
    """
    texts = [entry.get(name) for name in ("title", "entrant", "mail", "country", "summary")]
    return (
        all(isinstance(text, str) and text.strip() for text in texts)
        and entry.get("kind") in KINDS
        and entry.get("language") in LANGUAGES
    )


def eligible_entries(entries: Sequence[Row], outcomes: Sequence[Row]) -> list[Row]:
    """Return the entries that were found eligible, in the order in which they came.

    >>> eligible_entries([{"number": "E1"}, {"number": "E2"}],
    ...     [{"number": "E1", "outcome": "NOT_ELIGIBLE"}, {"number": "E2", "outcome": "ELIGIBLE"}])
    [{'number': 'E2'}]
    """
    good = {row["number"] for row in outcomes if row.get("outcome") == "ELIGIBLE"}
    return [entry for entry in entries if entry["number"] in good]


def score_rows(entries: Sequence[Row], criteria: Sequence[Row]) -> list[Row]:
    """Return an empty score sheet: one row for each entry and criterion.

    >>> score_rows([{"number": "E1"}], [{"criterion": "Cost", "scale": 10}])
    [{'number': 'E1', 'criterion': 'Cost', 'scale': 10, 'score': None}]
    """
    return [
        {
            "number": entry["number"],
            "criterion": row["criterion"],
            "scale": row["scale"],
            "score": None,
        }
        for entry in entries
        for row in criteria
    ]


def score_lines(sheets: Sequence[Row], entries: Sequence[Row]) -> list[Row]:
    """Return what each member gave to each entry, entry by entry, for the score sheet.

    >>> score_lines([{"member": "paul", "scores": [{"number": "E1", "score": 8}]}],
    ...             [{"number": "E1"}])
    [{'number': 'E1', 'member': 'paul', 'scores': [{'number': 'E1', 'score': 8}]}]
    """
    return [
        {
            "number": entry["number"],
            "member": sheet["member"],
            "scores": [row for row in _rows(sheet) if row["number"] == entry["number"]],
        }
        for entry in entries
        for sheet in sheets
    ]


def rank_entries(
    entries: Sequence[Row], criteria: Sequence[Row], sheets: Sequence[Row], tie_rule: str
) -> list[Row]:
    """Return the entries in the order of their scores, best first.

    Args:
        entries: The eligible entries, in the order in which they came.
        criteria: With weights in percent and the highest score of each.
        sheets: One of each member who scored; averages are by criterion.
        tie_rule: ``FIRST_CRITERION``: of equal totals, the higher average in the first criterion
            goes first, then in the next ones; ``EARLIER_ENTRY``: whoever came first.

    Returns:
        Each entry with ``rank``, ``total`` (out of 10, half up to two decimals), ``exact`` (not
        rounded) and ``averages`` (by criterion, as they were scored, two decimals).

    Source:
        P8-S7a, worked example; B and C have the same total, and B is better in the first criterion:

    >>> criteria = [{"criterion": name, "weight": Decimal(weight), "scale": Decimal(10)}
    ...             for name, weight in (("Impact", 40), ("Cost", 30), ("Reach", 30))]
    >>> given = {"C": (6, 9, 8), "B": (9, 6, 7), "A": (8, 7, 9)}
    >>> sheet = {"member": "paul", "scores": [
    ...     {"number": number, "criterion": row["criterion"], "score": Decimal(score)}
    ...     for number, scores in given.items() for row, score in zip(criteria, scores)]}
    >>> ranked = rank_entries([{"number": number} for number in given], criteria, [sheet],
    ...                       "FIRST_CRITERION")
    >>> [(row["rank"], row["number"], str(row["total"])) for row in ranked]
    [(Decimal('1'), 'A', '8.00'), (Decimal('2'), 'B', '7.50'), (Decimal('3'), 'C', '7.50')]

        Four out of five weighs as eight out of ten; two members are averaged first:

    >>> criterion = {"criterion": "Reach", "weight": Decimal(100), "scale": Decimal(5)}
    >>> sheets = [{"member": member, "scores": [
    ...     {"number": "A", "criterion": "Reach", "score": Decimal(score)}]}
    ...     for member, score in (("paul", 3), ("theo", 5))]
    >>> (one,) = rank_entries([{"number": "A"}], [criterion], sheets, "EARLIER_ENTRY")
    >>> str(one["total"]), [str(average) for average in one["averages"]]
    ('8.00', ['4.00'])
    """
    scored = [(entry, _average(entry, criteria, sheets)) for entry in entries]
    ordered = sorted(scored, key=lambda one: _sort_key(one[1], criteria, tie_rule), reverse=True)
    return [_ranked(place, *one, criteria) for place, one in enumerate(ordered, start=1)]


def awards_by_rank(
    ranking: Sequence[Row], prizes: Sequence[Row], out: Sequence[object]
) -> list[Row]:
    """Return the awards: the prizes in their order to the best entries that are still in.

    Args:
        ranking: Entries that were ranked; those that do not qualify get nothing.
        prizes: In the order of the places.
        out: Numbers of the entries that declined or may not be awarded.

    Source:
        P8-S9; whoever declines gives way to the next rank.

    >>> ranking = [{"number": number, "qualifies": True} for number in ("E1", "E2")]
    >>> awards_by_rank(ranking, [{"amount": Decimal(900)}], ["E1"])
    [{'number': 'E2', 'qualifies': True, 'place': Decimal('1'), 'amount': Decimal('900')}]
    """
    left = [row for row in ranking if row.get("qualifies") is True and row["number"] not in out]
    pairs = zip(left, prizes, strict=False)  # fewer entries than prizes, or more
    return [
        _award(entry, Decimal(place), _number(prize.get("amount")))
        for place, (entry, prize) in enumerate(pairs, start=1)
    ]


def combined_awards(ranking: Sequence[Row], shares: Sequence[Row]) -> list[Row]:
    """Return the awards of a combination: each entry with its share, all in the first place.

    >>> combined_awards([{"number": "E1"}], [{"number": "E1", "share": Decimal(25000)}])
    [{'number': 'E1', 'place': Decimal('1'), 'amount': Decimal('25000')}]
    """
    found = {row["number"]: row for row in ranking}
    return [
        _award(found[share["number"]], Decimal(1), _number(share.get("share"))) for share in shares
    ]


def combination_problems(shares: Sequence[Row], prizes: Sequence[Row]) -> str:
    """Say what is wrong with a combination of entries; empty when it can be proposed.

    Source:
        P8-S8; the shares are paid out of the prizes that the call announced.

    >>> combination_problems([{"number": "E1", "share": Decimal(25000)},
    ...     {"number": "E1", "share": Decimal(16000)}], [{"amount": Decimal(40000)}])
    'E1 stands there twice. The shares add up to USD 41,000.00; the prizes are USD 40,000.00.'
    """
    numbers = [row.get("number") for row in shares]
    found = ["A combination has at least two entries."] if len(numbers) < 2 else []
    found += [
        f"{number} stands there twice."
        for place, number in enumerate(numbers)
        if number in numbers[:place]
    ]
    total = sum((_number(row.get("share")) for row in shares), Decimal(0))
    if total > prize_total(prizes):
        announced = prize_text(prize_total(prizes), "en")
        found.append(f"The shares add up to {prize_text(total, 'en')}; the prizes are {announced}.")
    return " ".join(found)


def awards_after(
    awards: Sequence[Row], accepted: Sequence[Row], offers: Sequence[Row]
) -> list[Row]:
    """Return the awards that are accepted after a round of offers, in the order of the awards.

    >>> awards_after([{"number": "E1"}, {"number": "E2"}], [{"number": "E2"}],
    ...              [{"number": "E1", "outcome": "ACCEPTED"}])
    [{'number': 'E1'}, {'number': 'E2'}]
    """
    said = {row["number"] for row in offers if row.get("outcome") == "ACCEPTED"}
    kept = said | {row["number"] for row in accepted}
    return [award for award in awards if award["number"] in kept]


def accepted_places(awards: Sequence[Row], accepted: Sequence[Row]) -> list[Row]:
    """Return what was accepted with its new place and amount, once others have moved out.

    >>> accepted_places([{"number": "E2", "amount": 900}], [{"number": "E2", "amount": 500}])
    [{'number': 'E2', 'amount': 900}]
    """
    kept = {row["number"] for row in accepted}
    return [award for award in awards if award["number"] in kept]


def _award(entry: Row, place: Decimal, amount: Decimal) -> Row:
    return {**entry, "place": place, "amount": amount}


def _average(entry: Row, criteria: Sequence[Row], sheets: Sequence[Row]) -> list[Fraction]:
    """Return the average score of an entry in each criterion."""
    return [
        Fraction(sum(_given(sheet, entry, row) for sheet in sheets)) / max(len(sheets), 1)
        for row in criteria
    ]


def _given(sheet: Row, entry: Row, criterion: Row) -> Fraction:
    wanted = entry["number"], criterion["criterion"]
    given = [row["score"] for row in _rows(sheet) if (row["number"], row["criterion"]) == wanted]
    return sum((Fraction(_number(score)) for score in given), Fraction(0))


def _rows(sheet: Row) -> list[Row]:
    rows = sheet["scores"]
    return rows if isinstance(rows, list) else []


def _weighted(averages: Sequence[Fraction], criteria: Sequence[Row]) -> Fraction:
    """Return the total of an entry on the common scale, not rounded."""
    return sum(
        (
            average * SCALE / Fraction(_number(row["scale"])) * Fraction(_number(row["weight"]))
            for average, row in zip(averages, criteria, strict=True)
        ),
        Fraction(0),
    ) / Fraction(WHOLE)


def _sort_key(
    averages: Sequence[Fraction], criteria: Sequence[Row], tie_rule: str
) -> tuple[Fraction, ...]:
    """Return what entries are sorted by; equal keys keep the order in which they came."""
    shares = [
        average / Fraction(_number(row["scale"]))
        for average, row in zip(averages, criteria, strict=True)
    ]
    return (
        _weighted(averages, criteria),
        *(shares if tie_rule == "FIRST_CRITERION" else ()),
    )


def _ranked(place: int, entry: Row, averages: Sequence[Fraction], criteria: Sequence[Row]) -> Row:
    total = _weighted(averages, criteria)
    return {
        **entry,
        "rank": Decimal(place),
        "total": _decimal(total).quantize(CENT, ROUND_HALF_UP),
        "exact": _decimal(total),
        "averages": [_decimal(one).quantize(CENT, ROUND_HALF_UP) for one in averages],
    }


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
