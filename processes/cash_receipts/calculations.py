"""Arithmetic of receipts: rates, dollars, the month's total, lines and invoices. Pure.

Money is a Decimal in the currency named beside it; every stated amount is rounded half up to the
cent, an intermediate rate never. A *rate row* is ``{"currency", "from": date, "rate": Decimal}``:
units of the currency for one US dollar, from that day until the next row. A *receipt* is what an
earlier case recorded: ``{"id", "status", "first day": receipt date, "data": {"usd", ...}}``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "accounting_day",
    "applied_total",
    "budget_answer",
    "excess_of",
    "imprest_on",
    "in_dollars",
    "invoice_problems",
    "left_receipt",
    "left_unidentified",
    "lines_total",
    "local_limit",
    "missing_fields",
    "money_text",
    "month_total",
    "rate_on",
    "unpaid_of",
    "with_dollars",
]

CENT = Decimal("0.01")
#: Between the thousands of a French number.
NARROW_SPACE = "\u202f"
#: Money that did not stay with the office does not count towards the month.
NOT_KEPT = ("ANNOUNCED", "RETURNED", "REVERSED", "CANCELLED")
#: Chart field and its name in messages.
FIELDS = ("account", "fund", "operatingUnit", "costCentre", "project", "activity", "donorCode")


def rate_on(rates: Sequence[dict[str, object]], currency: str, day: date) -> Decimal | None:
    """Return the UN operational rate of exchange of a day; null when none is loaded.

    Args:
        rates: Rate rows in any order.
        currency: ISO code; the US dollar is always 1.
        day: The receipt date.

    Source:
        P4-S2: the US dollar amount is converted on the receipt date.

    >>> rows = [{"currency": "JMD", "from": date(2025, 3, 1), "rate": Decimal("155.50")},
    ...         {"currency": "JMD", "from": date(2025, 4, 1), "rate": Decimal("157.00")}]
    >>> rate_on(rows, "JMD", date(2025, 3, 31)), rate_on(rows, "JMD", date(2025, 4, 1))
    (Decimal('155.50'), Decimal('157.00'))
    >>> rate_on(rows, "JMD", date(2025, 2, 28)) is None, rate_on([], "USD", date(2025, 3, 1))
    (True, Decimal('1'))
    """
    if currency == "USD":
        return Decimal(1)
    held = [
        (_day(row, "from"), _number(row.get("rate")))
        for row in rates
        if row.get("currency") == currency and _day(row, "from") <= day
    ]
    return max(held)[1] if held else None


def in_dollars(amount: Decimal, rate: Decimal | None) -> Decimal | None:
    """Return an amount in US dollars, half up to the cent; null without a rate.

    Source:
        P4-S2, worked examples:

    >>> in_dollars(Decimal(1555000), Decimal("155.50")), in_dollars(Decimal(46000), Decimal("0.92"))
    (Decimal('10000.00'), Decimal('50000.00'))
    >>> in_dollars(Decimal(1555000), Decimal("157.00"))
    Decimal('9904.46')
    """
    return None if rate is None else _cents(amount / rate)


def accounting_day(receipt: date, closed: bool, rule: str, today: date) -> date:
    """Return the accounting date of a deposit.

    Args:
        receipt: The day on which the money reached the bank or the office.
        closed: True when the accounting period of that day is closed.
        rule: ``RECEIPT_DATE`` always; ``OPEN_PERIOD``: the day of booking when it is closed.
        today: The day of booking.

    Source:
        P4-S2: "the accounting date should be same as the receipt date".

    >>> accounting_day(date(2025, 3, 28), True, "RECEIPT_DATE", date(2025, 7, 1))
    datetime.date(2025, 3, 28)
    >>> accounting_day(date(2025, 3, 28), True, "OPEN_PERIOD", date(2025, 7, 1))
    datetime.date(2025, 7, 1)
    """
    return today if closed and rule == "OPEN_PERIOD" else receipt


def imprest_on(levels: Sequence[dict[str, object]], unit: str, day: date) -> Decimal | None:
    """Return the imprest level of an office in US dollars; null when none is loaded.

    Args:
        levels: Rows of ``unit``, ``from`` and ``amount`` in any order.
        unit: The office.
        day: Any day.

    >>> imprest_on([{"unit": "kenya", "from": date(2025, 1, 1), "amount": Decimal(800000)}],
    ...            "kenya", date(2025, 3, 28))
    Decimal('800000')
    """
    held = [
        (_day(row, "from"), _number(row.get("amount")))
        for row in levels
        if row.get("unit") == unit and _day(row, "from") <= day
    ]
    return max(held)[1] if held else None


def local_limit(floor: Decimal, percent: Decimal, imprest: Decimal | None) -> Decimal:
    """Return what an office may receive in a month without prior authority of Treasury.

    Args:
        floor: US dollars that every office may receive.
        percent: Share of the imprest level, in percent.
        imprest: US dollars; null counts as none.

    Source:
        POPP: USD 50,000 or 5 % of the imprest level, whichever is higher.

    >>> local_limit(Decimal(50000), Decimal(5), Decimal(800000))
    Decimal('50000.00')
    >>> local_limit(Decimal(50000), Decimal(5), Decimal(1200000))
    Decimal('60000.00')
    """
    share = Decimal(0) if imprest is None else imprest * percent / 100
    return _cents(max(floor, share))


def month_total(receipts: Sequence[dict[str, object]], day: date, without: str | None) -> Decimal:
    """Return the US dollars that an office received in the month of a day.

    Args:
        receipts: The receipts on record; those returned, reversed or cancelled do not count.
        day: The receipt date: money identified later counts in the month in which it came.
        without: Id of a receipt to leave out: the one in hand.

    >>> old = {"id": "a", "status": "COMPLETE", "first day": date(2025, 3, 3),
    ...        "data": {"usd": Decimal("12000.50")}}
    >>> month_total([old, {**old, "id": "b", "status": "RETURNED"}], date(2025, 3, 31), None)
    Decimal('12000.50')
    >>> month_total([old], date(2025, 4, 1), None), month_total([old], date(2025, 3, 31), "a")
    (Decimal('0'), Decimal('0'))
    """
    counted = Decimal(0)
    for receipt in receipts:
        data = receipt.get("data")
        if receipt.get("status") in NOT_KEPT or receipt.get("id") == without:
            continue
        first = receipt.get("first day")
        if isinstance(first, date) and (first.year, first.month) == (day.year, day.month):
            counted += _number(data.get("usd")) if isinstance(data, dict) else 0
    return counted


def left_unidentified(receipts: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the receipts on record that were left unidentified, as choices of a form.

    >>> left_unidentified([{"status": "LEFT", "first day": date(2025, 3, 28), "data": {
    ...     "amount": Decimal(5), "currency": "USD", "reference": "TX-4"}}])
    [{'value': '2025-03-28 TX-4', 'label': '2025-03-28 TX-4: USD 5.00'}]
    """
    found: list[dict[str, object]] = []
    for receipt in receipts:
        data = receipt.get("data")
        if receipt.get("status") == "LEFT" and isinstance(data, dict):
            words = money_text(_number(data.get("amount")), str(data.get("currency")), "en")
            name = _left_name(receipt, data)
            found.append({"value": name, "label": f"{name}: {words}"})
    return found


def left_receipt(
    receipts: Sequence[dict[str, object]], choice: str | None
) -> dict[str, object] | None:
    """Return the receipt that a choice among those left unidentified names; null when none.

    >>> old = {"id": "r", "status": "LEFT", "first day": date(2025, 3, 28),
    ...        "data": {"reference": "TX-4"}}
    >>> left_receipt([old], "2025-03-28 TX-4") == old, left_receipt([old], None)
    (True, None)
    """
    for receipt in receipts:
        data = receipt.get("data")
        left = receipt.get("status") == "LEFT" and isinstance(data, dict)
        if left and isinstance(data, dict) and _left_name(receipt, data) == choice:
            return receipt
    return None


def lines_total(lines: Sequence[dict[str, object]]) -> Decimal:
    """Return the sum of accounting lines, in the currency of the deposit.

    >>> lines_total([{"lineAmount": Decimal("6500.00")}, {"lineAmount": Decimal("3400.00")}])
    Decimal('9900.00')
    """
    return sum((_number(line.get("lineAmount")) for line in lines), Decimal(0))


def missing_fields(
    lines: Sequence[dict[str, object]], required: Sequence[Sequence[str]]
) -> list[str]:
    """Return the chart fields that are required and empty, such as ``line 1: fund``.

    Args:
        lines: The accounting lines.
        required: For each line the chart fields that it must have.

    >>> missing_fields([{"account": "51005", "fund": " "}], [["account", "fund", "donorCode"]])
    ['line 1: fund', 'line 1: donorCode']
    """
    return [
        f"line {number}: {name}"
        for number, (line, names) in enumerate(zip(lines, required, strict=True), start=1)
        for name in FIELDS
        if name in names and not str(line.get(name) or "").strip()
    ]


def with_dollars(
    lines: Sequence[dict[str, object]], rate: Decimal, total: Decimal
) -> list[dict[str, object]]:
    """Return accounting lines with their US dollars, which add up to the deposit's.

    Each line is rounded half up to the cent; the largest line takes the cents that are left.

    >>> thirds = [{"lineAmount": Decimal("33.34")}, {"lineAmount": Decimal("33.33")},
    ...           {"lineAmount": Decimal("33.33")}]
    >>> [str(line["usd"]) for line in with_dollars(thirds, Decimal("0.92"), Decimal("108.70"))]
    ['36.24', '36.23', '36.23']
    """
    worked = [_cents(_number(line.get("lineAmount")) / rate) for line in lines]
    if worked:
        worked[worked.index(max(worked))] += total - sum(worked, Decimal(0))
    return [{**line, "usd": usd} for line, usd in zip(lines, worked, strict=True)]


def applied_total(invoices: Sequence[dict[str, object]]) -> Decimal:
    """Return what a standard receipt applies to billing invoices."""
    return sum((_number(invoice.get("applied")) for invoice in invoices), Decimal(0))


def budget_answer(rows: object, number: str) -> dict[str, object]:
    """Return what Quantum answers to a file of accounting lines.

    Args:
        rows: The rows of the answer: ``file``, ``result`` (``PASS`` or ``FAIL``) and ``reason``.
        number: The number of the file that was sent.

    Returns:
        ``result``: ``PASSED`` or ``BUDGET_FAILED``, or ``UNCLEAR`` when the answer is not exactly one
        row about this file, or fails it for no reason; ``reason``: null unless it failed.

    Source:
        P4-S4, layout in P4-S4.6.

    >>> budget_answer([{"file": "KEN0001", "result": "FAIL", "reason": "Closed."}], "KEN0001")
    {'result': 'BUDGET_FAILED', 'reason': 'Closed.'}
    >>> budget_answer([{"file": "KEN0001", "result": "PASS", "reason": ""}], "KEN0002")["result"]
    'UNCLEAR'
    """
    row = rows[0] if isinstance(rows, list) and len(rows) == 1 else {}
    reason = str(row.get("reason") or "").strip()
    if str(row.get("file") or "").strip() == number:
        result = str(row.get("result") or "").strip().upper()
        if result == "PASS":
            return {"result": "PASSED", "reason": None}
        if result == "FAIL" and reason:
            return {"result": "BUDGET_FAILED", "reason": reason}
    return {"result": "UNCLEAR", "reason": None}


def excess_of(amount: Decimal, invoices: Sequence[dict[str, object]]) -> Decimal:
    """Return what is left of a deposit after its invoices are paid (overpayment).

    >>> excess_of(Decimal("10000.00"), [{"open": Decimal("9500.00"), "applied": Decimal("9500.00")}])
    Decimal('500.00')
    """
    return amount - applied_total(invoices)


def unpaid_of(invoices: Sequence[dict[str, object]]) -> Decimal:
    """Return what the invoices still lack after a deposit (underpayment).

    >>> unpaid_of([{"open": Decimal("9500.00"), "applied": Decimal("9000.00")}])
    Decimal('500.00')
    """
    return sum((_number(invoice.get("open")) for invoice in invoices), Decimal(0)) - applied_total(
        invoices
    )


def invoice_problems(amount: Decimal, invoices: Sequence[dict[str, object]]) -> str:
    """Return what is wrong with how a deposit is applied to invoices; empty when nothing is.

    >>> invoice_problems(Decimal(100), [{"number": "B-1", "open": Decimal(90), "applied": Decimal(95)}])
    'Invoice B-1 has only 90.00 open.'
    >>> invoice_problems(Decimal(90), [{"number": "B-1", "open": Decimal(95), "applied": Decimal(95)}])
    'The invoices take 95.00; the deposit has 90.00.'
    """
    for invoice in invoices:
        if _number(invoice.get("applied")) > _number(invoice.get("open")):
            left = money_text(_number(invoice.get("open")), "", "en").strip()
            return f"Invoice {invoice.get('number')} has only {left} open."
    if applied_total(invoices) > amount:
        taken, there = (
            money_text(one, "", "en").strip() for one in (applied_total(invoices), amount)
        )
        return f"The invoices take {taken}; the deposit has {there}."
    return ""


def money_text(amount: Decimal, currency: str, language: str) -> str:
    r"""Return an amount as people write it.

    Args:
        amount: In the currency.
        currency: ISO code.
        language: ``en`` or ``fr``.

    >>> money_text(Decimal("1555000"), "JMD", "en"), money_text(Decimal("-0.005"), "USD", "en")
    ('JMD 1,555,000.00', 'USD -0.01')
    >>> money_text(Decimal("1555000"), "JMD", "fr")
    '1\u202f555\u202f000,00 JMD'
    """
    text = f"{_cents(amount):,.2f}"
    if language == "fr":
        french = text.replace(",", NARROW_SPACE).replace(".", ",")
        return f"{french} {currency}"
    return f"{currency} {text}"


def _left_name(receipt: Mapping[str, object], data: Mapping[str, object]) -> str:
    return f"{receipt.get('first day')} {data.get('reference')}"


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def _day(row: Mapping[str, object], key: str) -> date:
    day = row.get(key)
    if not isinstance(day, date):
        message = f"A row of the table has no day in “{key}”: {dict(row)}."
        raise TypeError(message)
    return day
