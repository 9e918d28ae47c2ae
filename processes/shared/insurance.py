"""Insurance arithmetic that several plans share. Pure: dates and Decimals in, values out.

A *campaign* is ``{"opens": date, "closes": date, "cover from": date}``. A *rate* is one line of the
plan's table of contributions: ``{"coverage": ..., "category": ..., "currency": ..., "premium": money
a month, "percent": share of the base}``. A *record* is what an earlier case wrote about a person.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "contribution",
    "cover_day",
    "current_cover",
    "find_rate",
    "next_campaign",
    "paid_in_year",
    "upload_day",
]

CENT = Decimal("0.01")
DECEMBER = 12


def next_campaign(
    day: date, dates: Sequence[dict[str, object]], opens: str, closes: str, cover_from: str
) -> dict[str, object]:
    """Return the enrolment campaign that is open on a day, or the next one to open.

    Args:
        day: Any day.
        dates: Campaigns whose dates were announced.
        opens: Month and day on which a campaign opens in any other year, such as ``06-01``.
        closes: Month and day of its last day.
        cover_from: Month and day from which its cover runs.

    Source:
        P2-S2, P5-S2: "during the annual enrollment campaign". The dates of 2007 were announced:

    >>> usual = ("06-01", "06-30", "07-01")
    >>> str(next_campaign(date(2025, 8, 15), [], *usual)["opens"])
    '2026-06-01'
    >>> str(next_campaign(date(2025, 6, 30), [], *usual)["cover from"])
    '2025-07-01'
    >>> told = {"opens": date(2007, 6, 4), "closes": date(2007, 6, 29),
    ...         "cover from": date(2007, 7, 1)}
    >>> str(next_campaign(date(2007, 1, 9), [told], *usual)["opens"])
    '2007-06-04'
    >>> str(next_campaign(date(2007, 6, 30), [told], *usual)["opens"])
    '2008-06-01'
    """
    return next(
        campaign
        for year in (day.year, day.year + 1)
        if _date(campaign := _of_year(year, dates, (opens, closes, cover_from)), "closes") >= day
    )


def cover_day(rule: str, event: date, campaign_from: date | None = None) -> date:
    """Return the day that a rule names, for the beginning or the end of a cover.

    Args:
        rule: ``EVENT_DAY``, ``MONTH_START`` or ``MONTH_END`` of the event, or ``CAMPAIGN``.
        event: Day of the event.
        campaign_from: Day from which the cover of a campaign runs.

    Raises:
        ValueError: If the rule is none of the four, or a campaign's day is missing.

    >>> cover_day("EVENT_DAY", date(2025, 1, 31)), cover_day("MONTH_START", date(2025, 1, 31))
    (datetime.date(2025, 1, 31), datetime.date(2025, 1, 1))
    >>> cover_day("MONTH_END", date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    if rule == "CAMPAIGN" and campaign_from is not None:
        return campaign_from
    days = {
        "EVENT_DAY": event,
        "MONTH_START": event.replace(day=1),
        "MONTH_END": _month_end(event),
    }
    if rule not in days:
        message = f"{rule} is not a rule for the first or last day of a cover."
        raise ValueError(message)
    return days[rule]


def find_rate(
    rates: Sequence[dict[str, object]], coverage: str, category: str
) -> dict[str, object] | None:
    """Return the line of the table of contributions for a coverage and category, or nothing."""
    wanted = (coverage, category)
    return next(
        (rate for rate in rates if (rate["coverage"], rate["category"]) == wanted),
        None,
    )


def contribution(premium: Decimal, percent: Decimal, base: Decimal) -> dict[str, object]:
    """Return what the staff member and the organisation pay each month.

    Args:
        premium: Monthly premium of the coverage.
        percent: The staff member's share, as a percentage of the base.
        base: Monthly amount that the table names, such as the net salary.

    Returns:
        ``staff`` and ``organisation``, to the cent, half up; they add up to ``premium``. Nobody
        pays more than the premium, so the organisation's part is never below 0.

    Source:
        P2-S4, P5-S4 "contributions are computed"; the rate of 2005 for the dental plan alone:

    >>> shares = contribution(Decimal("43.05"), Decimal("0.40"), Decimal("4250.00"))
    >>> str(shares["staff"]), str(shares["organisation"])
    ('17.00', '26.05')
    >>> rich = contribution(Decimal("43.05"), Decimal("0.40"), Decimal("12000"))
    >>> str(rich["staff"]), str(rich["organisation"])
    ('43.05', '0.00')
    """
    total = premium.quantize(CENT, ROUND_HALF_UP)
    staff = min((base * percent / 100).quantize(CENT, ROUND_HALF_UP), total)
    return {"premium": total, "staff": staff, "organisation": total - staff}


def upload_day(day: date) -> date:
    """Return the next day on which the carrier receives the data of the insured.

    Source:
        P2-S6; UN insurance pages: in the middle and at the end of a month.

    >>> str(upload_day(date(2025, 6, 15))), str(upload_day(date(2025, 6, 16)))
    ('2025-06-15', '2025-06-30')
    """
    middle = day.replace(day=15)
    return middle if day <= middle else _month_end(day)


def current_cover(records: Sequence[dict[str, object]], plan: str) -> dict[str, object] | None:
    """Return a person's cover in force under a plan, or nothing."""
    return next(
        (
            record
            for record in reversed(records)
            if record.get("status") == "ACTIVE" and _data(record).get("plan") == plan
        ),
        None,
    )


def paid_in_year(records: Sequence[dict[str, object]], plan: str, year: Decimal) -> Decimal:
    """Return what was reimbursed under a plan for expenses of one calendar year.

    >>> claim = {"status": "PAID", "data": {"plan": "P", "year": Decimal(2025), "paid": Decimal(80)}}
    >>> str(paid_in_year([claim, claim], "P", Decimal(2025))), str(paid_in_year([claim], "P", Decimal(2024)))
    ('160', '0')
    """
    found = (_data(record) for record in records if record.get("status") == "PAID")
    return sum(
        (
            Decimal(str(data["paid"]))
            for data in found
            if data.get("plan") == plan and Decimal(str(data["year"])) == year
        ),
        Decimal(0),
    )


def _of_year(
    year: int, dates: Sequence[dict[str, object]], usual: tuple[str, str, str]
) -> dict[str, object]:
    announced = [one for one in dates if _date(one, "opens").year == year]
    opens, closes, cover_from = (date(year, *map(int, day.split("-"))) for day in usual)
    return (
        announced[0] if announced else {"opens": opens, "closes": closes, "cover from": cover_from}
    )


def _month_end(day: date) -> date:
    following = (
        date(day.year + 1, 1, 1) if day.month == DECEMBER else date(day.year, day.month + 1, 1)
    )
    return following - timedelta(days=1)


def _date(values: dict[str, object], name: str) -> date:
    day = values[name]
    if not isinstance(day, date):
        message = f"“{name}” must be a date, not {day!r}."
        raise TypeError(message)
    return day


def _data(record: dict[str, object]) -> dict[str, object]:
    data = record.get("data")
    return data if isinstance(data, dict) else {}
