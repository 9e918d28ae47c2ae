"""Arithmetic of after-service insurance under the Medical Insurance Plan. Pure; no amount is guessed.

Tables that the owner loads are lists of rows: *Rule 7.2* ``{"rule", "applicant", "from",
"minimumAge", "minimumYears", "pensions", "covered"}`` (0 for no minimum; pensions one after the
other, or ``ANY``), *Rule 7.4* ``{"category", "country", "currency", "from", "amount", "percent"}`` (an
amount a month, or 0 and a percentage of the base), *offices* ``{"country", "currency", "unit",
"nearest"}`` (a unit, or empty and the country whose office serves it).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

__all__ = [
    "age_on",
    "category_of",
    "eligibility_rows",
    "instalment",
    "monthly_amount",
    "office_of",
    "participation_years",
    "rate_of",
    "rule_72",
]

CENT = Decimal("0.01")
FEBRUARY, LEAP_DAY = 2, 29

Row = Mapping[str, object]


def age_on(birth: date, day: date) -> Decimal:
    """Return the age in full years on a day.

    >>> str(age_on(date(2007, 3, 2), date(2025, 3, 1))), str(age_on(date(2007, 3, 2), date(2025, 3, 2)))
    ('17', '18')
    """
    return Decimal(day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))


def participation_years(periods: Sequence[Row]) -> Decimal:
    """Return the years of participation in the plan.

    Args:
        periods: ``since`` and ``until`` of each, both days included; overlaps count once.

    Returns:
        Years with two decimals, cut off: full years of each period, and the days left over as parts
        of the year in which they lie (365 or 366 days).

    Source:
        P3-S2.2; the way in which the UN counts insured service.

    >>> str(participation_years([{"since": date(2015, 3, 1), "until": date(2025, 2, 28)}]))
    '10.00'
    >>> str(participation_years([{"since": date(2015, 3, 1), "until": date(2025, 2, 27)}]))
    '9.99'
    """
    years = Decimal(0)
    for first, after in _merge(periods):
        full = after.year - first.year
        while _anniversary(first, full) > after:
            full -= 1
        last, following = _anniversary(first, full), _anniversary(first, full + 1)
        years += full + Decimal((after - last).days) / (following - last).days
    return years.quantize(CENT, ROUND_DOWN)


def rule_72(rows: Sequence[Row], facts: Row) -> dict[str, object]:
    """Judge eligibility by the table of Rule 7.2.

    Args:
        rows: The table; a person who meets every condition of one row is eligible.
        facts: ``applicant``, ``day`` (of the event), ``age`` and ``years`` (or null), ``pension``,
            ``covered`` (insured under the plan on that day).

    Returns:
        ``loaded`` (the table has a row for the applicant on that day), ``eligible``, ``rule`` that
        is met, and ``failed``: the conditions that the nearest row finds not met.

    Source:
        P3-S2.2 "Refer to MIP 7.2"; the text is not public.

    >>> table = [{"rule": "7.2 (a)", "applicant": "FORMER_STAFF", "from": date(2020, 1, 1),
    ...           "minimumAge": Decimal(55), "minimumYears": Decimal(10), "pensions": "PERIODIC DEFERRED",
    ...           "covered": True}]
    >>> facts = {"applicant": "FORMER_STAFF", "day": date(2025, 1, 1), "age": Decimal(60),
    ...          "years": Decimal("9.99"), "pension": "PERIODIC", "covered": True}
    >>> rule_72(table, facts)["failed"], rule_72(table, {**facts, "years": Decimal(10)})["rule"]
    (['YEARS'], '7.2 (a)')
    >>> rule_72([], facts)["loaded"]
    False
    """
    valid = [
        row
        for row in rows
        if row["applicant"] == facts["applicant"] and _day(row, "from") <= _day(facts, "day")
    ]
    found = sorted(((_failures(row, facts), row) for row in valid), key=lambda pair: len(pair[0]))
    failed, row = found[0] if found else (["RULE"], {})
    return {
        "loaded": bool(valid),
        "eligible": not failed,
        "rule": None if failed else row["rule"],
        "failed": failed,
    }


def category_of(family: Sequence[Row] | None) -> str:
    """Return the category of cover: ``SINGLE``, ``TWO`` or ``FAMILY``, by the family insured.

    >>> category_of(None), category_of([{}]), category_of([{}, {}])
    ('SINGLE', 'TWO', 'FAMILY')
    """
    return ("SINGLE", "TWO", "FAMILY")[min(len(family or ()), 2)]


def rate_of(rows: Sequence[Row], category: str, country: str, day: date) -> Row | None:
    """Return the row of Rule 7.4 in force on a day for a category and a country, or nothing.

    Source:
        P3-S5 "based on category of coverage as laid down in MIP Rule 7.4".
    """
    found = [
        row
        for row in rows
        if (row["category"], row["country"]) == (category, country) and _day(row, "from") <= day
    ]
    return max(found, key=lambda row: _day(row, "from"), default=None)


def monthly_amount(rate: Row, base: Decimal | None) -> Decimal:
    """Return the contribution for a month, to the cent, half up.

    Args:
        rate: A row of Rule 7.4: an ``amount``, or 0 and a ``percent`` of the base.
        base: Monthly amount that the percentage is taken of; null counts as 0.

    >>> str(monthly_amount({"amount": Decimal(0), "percent": Decimal("3.25")}, Decimal("41250")))
    '1340.63'
    """
    share = _number(rate["percent"]) * (base or Decimal(0)) / 100
    whole = _number(rate["amount"]) or share
    return whole.quantize(CENT, ROUND_HALF_UP)


def instalment(monthly: Decimal, months: Decimal) -> Decimal:
    """Return what is paid at once for several months.

    >>> str(instalment(Decimal("182.50"), Decimal(3)))
    '547.50'
    """
    return (monthly * months).quantize(CENT, ROUND_HALF_UP)


def office_of(offices: Sequence[Row], country: str) -> dict[str, object] | None:
    """Return the office that serves a country: ``unit``, ``currency``, ``own``; or nothing.

    The currency is always that of the country of residence, also when the office of another country
    serves it.

    Source:
        P3-S13.1 "the UNDP Office that is closest".

    >>> table = [{"country": "KE", "currency": "KES", "unit": "kenya", "nearest": ""},
    ...          {"country": "SO", "currency": "SOS", "unit": "", "nearest": "KE"}]
    >>> office_of(table, "SO")
    {'unit': 'kenya', 'currency': 'SOS', 'own': False}
    >>> office_of(table, "PE") is None
    True
    """
    row = _find(offices, country)
    if row is None:
        return None
    own = row["unit"]
    server = row if own else _find(offices, str(row["nearest"]))
    unit = server["unit"] if server else ""
    return {"unit": unit, "currency": row["currency"], "own": bool(own)} if unit else None


def eligibility_rows(
    batch: str, action: str, person: str, name: str, family: Sequence[Row] | None, cover: Row
) -> list[dict[str, object]]:
    """Return the rows of an eligibility file: the subscriber first, then the family.

    Args:
        batch: Number of the file.
        action: ``ADD`` or ``CHANGE``.
        person: Id of the subscriber.
        name: Name of the subscriber.
        family: ``personName``, ``relation`` and ``birthDate`` of each.
        cover: ``category``, ``country``, ``currency`` and ``from``.

    Source:
        P3-S6.1.
    """
    people = [{"personName": name, "relation": "SUBSCRIBER", "birthDate": None}, *(family or ())]
    return [
        {
            "batch": batch,
            "line": Decimal(number),
            "action": action,
            "subscriber": person,
            "relation": one["relation"],
            "name": one["personName"],
            "birth_date": one["birthDate"],
            "category": cover["category"],
            "country": cover["country"],
            "currency": cover["currency"],
            "cover_from": cover["from"],
        }
        for number, one in enumerate(people, start=1)
    ]


def _merge(periods: Sequence[Row]) -> list[tuple[date, date]]:
    """Return the periods in order, overlaps joined, each with the day after its last."""
    found: list[tuple[date, date]] = []
    for period in sorted(periods, key=lambda one: _day(one, "since")):
        first, after = _day(period, "since"), _day(period, "until") + timedelta(days=1)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], after))
        else:
            found.append((first, after))
    return found


def _anniversary(day: date, years: int) -> date:
    # 29 February has no day in other years; a full year is then over on 1 March.
    leap = (day.month, day.day) == (FEBRUARY, LEAP_DAY)
    year = day.year + years
    if leap and (year % 4 or (year % 100 == 0 and year % 400)):
        return date(year, 3, 1)
    return day.replace(year=year)


def _failures(row: Row, facts: Row) -> list[str]:
    pensions = str(row["pensions"]).split()
    limits = {"AGE": ("minimumAge", "age"), "YEARS": ("minimumYears", "years")}
    failed = [
        name
        for name, (limit, fact) in limits.items()
        if _number(facts[fact] or 0) < _number(row[limit])
    ]
    if pensions != ["ANY"] and facts["pension"] not in pensions:
        failed.append("PENSION")
    if row["covered"] is True and facts["covered"] is not True:
        failed.append("COVER")
    return failed


def _find(offices: Sequence[Row], country: str) -> Row | None:
    return next((row for row in offices if row["country"] == country), None)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _day(values: Row, name: str) -> date:
    day = values[name]
    if not isinstance(day, date):
        message = f"“{name}” must be a date, not {day!r}."
        raise TypeError(message)
    return day
