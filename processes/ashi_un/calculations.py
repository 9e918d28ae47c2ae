"""Eligibility for after-service health insurance. Pure: dates and Decimals in, values out.

An *insured period* is ``{"periodFrom": date, "periodTo": date, "contractType": ...}``. A *time* is
``{"years": full years, "days": days over}``, a year of days over counting 365.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "age_on",
    "find_plan",
    "insured_time",
    "month_after",
    "subsidised_from",
    "time_reaches",
    "time_text",
]

#: Days of insured service that make up one more year (X1).
YEAR = 365
DECEMBER = 12
TENTH = Decimal("0.1")


def age_on(birth: date, day: date) -> int:
    """Return the age in full years on a day.

    >>> age_on(date(1963, 5, 1), date(2025, 4, 30)), age_on(date(1963, 4, 30), date(2025, 4, 30))
    (61, 62)
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def insured_time(
    periods: Sequence[dict[str, object]], until: date, without: str = "ALD"
) -> dict[str, object]:
    """Return how long somebody took part in contributory plans.

    Args:
        periods: Insured periods, in any order; days that lie in two of them count once.
        until: Nothing after this day counts.
        without: Kind of contract whose time does not count.

    Returns:
        ``years`` and ``days``; first and last days are included, periods are joined end to end,
        and 365 days over make a year.

    Source:
        UN insurance pages on eligibility; time on an ALD contract is left out.

    >>> def take(*spans, contract="FTA"):
    ...     found = insured_time([{"periodFrom": a, "periodTo": b, "contractType": contract}
    ...                           for a, b in spans], date(2030, 12, 31))
    ...     return int(found["years"]), int(found["days"])
    >>> take((date(2015, 3, 1), date(2025, 2, 28)))
    (10, 0)
    >>> take((date(2015, 3, 1), date(2025, 2, 27)))
    (9, 364)
    >>> take((date(2010, 1, 1), date(2012, 12, 31)), (date(2012, 7, 1), date(2013, 6, 30)))
    (3, 181)
    >>> take((date(2010, 1, 1), date(2010, 7, 19)), (date(2012, 1, 1), date(2012, 7, 18)))
    (1, 35)
    >>> take((date(2010, 1, 1), date(2019, 12, 31)), contract="ALD")
    (0, 0)
    """
    years, days = 0, 0
    for first, last in _joined(_spans(periods, until, without)):
        full = age_on(first, last + timedelta(days=1))
        years += full
        days += (last + timedelta(days=1) - _add_months(first, 12 * full)).days
    return {"years": Decimal(years + days // YEAR), "days": Decimal(days % YEAR)}


def time_reaches(time: dict[str, object], years: Decimal, rule: str = "AT_LEAST") -> bool:
    """Say whether a time reaches a number of years.

    Args:
        time: Years and days.
        years: How many are needed.
        rule: ``AT_LEAST``, or ``MORE_THAN`` where exactly so many do not suffice.

    >>> five = {"years": Decimal(5), "days": Decimal(0)}
    >>> time_reaches(five, Decimal(5)), time_reaches(five, Decimal(5), "MORE_THAN")
    (True, False)
    """
    have = (_number(time, "years"), _number(time, "days"))
    needed = (years, Decimal(0))
    return have > needed if rule == "MORE_THAN" else have >= needed


def time_text(time: dict[str, object]) -> str:
    """Return a time as years with one decimal, half up, as the policy counts it.

    >>> time_text({"years": Decimal(8), "days": Decimal(329)})
    '8.9'
    """
    years = _number(time, "years") + _number(time, "days") / YEAR
    return str(years.quantize(TENTH, ROUND_HALF_UP))


def subsidised_from(effective: date, time: dict[str, object], full: Decimal) -> date:
    """Return the first day of the month from which the contribution is subsidised.

    Args:
        effective: First day of the cover after service, a first of a month.
        time: Insured time at separation.
        full: Years of insured time, in service and after it, that give the subsidy.

    Source:
        ST/AI/394: unsubsidised "until 10 reached"; seven years in service leave three more:

    >>> subsidised_from(date(2025, 5, 1), {"years": Decimal(7), "days": Decimal(0)}, Decimal(10))
    datetime.date(2028, 5, 1)
    >>> subsidised_from(date(2025, 5, 1), {"years": Decimal(6), "days": Decimal(300)}, Decimal(10))
    datetime.date(2028, 8, 1)
    """
    years, days = int(_number(time, "years")), int(_number(time, "days"))
    left = int(full) - years - (1 if days else 0)
    reached = _add_months(effective, 12 * left) + timedelta(days=YEAR - days if days else 0)
    return reached if reached.day == 1 else month_after(reached)


def month_after(day: date) -> date:
    """Return the first day of the month after a day's month.

    Source:
        P1-S2: a change of plan is effective "on the first day of the month following receipt".

    >>> str(month_after(date(2025, 5, 14))), str(month_after(date(2025, 6, 1)))
    ('2025-06-01', '2025-07-01')
    """
    return date(day.year + day.month // DECEMBER, day.month % DECEMBER + 1, 1)


def find_plan(plans: Sequence[dict[str, object]], plan_id: str) -> dict[str, object]:
    """Return the plan with an id.

    Raises:
        ValueError: If the list of plans does not have it.
    """
    for plan in plans:
        if plan["id"] == plan_id:
            return plan
    message = f"The list of plans has no {plan_id}. Add it to the parameter ashi.plans."
    raise ValueError(message)


def _spans(
    periods: Sequence[dict[str, object]], until: date, without: str
) -> list[tuple[date, date]]:
    found = [
        (_day(period, "periodFrom"), min(_day(period, "periodTo"), until))
        for period in periods
        if period.get("contractType") != without
    ]
    return sorted(span for span in found if span[0] <= span[1])


def _joined(spans: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Join spans that overlap or follow each other without a gap."""
    joined: list[tuple[date, date]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(values: dict[str, object], name: str) -> date:
    day = values[name]
    if not isinstance(day, date):
        message = f"“{name}” must be a date, not {day!r}."
        raise TypeError(message)
    return day


def _number(values: dict[str, object], name: str) -> Decimal:
    return Decimal(str(values[name]))
