"""Premiums billed in advance, suspension and reinstatement. Pure: dates and Decimals in, values out.

A *step* is ``{"from": date, "category": ..., "monthly": Decimal or None}``: what one month costs from
a day on. A *payment* is ``{"amount": Decimal, "on": date}``. An *instalment* is ``{"due": date,
"amount": Decimal}``.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "cover_state",
    "premium_end",
    "premium_months",
    "premium_paid",
    "premium_settlement",
    "premium_starts",
    "premium_step",
    "premium_text",
]

CENT = Decimal("0.01")
#: Groups thousands in French.
NARROW_SPACE = "\u202f"

_MONTHS = {"MONTHLY": 1, "QUARTERLY": 3, "SEMI_ANNUAL": 6, "ANNUAL": 12}


def cover_state(records: Sequence[dict[str, object]], plan: str, day: date) -> str:
    """Return how an expense stands to the cover that premiums pay for.

    Args:
        records: A person's records of cover: ``status``, ``first day``, ``last day`` and ``data`` with
            ``plan`` and, while premiums are owed, ``suspended on``.
        plan: The plan of the claim.
        day: Day of the expense.

    Returns:
        ``SUSPENDED`` from the day of a suspension that is not decided yet; ``NOT_COVERED`` from that
        day when the arrears were never paid; otherwise ``IN_FORCE``, which the carrier verifies.

    Source:
        P1-S6 "suspension of insurance coverage"; what it means for an expense is proposed.

    >>> cover = {"status": "SUSPENDED", "first day": date(2025, 4, 1), "last day": None,
    ...          "data": {"plan": "P", "suspended on": date(2025, 4, 2)}}
    >>> cover_state([cover], "P", date(2025, 4, 1)), cover_state([cover], "P", date(2025, 4, 2))
    ('IN_FORCE', 'SUSPENDED')
    >>> ended = {**cover, "status": "TERMINATED", "last day": date(2025, 4, 1)}
    >>> cover_state([ended], "P", date(2025, 4, 1)), cover_state([ended], "P", date(2025, 4, 2))
    ('IN_FORCE', 'NOT_COVERED')
    """
    state = "IN_FORCE"
    for record in records:
        data, first = record.get("data"), record.get("first day")
        if not isinstance(data, dict) or data.get("plan") != plan:
            continue
        since = data.get("suspended on")
        owed = isinstance(since, date) and since <= day
        if record.get("status") == "ACTIVE" and isinstance(first, date) and first <= day:
            return "IN_FORCE"
        if owed:
            state = "SUSPENDED" if record.get("status") == "SUSPENDED" else "NOT_COVERED"
    return state


def premium_months(first: date, frequency: str) -> list[date]:
    """Return the first day of each month that one instalment pays for.

    Args:
        first: First day of the period.
        frequency: ``MONTHLY``, ``QUARTERLY``, ``SEMI_ANNUAL`` or ``ANNUAL``.

    Raises:
        ValueError: If the frequency is none of the four.

    Source:
        P1-S6: "in advance ... on a quarterly, semi-annual, or annual basis". An instalment is the
        sum of its months; 182.50 a month make 547.50, 1,095.00 and 2,190.00:

    >>> [str(day) for day in premium_months(date(2025, 4, 1), "QUARTERLY")]
    ['2025-04-01', '2025-05-01', '2025-06-01']
    >>> [str(Decimal("182.50") * len(premium_months(date(2025, 4, 1), each)))
    ...  for each in ("QUARTERLY", "SEMI_ANNUAL", "ANNUAL")]
    ['547.50', '1095.00', '2190.00']
    """
    return [_add_months(first, number) for number in range(_count(frequency))]


def premium_end(first: date, frequency: str) -> date:
    """Return the last day that one instalment pays for.

    Raises:
        ValueError: If the frequency is not known.

    >>> str(premium_end(date(2025, 4, 1), "SEMI_ANNUAL"))
    '2025-09-30'
    """
    return _add_months(first, _count(frequency)) - timedelta(days=1)


def premium_starts(first: date, frequency: str, until: date) -> list[date]:
    """Return the first days of the later periods that begin up to a day.

    Raises:
        ValueError: If the frequency is not known.

    >>> [str(day) for day in premium_starts(date(2025, 4, 1), "QUARTERLY", date(2025, 7, 2))]
    ['2025-07-01']
    """
    months = _count(frequency)
    found: list[date] = []
    while (following := _add_months(first, months * (len(found) + 1))) <= until:
        found.append(following)
    return found


def premium_step(steps: Sequence[dict[str, object]], day: date) -> dict[str, object]:
    """Return the step that says what the month of a day costs.

    Args:
        steps: Oldest first; of two that begin on the same day the later one holds.
        day: Any day.

    Raises:
        ValueError: If no step has begun on that day.

    >>> steps = [{"from": date(2025, 5, 1), "category": "UNSUBSIDISED", "monthly": Decimal(365)},
    ...          {"from": date(2028, 5, 1), "category": "SUBSIDISED", "monthly": None}]
    >>> premium_step(steps, date(2028, 4, 1))["category"], premium_step(steps, date(2028, 5, 1))["category"]
    ('UNSUBSIDISED', 'SUBSIDISED')
    """
    begun = [step for step in steps if _day(step, "from") <= day]
    if not begun:
        message = f"No contribution is known for {day}."
        raise ValueError(message)
    return begun[-1]


def premium_paid(payments: Sequence[dict[str, object]], day: date) -> Decimal:
    """Return what was paid up to a day.

    >>> str(premium_paid([{"amount": Decimal("547.50"), "on": date(2025, 4, 2)}], date(2025, 4, 1)))
    '0'
    """
    paid = (_amount(payment) for payment in payments if _day(payment, "on") <= day)
    return sum(paid, Decimal(0))


def premium_settlement(
    billed: Decimal,
    due: date,
    following: Sequence[dict[str, object]],
    reinstate_by: date,
    payments: Sequence[dict[str, object]],
) -> dict[str, object]:
    """Say whether the payments lift or end a suspension.

    Args:
        billed: Amount of the invoice that was not paid in full.
        due: Its due date.
        following: Later instalments, which fall due while the cover is suspended.
        reinstate_by: Last day on which a payment reinstates the cover.
        payments: Everything paid towards the invoice, before and after the due date.

    Returns:
        ``result``: ``IN_TIME`` (the invoice was paid by its due date after all), ``REINSTATED`` or
        ``SHORT``; ``owed`` and ``paid``; ``balance`` still missing; ``credit`` left over;
        ``instalments``: how many later ones are paid too.

    Source:
        P1-S6: "provided that the full required premium payment is remitted within three months of
        the date of suspension of coverage, along with payment for any subsequent period that may
        have become due". Due 1 April 2025, 547.50 a quarter, reinstated by 2 July:

    >>> later = [{"due": date(2025, 7, 1), "amount": Decimal("547.50")}]
    >>> def pay(amount, day):
    ...     found = premium_settlement(Decimal("547.50"), date(2025, 4, 1), later, date(2025, 7, 2),
    ...                                [{"amount": Decimal(amount), "on": day}])
    ...     return found["result"], str(found["owed"]), str(found["balance"])
    >>> pay("547.50", date(2025, 6, 20))
    ('REINSTATED', '547.50', '0.00')
    >>> pay("547.50", date(2025, 7, 2))
    ('SHORT', '1095.00', '547.50')
    >>> pay("1095.00", date(2025, 7, 2))
    ('REINSTATED', '1095.00', '0.00')
    >>> pay("1095.00", date(2025, 7, 3))
    ('SHORT', '547.50', '547.50')
    >>> pay("547.50", date(2025, 4, 1))
    ('IN_TIME', '547.50', '0.00')
    """
    if premium_paid(payments, due) >= billed:
        return _settled("IN_TIME", billed, premium_paid(payments, due), 0)
    owed, paid, covered = billed, premium_paid(payments, due), 0
    days = sorted({_day(payment, "on") for payment in payments} | {due})
    for day in (day for day in days if due <= day <= reinstate_by):
        fallen = [instalment for instalment in following if _day(instalment, "due") <= day]
        owed = billed + sum((_amount(instalment) for instalment in fallen), Decimal(0))
        paid, covered = premium_paid(payments, day), len(fallen)
        if paid >= owed:
            return _settled("REINSTATED", owed, paid, covered)
    return _settled("SHORT", owed, paid, covered)


def premium_text(amount: Decimal, currency: str, language: str) -> str:
    r"""Return an amount as people write it, to the cent.

    Args:
        amount: Money.
        currency: Its ISO code.
        language: ``fr`` or any other, which is written as in English.

    >>> premium_text(Decimal("1095"), "USD", "en"), premium_text(Decimal("1095"), "USD", "fr")
    ('USD 1,095.00', '1\u202f095,00 USD')
    """
    text = f"{amount.quantize(CENT, ROUND_HALF_UP):,}"
    if language == "fr":
        french = text.replace(",", NARROW_SPACE).replace(".", ",")
        return f"{french} {currency}"
    return f"{currency} {text}"


def _settled(result: str, owed: Decimal, paid: Decimal, covered: int) -> dict[str, object]:
    return {
        "result": result,
        "owed": owed,
        "paid": paid,
        "balance": max(owed - paid, Decimal(0)),
        "credit": max(paid - owed, Decimal(0)),
        "instalments": Decimal(covered),
    }


def _count(frequency: str) -> int:
    if frequency not in _MONTHS:
        message = f"{frequency} is no way to pay a premium; there are {', '.join(_MONTHS)}."
        raise ValueError(message)
    return _MONTHS[frequency]


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


def _amount(values: dict[str, object]) -> Decimal:
    amount = values["amount"]
    if not isinstance(amount, Decimal):
        message = f"“amount” must be a number, not {amount!r}."
        raise TypeError(message)
    return amount
