"""Deploys a procedure with other parameters, as its owner might set them."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from engine.errors import ModelError, Problem
from engine.model.procedure import SETTINGS, SHARED_PARAMETERS


def change_parameters(
    procedures: Mapping[str, Mapping[str, bytes]], values: Mapping[str, object]
) -> dict[str, dict[str, bytes]]:
    """Return the files of some procedures with parameters set to one value for all time.

    A parameter is set in every procedure that has it.

    Raises:
        ModelError: If none of them has such a parameter.
    """
    changed = {name: dict(files) for name, files in procedures.items()}
    for parameter, value in values.items():
        places = [
            (name, path) for name, files in changed.items() if (path := _find(files, parameter))
        ]
        if not places:
            message = f"No procedure has a parameter {parameter}."
            raise ModelError([Problem(file=SETTINGS, element=parameter, message=message)])
        for name, path in places:
            head = (
                f'["{parameter}"]' if path == SHARED_PARAMETERS else f'[parameters."{parameter}"]'
            )
            changed[name][path] = _set(changed[name][path].decode(), head, value).encode()
    return changed


def _find(files: Mapping[str, bytes], parameter: str) -> str:
    """Return the file that has a parameter; empty when none has."""
    if parameter in tomllib.loads(files[SETTINGS].decode()).get("parameters", {}):
        return SETTINGS
    shared = files.get(SHARED_PARAMETERS, b"").decode()
    return SHARED_PARAMETERS if parameter in tomllib.loads(shared) else ""


def _set(text: str, head: str, value: object) -> str:
    """Replace the values in one table; the rest of the file stays as it is."""
    before, _, after = text.partition(head)
    lines = after.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("values"))
    last = next(n for n, line in enumerate(lines[first:], first) if line.rstrip().endswith("]"))
    lines[first : last + 1] = [f"values = [{{ from = 2000-01-01, value = {_literal(value)} }}]\n"]
    return before + head + "".join(lines)


def _literal(value: object) -> str:
    """Return a value as TOML."""
    match value:
        case dict():
            inside = ", ".join(
                f"{json.dumps(key)} = {_literal(item)}" for key, item in value.items()
            )
            return f"{{ {inside} }}"
        case list():
            return f"[{', '.join(_literal(item) for item in value)}]"
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)
