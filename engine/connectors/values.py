"""FEEL values as the JSON and CSV of other systems, and back; numbers keep every digit."""

import csv
import io
import json
from collections.abc import Mapping
from decimal import Decimal

from engine import feel
from engine.errors import DocketError


def to_json(value: object) -> str:
    """Return a value as JSON; numbers are JSON numbers, dates and durations their ISO texts."""
    if isinstance(value, Mapping):
        inside = (f"{_text(str(name))}: {to_json(item)}" for name, item in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(to_json(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return _text(feel.plain(value))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def from_json(text: str) -> object:
    """Return the FEEL value of a JSON text.

    Raises:
        ValueError: If it is not JSON, or holds a number that FEEL does not have.
    """
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
        return feel.admit(found)
    except (RecursionError, DocketError, ArithmeticError) as error:
        raise ValueError(str(error)) from error


def _no_number(text: str) -> object:
    message = f"{text} is not a number in JSON"
    raise ValueError(message)


def to_csv(value: object, delimiter: str = ",") -> str:
    """Return a list of contexts, or of lists, as CSV; contexts get a line of names first.

    Raises:
        ValueError: If the value is something else.
    """
    if not isinstance(value, list) or not all(isinstance(row, list | Mapping) for row in value):
        message = "a CSV file is a list of contexts, or of lists"
        raise ValueError(message)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    names = list(dict.fromkeys(name for row in value if isinstance(row, Mapping) for name in row))
    if names:
        writer.writerow(names)
    for row in value:
        cells = [row.get(name) for name in names] if isinstance(row, Mapping) else row
        writer.writerow([_cell(cell) for cell in cells])
    return written.getvalue()


def _cell(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list | Mapping):
        return to_json(value)
    return str(value) if isinstance(value, Decimal) else str(feel.plain(value))


def from_csv(text: str, delimiter: str = ",") -> list[object]:
    """Return the rows of a CSV text as contexts of texts, named by its first line.

    Raises:
        ValueError: If it has no first line, or a row has more cells than names.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if not rows:
        message = "the file is empty"
        raise ValueError(message)
    names, found = rows[0], []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(names):
            message = f"row {number} has {len(row)} cells, but there are {len(names)} names"
            raise ValueError(message)
        if row:
            found.append(dict.fromkeys(names, "") | dict(zip(names, row, strict=False)))
    return list(found)
