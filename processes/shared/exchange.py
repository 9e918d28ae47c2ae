"""Files exchanged with carriers, claims companies and the pension fund. Pure: rows in, values out.

What comes in is a list of rows as a CSV file has them: texts by heading. A file that does not fit
what was sent is never guessed at: its *problem* is named, and somebody looks at it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

__all__ = [
    "carrier_decision",
    "carrier_rows",
    "corrected_rows",
    "fund_answer",
    "load_result",
]

Row = Mapping[str, object]

#: What a carrier may decide.
_DECISIONS = ("PAY", "PART", "ASK", "DENY")
_DEAD = "Y"


def carrier_rows(
    action: str, subscriber: str, name: str, family: Sequence[Row] | None, facts: Row
) -> list[dict[str, object]]:
    """Return the rows of an eligibility file: the subscriber first, then the family.

    Args:
        action: ``COVER`` (the data in force, new or changed) or ``END``.
        subscriber: Id of the person insured.
        name: Their name.
        family: ``personName``, ``relation``, ``birthDate`` and perhaps ``country`` of each.
        facts: ``plan``, ``born`` (of the subscriber), ``from`` (first day of the cover, or its last),
            ``country``, ``agency``, ``address`` and ``card due``; what is not known is null.

    Source:
        P1-S5.1, P2-S3.1: enrolment and reporting with the carrier.
    """
    people = [
        {"personName": name, "relation": "SUBSCRIBER", "birthDate": facts["born"]},
        *(family or ()),
    ]
    told = {key: facts[key] for key in ("plan", "from", "agency", "address", "card due")}
    return [
        {
            "line": Decimal(number),
            "action": action,
            "subscriber": subscriber,
            "name": one["personName"],
            "relation": one["relation"],
            "born": one["birthDate"],
            "country": one.get("country") or facts["country"],
            **told,
        }
        for number, one in enumerate(people, start=1)
    ]


def corrected_rows(rows: Sequence[Row], corrections: Sequence[Row]) -> list[dict[str, object]]:
    """Return the rows of an eligibility file with what was corrected, found by its line.

    >>> rows = [{"line": Decimal(1), "name": "Ann", "plan": "P"}]
    >>> corrected_rows(rows, [{"line": Decimal("1"), "name": "Anne"}])
    [{'line': Decimal('1'), 'name': 'Anne', 'plan': 'P'}]
    """
    told = {str(one["line"]): one for one in corrections}
    return [{**row, **told.get(str(row["line"]), {}), "line": row["line"]} for row in rows]


def load_result(sent: Sequence[Row], answer: Sequence[Row]) -> dict[str, object]:
    """Compare what was loaded with what was sent.

    Args:
        sent: The rows of the eligibility file.
        answer: ``line``, ``status`` (``LOADED`` or ``REJECTED``) and ``message`` of each row.

    Returns:
        ``loaded`` rows, and ``exceptions``: ``line`` and ``message`` of each rejected or missing row.

    Source:
        P1-S5.1, P2-S3.1; P3-S7 "communicates exceptions, if any".

    >>> load_result([{"line": Decimal(1)}, {"line": Decimal(2)}],
    ...             [{"line": "1", "status": "LOADED", "message": ""}])["exceptions"]
    [{'line': Decimal('2'), 'message': 'No answer for this line.'}]
    """
    told = {str(row.get("line")).strip(): row for row in answer}
    exceptions = []
    for row in sent:
        one = told.get(str(row["line"]))
        if one is None:
            exceptions.append({"line": row["line"], "message": "No answer for this line."})
        elif one.get("status") != "LOADED":
            exceptions.append({"line": row["line"], "message": one.get("message") or "Rejected."})
    return {"loaded": Decimal(len(sent) - len(exceptions)), "exceptions": exceptions}


def fund_answer(rows: Sequence[Row], instruction: str, participant: str) -> dict[str, object]:
    """Read the acknowledgement of the pension fund.

    Args:
        rows: One row with ``INSTRUCTION``, ``PARTICIPANT``, ``ANSWER`` (``ACCEPTED`` or
            ``NOT_POSSIBLE``), ``FROM`` (2025-05-01), ``REFERENCE`` and ``REASON``.
        instruction: Number of the instruction that was sent.
        participant: Id of the person.

    Returns:
        ``answer``, ``from``, ``reference``, ``reason``; and ``problem``, null when all fits:
        ``NUMBER`` (not one row of this instruction and person), ``ANSWER`` (unknown, or its day,
        reference or reason is missing). With a problem ``answer`` is null.

    Source:
        P1-S6.

    >>> row = {"INSTRUCTION": "HQ0001", "PARTICIPANT": "ann", "ANSWER": "ACCEPTED",
    ...        "FROM": "2025-05-01", "REFERENCE": "F-7", "REASON": ""}
    >>> str(fund_answer([row], "HQ0001", "ann")["from"])
    '2025-05-01'
    >>> fund_answer([row], "HQ0002", "ann")["problem"]
    'NUMBER'
    >>> fund_answer([{**row, "FROM": "May"}], "HQ0001", "ann")["problem"]
    'ANSWER'
    """
    found: dict[str, object] = dict.fromkeys(("answer", "from", "reference", "reason"))
    if [(_text(row, "INSTRUCTION"), _text(row, "PARTICIPANT")) for row in rows] != [
        (instruction, participant)
    ]:
        return {**found, "problem": "NUMBER"}
    row = rows[0]
    answer, day, reason = _text(row, "ANSWER"), _day(_text(row, "FROM")), _text(row, "REASON")
    reference = _text(row, "REFERENCE")
    if answer == "ACCEPTED" and day is not None and reference:
        return {**found, "answer": answer, "from": day, "reference": reference, "problem": None}
    if answer == "NOT_POSSIBLE" and reason:
        return {**found, "answer": answer, "reason": reason, "problem": None}
    return {**found, "problem": "ANSWER"}


def carrier_decision(rows: Sequence[Row], claim: Row) -> dict[str, object]:
    """Read a carrier's decision on a claim.

    Args:
        rows: One row with ``CLAIM``, ``CLAIMED`` (as it was sent), ``DECISION`` (``PAY``, ``PART``,
            ``ASK`` or ``DENY``), ``CURRENCY`` and ``AMOUNT`` to be paid, ``REASON`` (of what is
            denied, or what is missing) and ``SUBSCRIBER_DEAD`` (``Y`` or nothing).
        claim: ``number``, ``claimed``, ``currency``, ``other`` (paid by another insurance, or null)
            and ``left`` of the yearly ceiling in US dollars (null for no ceiling).

    Returns:
        ``decision``, ``amount``, ``reason`` and ``dead``; and ``problem``, null when all fits:
        ``NUMBER`` (not one row of this claim), ``CLAIMED`` (another amount of bills), ``DECISION``
        (unknown, or its reason is missing), ``AMOUNT`` (none, not in US dollars, above the bills or
        the ceiling, or one where nothing is paid). With a problem ``decision`` is null.

    Source:
        P1-S8, P2-S8, P5-S8.

    >>> claim = {"number": "C1", "claimed": Decimal(120), "currency": "USD", "other": None, "left": None}
    >>> row = {"CLAIM": "C1", "CLAIMED": "120.00", "DECISION": "PAY", "CURRENCY": "USD",
    ...        "AMOUNT": "120.00", "REASON": "", "SUBSCRIBER_DEAD": ""}
    >>> str(carrier_decision([row], claim)["amount"])
    '120.00'
    >>> carrier_decision([{**row, "AMOUNT": "120.01"}], claim)["problem"]
    'AMOUNT'
    >>> carrier_decision([{**row, "DECISION": "DENY", "AMOUNT": ""}], claim)["problem"]
    'DECISION'
    >>> carrier_decision([row, row], claim)["problem"]
    'NUMBER'
    """
    problem = _decision_problem(rows, claim)
    if problem:
        nothing: dict[str, object] = dict.fromkeys(("decision", "amount", "reason"))
        return {**nothing, "dead": False, "problem": problem}
    row = rows[0]
    return {
        "decision": _text(row, "DECISION"),
        "amount": _amount(_text(row, "AMOUNT")),
        "reason": _text(row, "REASON") or None,
        "dead": _text(row, "SUBSCRIBER_DEAD") == _DEAD,
        "problem": None,
    }


def _decision_problem(rows: Sequence[Row], claim: Row) -> str:
    if [_text(row, "CLAIM") for row in rows] != [claim["number"]]:
        return "NUMBER"
    row = rows[0]
    if _amount(_text(row, "CLAIMED")) != claim["claimed"]:
        return "CLAIMED"
    decision, reason = _text(row, "DECISION"), _text(row, "REASON")
    if decision not in _DECISIONS or (decision != "PAY" and not reason):
        return "DECISION"
    return "" if _amount_fits(row, decision, claim) else "AMOUNT"


def _amount_fits(row: Row, decision: str, claim: Row) -> bool:
    amount = _amount(_text(row, "AMOUNT"))
    if decision not in ("PAY", "PART"):
        return not amount
    if amount is None or amount <= 0 or _text(row, "CURRENCY") != "USD":
        return False
    limits = [_number(claim["left"])] if claim["left"] is not None else []
    if claim["currency"] == "USD":
        limits.append(_number(claim["claimed"]) - _number(claim["other"] or Decimal(0)))
    return all(amount <= limit for limit in limits)


def _text(row: Row, heading: str) -> str:
    return str(row.get(heading) or "").strip()


def _amount(text: str) -> Decimal | None:
    """Return an amount with at most two decimals, or nothing."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    exponent = amount.as_tuple().exponent
    return amount if isinstance(exponent, int) and exponent >= -2 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
