"""Files that instruct an office to pay, and the vouchers that follow. Pure: nothing is guessed.

A *payment-instruction file* has one row for each payee (``record`` P), then one with the control
totals (``record`` T: ``count`` of the payments and their sum as ``amount``).
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

__all__ = ["payment_file_problems", "payment_rows", "split_shares", "voucher_problem"]

CENT = Decimal("0.01")
#: The only columns of a payment-instruction file: nothing in it may tell the kind of treatment.
PAYMENT_COLUMNS = ("record", "instruction", "office", "payee", "amount", "currency", "count")

Row = Mapping[str, object]


def split_shares(amount: Decimal, people: Sequence[Row]) -> list[dict[str, object]]:
    """Divide an amount among beneficiaries; the last one gets what rounding leaves.

    Args:
        amount: To the cent.
        people: ``beneficiaryName`` and ``share`` in per cent, 100 in all.

    Source:
        P3-S10.2; form P-2 names the shares.

    >>> heirs = [{"beneficiaryName": name, "share": Decimal(share)} for name, share in
    ...          (("A", "33.33"), ("B", "33.33"), ("C", "33.34"))]
    >>> [str(one["amount"]) for one in split_shares(Decimal("100.01"), heirs)]
    ['33.33', '33.33', '33.35']
    """
    found: list[dict[str, object]] = []
    left = amount
    for person in people[:-1]:
        part = (amount * _number(person["share"]) / 100).quantize(CENT, ROUND_HALF_UP)
        found.append({"payee": person["beneficiaryName"], "amount": part})
        left -= part
    return [*found, {"payee": people[-1]["beneficiaryName"], "amount": left}] if people else []


def payment_rows(
    instruction: str, office: str, currency: str, payees: Sequence[Row]
) -> list[dict[str, object]]:
    """Return the rows of a payment-instruction file: one for each payee, then the control totals.

    Source:
        P3-S10.3 "will not indicate the nature of the medical services"; P3-S11.1.
    """
    common = {"instruction": instruction, "office": office, "currency": currency}
    rows: list[dict[str, object]] = [
        {**common, "record": "P", "payee": one["payee"], "amount": one["amount"], "count": None}
        for one in payees
    ]
    total = sum((_number(one["amount"]) for one in payees), Decimal(0))
    last: dict[str, object] = {
        **common,
        "record": "T",
        "payee": None,
        "amount": total,
        "count": Decimal(len(payees)),
    }
    return [{name: row[name] for name in PAYMENT_COLUMNS} for row in [*rows, last]]


def payment_file_problems(rows: Sequence[Row], expected: Sequence[Row]) -> list[str]:
    """List what is wrong with a payment-instruction file.

    Args:
        rows: The file: payments (``P``), then the control totals (``T``).
        expected: The rows that the decision on the claim comes to.

    Returns:
        ``COLUMNS`` (something else than the layout is in it), ``COUNT`` and ``TOTAL`` (the control
        totals do not match the rows), ``PAYMENTS`` (the payments are not those decided).

    Source:
        P3-S11.1.

    >>> wanted = payment_rows("7", "kenya", "KES", [{"payee": "A", "amount": Decimal("80.00")}])
    >>> payment_file_problems(wanted, wanted)
    []
    >>> payment_file_problems([{**wanted[0], "diagnosis": "flu"}, {**wanted[1], "amount": "90"}], wanted)
    ['COLUMNS', 'TOTAL']
    >>> payment_file_problems([{"record": "P", "amount": "ten"}], wanted)
    ['COUNT', 'TOTAL', 'PAYMENTS']
    """
    found = [name for row in rows for name in row if name not in PAYMENT_COLUMNS]
    payments = [row for row in rows if row.get("record") == "P"]
    control = [row for row in rows if row.get("record") == "T"]
    total = sum((_number(row.get("amount")) for row in payments), Decimal(0))
    stated: Row = control[0] if len(control) == 1 else {}
    wanted = [_payment(row) for row in expected if row["record"] == "P"]
    checks = {
        "COLUMNS": not found,
        "COUNT": _number(stated.get("count")) == len(payments),
        "TOTAL": _number(stated.get("amount")) == total,
        "PAYMENTS": [_payment(row) for row in payments] == wanted,
    }
    return [name for name, passed in checks.items() if not passed]


def voucher_problem(vouchers: Sequence[Row] | None, payees: Sequence[Row]) -> str:
    """Say how vouchers differ from the payment instruction; empty when they do not.

    >>> voucher_problem([{"payee": "A", "amount": Decimal(80)}], [{"payee": "A", "amount": Decimal(80)}])
    ''
    """
    given = [(one.get("payee"), one.get("amount")) for one in vouchers or ()]
    wanted = [(one["payee"], one["amount"]) for one in payees]
    if given == wanted:
        return ""
    listed = "; ".join(f"{payee} {amount}" for payee, amount in wanted)
    return f"The instruction is: {listed}. A voucher for each, with this amount."


def _payment(row: Row) -> tuple[object, ...]:
    text = tuple(str(row.get(name)) for name in ("instruction", "office", "payee", "currency"))
    return (*text, _number(row.get("amount")))


def _number(value: object) -> Decimal:
    """Return a number of a file; what is none equals nothing, not even itself."""
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value).strip())
    except InvalidOperation:
        return Decimal("NaN")
