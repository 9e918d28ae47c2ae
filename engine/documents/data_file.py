"""Reads the layout of a data file, and writes the file: CSV that another system reads."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, NoReturn, get_args

from engine import feel
from engine.documents.filling import Evaluate
from engine.documents.template import Line, Place, Settings, read_line, read_settings
from engine.errors import ExpressionError, ModelError, Problem

DATA_TYPE = "text/csv"
ENDING = ".csv.toml"

Format = Literal["text", "number", "money", "date", "time", "boolean"]
_KEYS = {"title", "file", "version", "delimiter", "rows", "item", "columns", "totals"}
_SETTINGS = {"type", "confidential"}
_CENT = Decimal("0.01")
#: First characters with which a spreadsheet begins a formula, and `_CONTROL`.
_UNSAFE = ("=", "+", "-", "@", "\t", "\r", "\n", "#")
#: First cell of the lines that are no rows.
_CONTROL = "#"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column, or a control total."""

    heading: str
    #: FEEL.
    value: str
    format: Format


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The layout of a data file."""

    #: Path inside the procedure's folder, for messages.
    file: str
    settings: Settings
    title: Line
    #: What the file is called; null: number and title.
    name: Line | None
    #: Named in the first line; empty: there is none.
    version: str
    delimiter: str
    #: FEEL that gives the rows.
    rows: str
    #: What a row is called in the columns.
    item: str
    columns: tuple[Column, ...]
    totals: tuple[Column, ...]

    @property
    def expressions(self) -> Iterator[tuple[str, bool]]:
        """Every expression, and whether it may speak of a row."""
        yield self.rows, False
        for line in filter(None, (self.title, self.name)):
            yield from ((one.expression, False) for one in line.pieces if isinstance(one, Place))
        yield from ((one.value, True) for one in self.columns)
        yield from ((one.value, False) for one in self.totals)


def read_layout(text: str, file: str) -> Layout:
    """Read the layout of a data file.

    Raises:
        ModelError: If it cannot be read; the problem names the file.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _refuse(file, f"It is not valid TOML: {error}.")
    settings = read_settings({key: table[key] for key in _SETTINGS & table.keys()}, file)
    for key in sorted(set(table) - _KEYS - _SETTINGS):
        _refuse(file, f"“{key}” is not known.", f"Use {', '.join(sorted(_KEYS | _SETTINGS))}.")
    for key in ("title", "rows", "columns"):
        if not table.get(key):
            _refuse(file, f"“{key}” is missing.")
    delimiter = table.get("delimiter", ",")
    if delimiter not in {",", ";", "\t", "|"}:
        _refuse(file, f"The delimiter {delimiter!r} cannot be used.", "Use , ; | or a tabulator.")
    return Layout(
        file=file,
        settings=settings,
        title=read_line(str(table["title"]), 1),
        name=read_line(str(table["file"]), 1) if "file" in table else None,
        version=str(table.get("version", "")),
        delimiter=delimiter,
        rows=str(table["rows"]),
        item=str(table.get("item", "row")),
        columns=_columns(table["columns"], file),
        totals=_columns(table.get("totals", []), file),
    )


def _columns(entries: object, file: str) -> tuple[Column, ...]:
    found: list[Column] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        known: dict[str, Any] = {"format": "text", **entry} if isinstance(entry, dict) else {}
        if set(known) != {"heading", "value", "format"}:
            _refuse(file, f"{entry} has not just heading, value and format.")
        if known["format"] not in get_args(Format):
            remedy = f"Use {', '.join(get_args(Format))}."
            _refuse(file, f"The format {known['format']!r} is not known.", remedy)
        found.append(Column(**known))
    return tuple(found)


def write_file(
    layout: Layout, scope: Mapping[str, object], evaluate: Evaluate, control: Sequence[str]
) -> bytes:
    """Write a data file.

    Args:
        layout: As it was read.
        scope: Variables by name.
        evaluate: Works out an expression.
        control: What stands in the first line after the version: number and date.

    Raises:
        ExpressionError: If a value cannot be worked out, or is not of its column's type.
    """
    rows = evaluate(layout.rows, scope)
    if not isinstance(rows, list):
        message = f"{layout.file}: “{layout.rows}” is no list."
        raise ExpressionError(message)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=layout.delimiter, lineterminator="\r\n")
    if layout.version:
        writer.writerow([_CONTROL, layout.version, *control])
    writer.writerow([make_safe(column.heading) for column in layout.columns])
    for number, row in enumerate(rows, start=1):
        inner = {**scope, layout.item: row, "loopCounter": Decimal(number)}
        place = f"row {number}, column"
        writer.writerow(
            [_cell(layout, column, inner, evaluate, place) for column in layout.columns]
        )
    if layout.totals:
        cells = [
            text
            for total in layout.totals
            for text in (make_safe(total.heading), _cell(layout, total, scope, evaluate, "total"))
        ]
        writer.writerow([_CONTROL, *cells])
    return written.getvalue().encode()


def _cell(
    layout: Layout, column: Column, scope: Mapping[str, object], evaluate: Evaluate, place: str
) -> str:
    try:
        value = evaluate(column.value, scope)
        return "" if value is None else _written(value, column.format)
    except ExpressionError as error:
        message = f"{layout.file}, {place} {column.heading}: {error}"
        raise ExpressionError(message, remedy=error.remedy) from error


def _written(value: object, wanted: Format) -> str:
    match wanted, value:
        case "text", str():
            return make_safe(value)
        case "number", Decimal():
            return f"{value.normalize():f}"
        case "money", Decimal():
            return f"{value.quantize(_CENT, rounding=ROUND_HALF_UP):f}"
        case "time", datetime():
            return value.isoformat()
        case "date", date() if not isinstance(value, datetime):
            return value.isoformat()
        case "boolean", bool():
            return "Y" if value else "N"
        case _:
            message = f"{feel.format(value)[:100]} is no {wanted}."
    raise ExpressionError(message, remedy="Correct the value or the column's format.")


def make_safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, and no reader for a control line."""
    return f"'{text}" if text.startswith(_UNSAFE) else text


def _refuse(file: str, message: str, remedy: str = "") -> NoReturn:
    raise ModelError([Problem(file=file, message=message, remedy=remedy, rule="document")])
