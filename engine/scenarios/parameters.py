"""Deploys a procedure with other parameters, as its owner might set them."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date

from engine.errors import ModelError, Problem
from engine.model.procedure import SETTINGS, SHARED_PARAMETERS


def change_parameters(files: Mapping[str, bytes], values: Mapping[str, object]) -> dict[str, bytes]:
    """Return the files with some parameters set to one value for all time.

    Raises:
        ModelError: If the procedure has no such parameter.
    """
    changed = dict(files)
    for name, value in values.items():
        path = _find(changed, name)
        head = f'"{name}"' if path == SHARED_PARAMETERS else f'parameters."{name}"'
        changed[path] = _set(changed[path].decode(), f"[{head}]", value).encode()
    return changed


def _find(files: Mapping[str, bytes], name: str) -> str:
    if name in tomllib.loads(files[SETTINGS].decode()).get("parameters", {}):
        return SETTINGS
    if name in tomllib.loads(files.get(SHARED_PARAMETERS, b"").decode()):
        return SHARED_PARAMETERS
    message = f"The procedure has no parameter {name}."
    raise ModelError([Problem(file=SETTINGS, element=name, message=message)])


def _set(text: str, head: str, value: object) -> str:
    """Replace the values in one table; the rest of the file stays as it is."""
    before, _, after = text.partition(head)
    lines = after.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("values"))
    last = next(n for n, line in enumerate(lines[first:], first) if line.rstrip().endswith("]"))
    lines[first : last + 1] = [f"values = [{{ from = 2000-01-01, value = {_literal(value)} }}]\n"]
    return before + head + "".join(lines)


def _literal(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, default=str)
