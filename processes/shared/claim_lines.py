"""The lines of a claim: what is claimed on each, what is decided, what it comes to. Pure.

A line holds a number, days and amounts only; what a treatment was stays elsewhere.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["decided_lines", "decision_lines", "decision_problem", "totals_of"]

CENT = Decimal("0.01")

Row = Mapping[str, object]


def decision_lines(
    expenses: Sequence[Row], timings: Sequence[str], before: Sequence[Row] | None
) -> list[dict[str, object]]:
    """Return one line for each expense, for the decision; earlier decisions stay.

    The lines hold days and amounts only, never the kind of treatment.

    Source:
        P3-S10, P3-S10.3.
    """
    found = []
    for number, (expense, timing) in enumerate(zip(expenses, timings, strict=True), start=1):
        old = next((one for one in before or () if one.get("line") == number), {})
        found.append(
            {
                "line": Decimal(number),
                "expenseDay": expense["expenseDate"],
                "claimed": _payable(expense),
                "timing": timing,
                "decision": old.get("decision"),
                "approved": old.get("approved"),
                "reason": old.get("reason"),
            }
        )
    return found


def decision_problem(decisions: Sequence[Row] | None, lines: Sequence[Row]) -> str:
    """Say what is wrong with the decisions on the lines of a claim; empty when nothing is.

    Args:
        decisions: As decided.
        lines: As they were put before whoever decides.

    >>> line = {"line": Decimal(1), "claimed": Decimal(80), "timing": "LATE"}
    >>> decision_problem([{**line, "decision": "PAY", "approved": Decimal(80)}], [line])
    'Line 1 came after the last day to claim; it is not paid.'
    """
    if [one.get("line") for one in decisions or ()] != [line["line"] for line in lines]:
        return "Decide on every line, in their order, and add none."
    problems = (_line_problem(one, line) for one, line in zip(decisions or (), lines, strict=True))
    return next((problem for problem in problems if problem), "")


def decided_lines(decisions: Sequence[Row] | None, lines: Sequence[Row]) -> list[Row]:
    """Return the lines of a claim with what was decided on each; paid in full is all of it.

    >>> decided_lines([{"line": 1, "decision": "PAY"}], [{"line": 1, "claimed": Decimal(80)}])
    [{'line': 1, 'claimed': Decimal('80'), 'decision': 'PAY', 'approved': Decimal('80')}]
    """
    told = {one.get("line"): one for one in decisions or ()}
    found = [{**line, **told.get(line["line"], {})} for line in lines]
    return [
        {**one, "approved": one["claimed"]} if one.get("decision") == "PAY" else one
        for one in found
    ]


def totals_of(decisions: Sequence[Row] | None) -> dict[str, object]:
    """Return what a claim comes to: ``claimed``, ``approved`` and ``denied``, and if all is late.

    >>> sums = totals_of([{"claimed": Decimal(100), "approved": Decimal(80), "timing": "ON_TIME"},
    ...                   {"claimed": Decimal(50), "approved": None, "timing": "LATE"}])
    >>> str(sums["approved"]), str(sums["denied"]), sums["all late"]
    ('80.00', '70.00', False)
    """
    lines = decisions or ()
    claimed = sum((_number(line["claimed"]) for line in lines), Decimal(0))
    approved = sum((_number(line.get("approved") or 0) for line in lines), Decimal(0))
    return {
        "claimed": claimed.quantize(CENT, ROUND_HALF_UP),
        "approved": approved.quantize(CENT, ROUND_HALF_UP),
        "denied": (claimed - approved).quantize(CENT, ROUND_HALF_UP),
        "all late": all(line.get("timing") == "LATE" for line in lines),
    }


def _payable(expense: Row) -> Decimal:
    return _number(expense["amount"]) - _number(expense.get("otherPaid") or 0)


def _line_problem(decided: Row, line: Row) -> str:
    name, claimed = line["line"], _number(line["claimed"])
    decision, approved = decided.get("decision"), _number(decided.get("approved") or 0)
    if decided.get("claimed") != claimed:
        return f"Line {name}: the amount claimed is {claimed}."
    if decision == "DENY":
        return "" if approved == 0 else f"Line {name} is denied; nothing is approved."
    if line["timing"] == "LATE":
        return f"Line {name} came after the last day to claim; it is not paid."
    if decision == "PAY":
        wrong = decided.get("approved") is not None and approved != claimed
        return f"Line {name} is paid in full: {claimed}." if wrong else ""
    if not 0 < approved < claimed:
        return f"Line {name} is paid in part: more than 0 and less than {claimed}."
    return ""


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
