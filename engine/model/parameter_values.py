"""The values of a parameter, as a person writes them and as they stand in ``procedure.toml``.

A value is a text, a number, yes or no, a list with one item a line, or a table in CSV.
"""

import csv
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import tomlkit

from engine.errors import ModelError, Problem
from engine.model.procedure import SETTINGS, SHARED_PARAMETERS, Parameter

#: First day of validity and value.
Values = Sequence[tuple[date, object]]

_YES_NO = {"true": True, "false": False}


def change_values(files: Mapping[str, bytes], name: str, values: Values) -> dict[str, bytes]:
    """Return the files of a procedure with other values of a parameter.

    The rest of the file stays as it was written. A shared parameter gets values of this
    procedure's own.

    Raises:
        ModelError: If the procedure has no such parameter, or a file cannot be read.
    """
    settings = tomlkit.parse(files[SETTINGS].decode())
    parameters = settings.setdefault("parameters", tomlkit.table(is_super_table=True))
    if name not in parameters:
        shared = tomlkit.parse(files.get(SHARED_PARAMETERS, b"").decode())
        if name not in shared:
            message = f"The procedure has no parameter {name}."
            raise ModelError([Problem(file=SETTINGS, element=name, message=message)])
        parameters.add(tomlkit.nl())
        parameters.add(name, shared[name])
    parameters[name]["values"] = _written(values)
    return {**files, SETTINGS: tomlkit.dumps(settings).encode()}


def _written(values: Values) -> tomlkit.items.Array:
    ordered = sorted(values, key=lambda value: value[0])
    rows = [f"{{ from = {since}, value = {_literal(value)} }}" for since, value in ordered]
    text = f"[{rows[0]}]" if len(rows) == 1 else "".join(["[\n", *(f"  {r},\n" for r in rows), "]"])
    found = tomlkit.value(text)
    assert isinstance(found, tomlkit.items.Array)  # noqa: S101 - it begins with a bracket
    return found


def _literal(value: object) -> str:
    """Return a value as TOML."""
    match value:
        case dict():
            inside = ", ".join(f"{json.dumps(key)} = {_literal(one)}" for key, one in value.items())
            return f"{{ {inside} }}"
        case list():
            return f"[{', '.join(_literal(item) for item in value)}]"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return json.dumps(value, ensure_ascii=False)


def write_value(parameter: Parameter, value: object) -> str:
    """Return a value as a person would write it; a table as CSV with a line of headings."""
    if parameter.columns:
        lines = io.StringIO()
        table = csv.DictWriter(lines, list(parameter.columns), lineterminator="\n")
        table.writeheader()
        rows = value if isinstance(value, list) else []
        table.writerows({key: _plain(one) for key, one in row.items()} for row in rows)
        return lines.getvalue()
    if isinstance(value, list):
        return "\n".join(_plain(item) for item in value)
    return _plain(value)


def _plain(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case None:
            return ""
        case _:
            return str(value)


def read_value(parameter: Parameter, text: str) -> object:
    """Return the value that a person wrote.

    Raises:
        ModelError: If it is not of the kind of the parameter's other values, or none of its choices.
    """
    if parameter.columns:
        return _read_table(parameter, text)
    like = parameter.values[-1][1]
    if isinstance(like, list):
        kind = _kind(next(iter(like), ""))
        return [_read(parameter, line.strip(), kind) for line in text.splitlines() if line.strip()]
    found = _read(parameter, text.strip(), _kind(like))
    if parameter.choices and found not in parameter.choices:
        offered = ", ".join(_plain(choice) for choice in parameter.choices)
        raise ModelError(
            _problems(parameter, f"“{text.strip()}” is none of its choices: {offered}.")
        )
    return found


def _kind(value: object) -> str:
    kinds = {bool: "boolean", Decimal: "number", date: "date"}
    return kinds.get(type(value), "text")


def _read(parameter: Parameter, text: str, kind: str, place: str = "") -> object:
    try:
        match kind:
            case "number":
                number = Decimal(text)
                if not number.is_finite():
                    raise ModelError(_problems(parameter, f"{place}“{text}” is not a number."))
                return number
            case "date":
                return date.fromisoformat(text)
            case "boolean":
                return _YES_NO[text.lower()]
            case _:
                return text
    except (InvalidOperation, ValueError, KeyError) as error:
        expected = {"number": "a number", "date": "a date like 2026-07-01"}
        message = f"{place}“{text}” is not {expected.get(kind, 'true or false')}."
        raise ModelError(_problems(parameter, message)) from error


def _read_table(parameter: Parameter, text: str) -> list[dict[str, object]]:
    # Spreadsheets of many countries separate by semicolon, for their decimals have commas.
    first = text.lstrip("\ufeff").partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    table = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator)
    rows = [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]
    wanted = list(parameter.columns)
    if not rows or sorted(rows[0]) != sorted(wanted):
        found = ", ".join(rows[0]) if rows else "nothing"
        raise ModelError(
            _problems(parameter, f"Its first line must name {', '.join(wanted)}; it has {found}.")
        )
    return [_read_row(parameter, rows[0], row, n) for n, row in enumerate(rows[1:], start=2)]


def _read_row(
    parameter: Parameter, heads: Sequence[str], row: Sequence[str], line: int
) -> dict[str, object]:
    if len(row) != len(heads):
        message = f"Line {line} has {len(row)} cells; the first line names {len(heads)}."
        raise ModelError(_problems(parameter, message))
    cells = dict(zip(heads, row, strict=True))
    return {
        head: _read(parameter, cells[head], kind, f"Line {line}, {head}: ")
        for head, kind in parameter.columns.items()
    }


def _problems(parameter: Parameter, message: str) -> list[Problem]:
    return [Problem(file=SETTINGS, element=parameter.name, message=message, rule="parameter")]


def find_places(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the file in which each parameter of a procedure stands, by its name."""
    shared = tomllib.loads(files.get(SHARED_PARAMETERS, b"").decode())
    own = tomllib.loads(files.get(SETTINGS, b"").decode()).get("parameters", {})
    return {**dict.fromkeys(shared, SHARED_PARAMETERS), **dict.fromkeys(own, SETTINGS)}


def find_place(files: Mapping[str, bytes], name: str) -> str:
    """Return the file in which a parameter stands; empty when there is none."""
    return find_places(files).get(name, "")
