"""Arithmetic of reporting inventories: control report, journal, reversal, impact, summary. Pure.

Money is US dollars, half up to the cent; quantities are Decimals in the item's own measure. A
*journal line* is ``{"entry": "DR" or "CR", "use": which account, "account", "amount", chart
fields}``. A *return* is what one office reported for one period.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "account_of",
    "chart_rows",
    "control_report",
    "impact_lines",
    "journal_lines",
    "journal_problem",
    "missing_accounts",
    "office_rows",
    "opening_values",
    "project_names",
    "project_rows",
    "receipt_reference",
    "report_problem",
    "reversed_lines",
    "submission_papers",
    "summary_totals",
    "units_without_return",
]

CENT = Decimal("0.01")
INVENTORY, IN_TRANSIT, EXPENSE = "INVENTORY", "IN_TRANSIT", "EXPENSE"
#: Chart fields that every line of a journal must have, and what they are called in messages.
FIELDS = {
    "fund": "the fund",
    "operatingUnit": "the operating unit",
    "costCentre": "the cost centre",
    "project": "the project",
}
TURNED = {"DR": "CR", "CR": "DR"}


def opening_values(returns: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return what each item was worth at the end of the last period that was reported.

    Args:
        returns: Returns on record of periods before this one.

    >>> old = {"last day": 1, "data": {"rows": [{"item": "NET", "value": Decimal("380.00")}]}}
    >>> opening_values([old])
    [{'item': 'NET', 'value': Decimal('380.00')}]
    >>> opening_values([])
    []
    """
    known = [record for record in returns if record.get("last day") is not None]
    if not known:
        return []
    data = max(known, key=lambda record: str(record.get("last day"))).get("data")
    rows = data.get("rows", []) if isinstance(data, dict) else []
    return [{"item": row.get("item"), "value": row.get("value")} for row in rows]


def control_report(
    summary: Sequence[dict[str, object]],
    valued: Sequence[dict[str, object]],
    opening: Sequence[dict[str, object]],
) -> list[dict[str, object]]:
    """Return the lines of the inventory control report, one an item.

    Args:
        summary: What the stock cards say of the period, one an item: ``opening``, ``in``, ``out``,
            ``adj`` and ``closing``.
        valued: Items on hand at the end with their value.
        opening: Items with their value at the end of the period before; an item that is not among
            them had no known value.

    Source:
        P10-S15. Worked example: 200 + 1,200 - 780 - 15 = 605, worth 1,451.00.

    >>> line = {"item": "NET", "project": "P1", "opening": Decimal(200), "in": Decimal(1200),
    ...         "out": Decimal(780), "adj": Decimal(-15), "closing": Decimal(605)}
    >>> [row] = control_report([line], [{"item": "NET", "value": Decimal("1451.00")}], [])
    >>> row["closing"], row["value"], row["openingValue"], row["agrees"]
    (Decimal('605'), Decimal('1451.00'), None, True)
    """
    worth = {row.get("item"): row for row in valued}
    before = {row.get("item"): row.get("value") for row in opening}
    found: list[dict[str, object]] = []
    for line in summary:
        numbers = {
            key: _number(line.get(key)) for key in ("opening", "in", "out", "adj", "closing")
        }
        rolled = numbers["opening"] + numbers["in"] - numbers["out"] + numbers["adj"]
        if not any(numbers.values()):
            continue
        row = worth.get(line.get("item"), {})
        found.append(
            {
                "item": line.get("item"),
                "description": line.get("description"),
                "measure": line.get("measure"),
                "project": str(line.get("project") or ""),
                "opening": numbers["opening"],
                "openingValue": before.get(line.get("item")),
                "received": numbers["in"],
                "issued": numbers["out"],
                "adjusted": numbers["adj"],
                "closing": numbers["closing"],
                "impaired": _number(row.get("impaired")),
                "value": _cents(_number(row.get("value"))),
                "agrees": rolled == numbers["closing"] and _agrees(row, numbers["closing"]),
            }
        )
    return found


def _agrees(row: Mapping[str, object], closing: Decimal) -> bool:
    return _number(row.get("closing", closing)) == closing


def report_problem(rows: Sequence[dict[str, object]], totals: Mapping[str, object]) -> str | None:
    """Return why a control report does not add up; null when it does.

    Args:
        rows: Lines of the report.
        totals: What was certified.

    Source:
        P10-S15: opening and closing balances; the report is certified.

    >>> row = {"item": "NET", "closing": Decimal(605), "value": Decimal(10), "agrees": True}
    >>> report_problem([row], {"quantity": Decimal(605), "value": Decimal(10)}) is None
    True
    >>> report_problem([row], {"quantity": Decimal(600), "value": Decimal(10)})
    'The report has 605 units on hand; certified were 600.'
    >>> report_problem([{**row, "agrees": False}], {})
    'NET: opening, in, out and adjustments do not give the closing balance that was valued.'
    """
    for row in rows:
        if row.get("agrees") is not True:
            return (
                f"{row.get('item')}: opening, in, out and adjustments do not give the closing "
                "balance that was valued."
            )
    quantity = sum((_number(row.get("closing")) for row in rows), Decimal(0))
    value = sum((_number(row.get("value")) for row in rows), Decimal(0))
    if quantity != _number(totals.get("quantity")):
        return f"The report has {quantity} units on hand; certified were {totals.get('quantity')}."
    if value != _number(totals.get("value")):
        return f"The report is worth USD {value}; certified were USD {totals.get('value')}."
    return None


def project_names(
    rows: Sequence[dict[str, object]], transit: Sequence[dict[str, object]]
) -> list[str]:
    """Return the projects that a report is about; one without a name when there is nothing at all.

    >>> project_names([{"project": "B"}, {"project": "A"}], [{"project": "B"}]), project_names([], [])
    (['A', 'B'], [''])
    """
    return sorted({str(row.get("project") or "") for row in (*rows, *transit)}) or [""]


def project_rows(rows: Sequence[dict[str, object]], project: str) -> list[dict[str, object]]:
    """Return the rows of one project.

    >>> project_rows([{"project": "A"}, {"project": None}], "")
    [{'project': None}]
    """
    return [row for row in rows if str(row.get("project") or "") == project]


def submission_papers(
    reports: Sequence[dict[str, object]],
    data: Mapping[str, object],
    certification: Mapping[str, object],
) -> list[dict[str, object]]:
    """Return what is submitted, each document with the name under which it is left.

    Args:
        reports: Documents of the control report, one for each project.
        data: The data file; its number is that of the return.
        certification: The certification.

    Source:
        P10-S26, names in P10-S26.1.

    >>> papers = submission_papers([{"number": "JAM0007"}], {"number": "JAM0002", "name": "r.csv"}, {})
    >>> [paper["name"] for paper in papers]
    ['control-report-JAM0007.html', 'r.csv', 'certification-JAM0002.html']
    """
    controls: list[dict[str, object]] = [
        {"document": one, "name": f"control-report-{one['number']}.html"} for one in reports
    ]
    return [
        *controls,
        {"document": data, "name": data["name"]},
        {"document": certification, "name": f"certification-{data['number']}.html"},
    ]


def receipt_reference(rows: object, number: str) -> str | None:
    """Return the address of a submission that a receipt names; null when it is not clear.

    Args:
        rows: The rows of the receipt: ``return`` and ``reference``.
        number: The number of the return that was submitted.

    Source:
        P10-S15 “submission receipt”, layout in P10-S26.1.

    >>> receipt_reference([{"return": "JAM0002", "reference": "FC-77"}], "JAM0002")
    'FC-77'
    >>> receipt_reference([{"return": "JAM0001", "reference": "FC-76"}], "JAM0002") is None
    True
    """
    row = rows[0] if isinstance(rows, list) and len(rows) == 1 else {}
    if str(row.get("return") or "").strip() != number:
        return None
    return str(row.get("reference") or "").strip()[:300] or None


def account_of(accounts: Sequence[dict[str, object]], use: str) -> str | None:
    """Return the account for a use; null when none is loaded.

    >>> account_of([{"use": "INVENTORY", "account": "14602"}], "INVENTORY")
    '14602'
    >>> account_of([], "EXPENSE") is None
    True
    """
    return next((str(row.get("account")) for row in accounts if row.get("use") == use), None)


def missing_accounts(
    accounts: Sequence[dict[str, object]], projects: Sequence[dict[str, object]]
) -> list[str]:
    """Return the uses for which no account is loaded although the journal needs one.

    Args:
        accounts: Rows of ``use`` and ``account`` (`inv.accounts`).
        projects: ``stock`` and ``transit`` of each project, in US dollars.

    >>> loaded = [{"use": "INVENTORY", "account": "14602"}]
    >>> missing_accounts(loaded, [{"stock": Decimal(1), "transit": Decimal(0)}])
    ['EXPENSE']
    """
    uses = []
    if any(_number(row.get("stock")) for row in projects):
        uses += [INVENTORY, EXPENSE]
    if any(_number(row.get("transit")) for row in projects):
        uses += [IN_TRANSIT, EXPENSE]
    return [use for use in dict.fromkeys(uses) if account_of(accounts, use) is None]


def chart_rows(
    projects: Sequence[dict[str, object]], earlier: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Return the projects for which chart fields are asked, with those answered before.

    >>> chart_rows([{"project": "A", "stock": Decimal(1), "transit": Decimal(0)}],
    ...            [{"project": "A", "fund": "30000"}])[0]["fund"]
    '30000'
    """
    known = {row.get("project"): row for row in earlier}
    return [
        {
            **{key: row.get(key) for key in ("project", "stock", "transit")},
            **{
                key: known.get(row.get("project"), {}).get(key)
                for key in ("fund", "operatingUnit", "costCentre", "donor")
            },
        }
        for row in projects
        if _number(row.get("stock")) or _number(row.get("transit"))
    ]


def journal_lines(
    projects: Sequence[dict[str, object]], accounts: Sequence[dict[str, object]]
) -> list[dict[str, object]]:
    """Return the journal of a period: DR Inventories / CR Expense, DR in transit / CR Expense.

    Args:
        projects: Rows of `chart_rows`, answered.
        accounts: Rows of ``use`` and ``account``.

    Source:
        P10-S27. Worked example: stock 31,440.00, in transit 22,800.00.

    >>> lines = journal_lines([{"project": "P1", "stock": Decimal("31440.00"),
    ...                         "transit": Decimal("22800.00")}], [])
    >>> [(line["entry"], line["use"], line["amount"]) for line in lines]
    [('DR', 'INVENTORY', Decimal('31440.00')), ('CR', 'EXPENSE', Decimal('31440.00')), \
('DR', 'IN_TRANSIT', Decimal('22800.00')), ('CR', 'EXPENSE', Decimal('22800.00'))]
    >>> len(journal_lines([{"project": "P1", "stock": Decimal(5000), "transit": Decimal(0)}], []))
    2
    """
    found: list[dict[str, object]] = []
    for row in projects:
        chart = {key: row.get(key) for key in (*FIELDS, "donor")}
        for key, use in (("stock", INVENTORY), ("transit", IN_TRANSIT)):
            amount = _number(row.get(key))
            if amount:
                found += [
                    _line("DR", use, accounts, amount, chart),
                    _line("CR", EXPENSE, accounts, amount, chart),
                ]
    return found


def _line(
    entry: str,
    use: str,
    accounts: Sequence[dict[str, object]],
    amount: Decimal,
    chart: Mapping[str, object],
) -> dict[str, object]:
    account = account_of(accounts, use)
    return {"entry": entry, "use": use, "account": account, "amount": _cents(amount), **chart}


def journal_problem(lines: Sequence[dict[str, object]]) -> str | None:
    """Return why a journal may not be posted; null when it may.

    Source:
        P10-S27. Worked example: one-sided, unbalanced, or without a chart field is refused.

    >>> chart = dict.fromkeys(("fund", "operatingUnit", "costCentre", "project", "account"), "1")
    >>> debit = {"entry": "DR", "use": "INVENTORY", "amount": Decimal(10), **chart}
    >>> credit = {"entry": "CR", "use": "EXPENSE", "amount": Decimal(10), **chart}
    >>> journal_problem([debit, credit]) is None
    True
    >>> journal_problem([debit])
    'The journal is not balanced: debit USD 10, credit USD 0.'
    >>> journal_problem([debit, {**credit, "fund": None}])
    'Line 2 lacks the fund.'
    """
    for number, line in enumerate(lines, start=1):
        if not line.get("account"):
            return f"Line {number} has no account for {line.get('use')}."
        for key, name in FIELDS.items():
            if not line.get(key):
                return f"Line {number} lacks {name}."
    debit, credit = _side(lines, "DR"), _side(lines, "CR")
    if debit != credit or not debit:
        return f"The journal is not balanced: debit USD {debit}, credit USD {credit}."
    return None


def _side(lines: Sequence[dict[str, object]], entry: str) -> Decimal:
    return sum(
        (_number(row.get("amount")) for row in lines if row.get("entry") == entry), Decimal(0)
    )


def reversed_lines(lines: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the lines that undo a journal: debit and credit change sides.

    Source:
        P10-S27: reversed automatically in the following month.

    >>> reversed_lines([{"entry": "DR", "amount": Decimal(10)}])
    [{'entry': 'CR', 'amount': Decimal('10')}]
    """
    return [{**line, "entry": TURNED[str(line.get("entry"))]} for line in lines]


def impact_lines(projects: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the lines of the donor report and of the Combined Delivery Report of each project.

    Args:
        projects: ``stock`` and ``transit`` of each project.

    Source:
        P10-S29: future expenses, under un-depreciated assets and inventory; fund utilization.

    >>> [line["amount"] for line in impact_lines([{"project": "A", "stock": Decimal("10.00"),
    ...                                            "transit": Decimal("5.00")}])]
    [Decimal('15.00'), Decimal('15.00')]
    """
    places = (
        ("DONOR_REPORT", "Future expenses: un-depreciated assets and inventory"),
        ("CDR", "Fund utilization, page 2"),
    )
    return [
        {
            "project": row.get("project"),
            "report": report,
            "place": place,
            "amount": _cents(_number(row.get("stock")) + _number(row.get("transit"))),
        }
        for row in projects
        for report, place in places
        if _number(row.get("stock")) or _number(row.get("transit"))
    ]


def office_rows(returns: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return one row for each office that reported, by office.

    Args:
        returns: Records of returns, each with ``subject``, the office.

    Source:
        P10-S29.
    >>> record = {"subject": "jamaica", "status": "POSTED", "data": {"stock": Decimal("10.00"),
    ...     "transit": Decimal(0), "late": True, "submittedOn": None}}
    >>> office_rows([record])[0]["office"], office_rows([record])[0]["late"]
    ('jamaica', True)
    """
    found = []
    for record in sorted(returns, key=lambda record: str(record.get("subject"))):
        known = data if isinstance(data := record.get("data"), dict) else {}
        found.append(
            {
                "office": record.get("subject"),
                "status": record.get("status"),
                "stock": _cents(_number(known.get("stock"))),
                "transit": _cents(_number(known.get("transit"))),
                "late": known.get("late") is True,
            }
        )
    return found


def summary_totals(rows: Sequence[dict[str, object]]) -> dict[str, object]:
    """Return the value of all inventories, for the financial report.

    >>> summary_totals([{"stock": Decimal("10.00"), "transit": Decimal("2.50")}])
    {'stock': Decimal('10.00'), 'transit': Decimal('2.50'), 'assets': Decimal('12.50')}
    """
    stock = _cents(sum((_number(row.get("stock")) for row in rows), Decimal(0)))
    transit = _cents(sum((_number(row.get("transit")) for row in rows), Decimal(0)))
    return {"stock": stock, "transit": transit, "assets": stock + transit}


def units_without_return(offices: Sequence[str], rows: Sequence[dict[str, object]]) -> list[str]:
    """Return the offices that have not reported.

    >>> units_without_return(["egypt", "kenya"], [{"office": "kenya"}])
    ['egypt']
    """
    return [office for office in offices if office not in {row.get("office") for row in rows}]


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
