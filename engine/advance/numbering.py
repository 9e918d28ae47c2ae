"""Numbers of documents: without gaps, for each office and type of document.

Source: P10-S6 and P10-S11, the operating unit and a running number: JAM0005.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.context import Work
from engine.errors import DocketError, ExpressionError
from engine.model.procedure import Procedure
from engine.store.sequences import give_back, next_number

#: Parameter that says whether numbers begin anew with a year: ``NEVER`` or ``YEARLY``.
RESET = "seq.reset"
#: Rows of ``unit`` and ``code``: what the numbers of an office begin with, else its id in capitals.
CODES = "seq.units"
#: Rows of ``unit``, ``kind`` and ``last``: the last number that was given on paper before.
OPENING = "seq.opening"
#: Digits at least.
WIDTH = "seq.width"
_WIDTH = 4


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A number that was drawn."""

    #: As it is printed, such as ``JAM0005``.
    text: str
    serial: int


def sequence_name(unit: str, kind: str, year: str = "") -> str:
    """Return the name of the sequence that the numbers of an office and type are drawn from.

    Args:
        unit: The office.
        kind: Type of the document.
        year: The year when numbers begin anew each year; else empty.
    """
    return f"document {unit} {kind}" + (f"-{year}" if year else "")


@contextmanager
def drawing_number(
    work: Work, procedure: Procedure, *, unit: str, kind: str, day: date
) -> Iterator[Numbered]:
    """Draw the next number of an office and type; it is given back when what follows fails.

    Args:
        work: The open transaction.
        procedure: Its parameters say how numbers are written; it need not have any of them.
        unit: The office.
        kind: Type of the document.
        day: Its year counts when numbers begin anew each year.

    Raises:
        ExpressionError: If there is no such office.
        DocketError: What follows.
    """
    if unit not in work.roster.units:
        message = f"There is no office {unit} to number documents for."
        raise ExpressionError(message, remedy="Correct the input “unit”.")
    yearly = _parameter(procedure, RESET, day) == "YEARLY"
    year = f"-{day.year}" if yearly else ""
    sequence = sequence_name(unit, kind, str(day.year) if yearly else "")
    drawn = next_number(work.transaction, sequence)
    try:
        serial = drawn if yearly else drawn + _last_on_paper(procedure, unit, kind, day)
        width = int(Decimal(str(_parameter(procedure, WIDTH, day) or _WIDTH)))
        text = f"{_code(procedure, unit, day)}{serial:0{width}d}{year}"
        yield Numbered(text=text, serial=serial)
    except DocketError:
        give_back(work.transaction, sequence)
        raise


def _code(procedure: Procedure, unit: str, day: date) -> str:
    codes = [row.get("code") for row in _rows(procedure, CODES, day) if row.get("unit") == unit]
    return str(codes[0]) if codes else unit.upper()


def _last_on_paper(procedure: Procedure, unit: str, kind: str, day: date) -> int:
    lasts = (
        row.get("last")
        for row in _rows(procedure, OPENING, day)
        if (row.get("unit"), row.get("kind")) == (unit, kind)
    )
    return sum(int(last) for last in lasts if isinstance(last, Decimal))


def _rows(procedure: Procedure, name: str, day: date) -> list[Mapping[str, object]]:
    rows = _parameter(procedure, name, day)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _parameter(procedure: Procedure, name: str, day: date) -> object:
    return procedure.parameter(name, day) if name in procedure.parameters else None
