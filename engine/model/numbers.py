"""Series of document numbers, and what is missing in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

#: What it begins with, the running number, and the year when numbers begin anew each year.
_NUMBER = re.compile(r"(?P<code>.*?)(?P<serial>\d+)(?P<year>-\d{4})?")


@dataclass(frozen=True, kw_only=True)
class Series:
    """The numbers of one office and type of document; of one year when they begin anew."""

    type: str
    #: Empty when numbers never begin anew.
    year: str
    #: As they are printed.
    first: str
    last: str
    #: How many different numbers there are.
    count: int
    #: First and last number of each gap between them; the same twice where one is missing.
    gaps: tuple[tuple[str, str], ...]
    #: How many numbers that are.
    missing: int


def list_series(kind: str, numbers: Iterable[str]) -> list[Series]:
    """List the series to which some numbers of a type belong, by year.

    >>> [series] = list_series("IN", ["JAM0001", "JAM0002", "JAM0005"])
    >>> series.gaps
    (('JAM0003', 'JAM0004'),)
    """
    found: dict[str, dict[int, str]] = {}
    for number in numbers:
        parts = _NUMBER.fullmatch(number)
        if parts is not None:
            year = (parts["year"] or "").removeprefix("-")
            found.setdefault(year, {})[int(parts["serial"])] = number
    return [_series(kind, year, by_serial) for year, by_serial in sorted(found.items())]


def _series(kind: str, year: str, by_serial: dict[int, str]) -> Series:
    serials = sorted(by_serial)
    gaps = [
        (_beside(by_serial[before], before + 1), _beside(by_serial[after], after - 1))
        for before, after in pairwise(serials)
        if after - before > 1
    ]
    return Series(
        type=kind,
        year=year,
        first=by_serial[serials[0]],
        last=by_serial[serials[-1]],
        count=len(serials),
        gaps=tuple(gaps),
        missing=serials[-1] - serials[0] + 1 - len(serials),
    )


def _beside(number: str, serial: int) -> str:
    """Write another number as its neighbour is written."""
    parts = _NUMBER.fullmatch(number)
    assert parts is not None  # noqa: S101 - it was read that way
    return f"{parts['code']}{serial:0{len(parts['serial'])}d}{parts['year'] or ''}"
