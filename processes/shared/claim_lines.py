"""The lines of a claim: what is claimed on each, what is decided, what it comes to. Pure.

A line holds a number, days and amounts only; what a treatment was stays elsewhere.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

__all__ = ["decided_lines", "decision_lines", "decision_problem", "line_decisions", "totals_of"]

CENT = Decimal("0.01")

Row = Mapping[str, object]

#: Why a line may be denied, in whole or in part.
_REASONS = ("PAPERS", "NOT_COVERED", "CEILING", "LATE", "NOT_INSURED", "DUPLICATE")


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


def line_decisions(rows: Sequence[Row], claim: str, lines: Sequence[Row]) -> dict[str, object]:
    """Read a company's decisions on the lines of a claim from its file.

    Args:
        rows: Texts by heading: ``claim``, ``action`` (``DECIDE``, ``ASK``, ``RETURN``), ``line``,
            ``claimed``, ``decision`` (``PAY``, ``PART``, ``DENY``), ``approved`` and ``reason`` (its
            code). One row a line; with ``ASK`` or ``RETURN`` one row, whose reason is a text.
        claim: Number under which the claim was sent.
        lines: As they were sent.

    Returns:
        ``action``, ``decisions`` and ``reason``; and ``problem``, null when all fits: ``NUMBER`` (no
        row, or one of another claim), ``ACTION`` (unknown or mixed, or its text is missing) or
        ``LINES`` (a line is missing, has another amount, or a decision or reason that does not do).
        With a problem ``action`` is null.

    Source:
        P3-S10.

    >>> lines = [{"line": Decimal(1), "claimed": Decimal(80), "timing": "ON_TIME"}]
    >>> row = {"claim": "C1", "action": "DECIDE", "line": "1", "claimed": "80.00",
    ...        "decision": "PART", "approved": "60.00", "reason": "CEILING"}
    >>> str(line_decisions([row], "C1", lines)["decisions"][0]["approved"])
    '60.00'
    >>> line_decisions([{**row, "claimed": "90.00"}], "C1", lines)["problem"]
    'LINES'
    >>> line_decisions([row], "C2", lines)["problem"]
    'NUMBER'
    >>> line_decisions([{**row, "action": "ASK", "reason": "Proof"}], "C1", lines)["reason"]
    'Proof'
    """
    told = {_text(row, "action") for row in rows}
    action = next(iter(told)) if len(told) == 1 else ""
    found: dict[str, object] = {"action": action, "decisions": [], "reason": None, "problem": None}
    nothing = {**found, "action": None}
    if not rows or any(_text(row, "claim") != claim for row in rows):
        return {**nothing, "problem": "NUMBER"}
    if action == "DECIDE":
        decisions = [_read_line(row) for row in rows]
        known = all(one["decision"] == "PAY" or one["reason"] in _REASONS for one in decisions)
        if not known or decision_problem(decisions, lines):
            return {**nothing, "problem": "LINES"}
        return {**found, "decisions": decisions}
    reason = _text(rows[0], "reason")
    if action not in ("ASK", "RETURN") or len(rows) != 1 or not reason:
        return {**nothing, "problem": "ACTION"}
    return {**found, "reason": reason}


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


def _read_line(row: Row) -> dict[str, object]:
    decision = _text(row, "decision")
    return {
        "line": _amount(_text(row, "line")),
        "claimed": _amount(_text(row, "claimed")),
        "decision": decision if decision in ("PAY", "PART", "DENY") else None,
        "approved": _amount(_text(row, "approved")),
        "reason": _text(row, "reason") or None,
    }


def _text(row: Row, heading: str) -> str:
    return str(row.get(heading) or "").strip()


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
