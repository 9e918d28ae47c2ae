"""``docket:file-pickup``: takes a file that another system left.

Inputs: ``name`` (one name, or a pattern with ``*``), ``folder`` (none), ``format`` (as for a drop),
``delimiter`` of a CSV file, ``pause`` (duration, a minute). While no such file lies there the task
waits and looks again after that time; an event on its border sets a limit. Of several files the oldest is taken, each by one case
only. It writes the variable ``file``: a context of ``name`` and ``content``.

The file is moved to a place that the job's key names before it is read, so that an attempt after a
crash finds the same file again.
"""

import base64
import hashlib
import os
import re
import stat
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

from engine.connectors.file_drop import find_format
from engine.connectors.folders import (
    UNFINISHED,
    check_name,
    get_folder,
    get_root,
    sync_folder,
    unusable,
)
from engine.connectors.inputs import find_duration, find_text, get_text, refuse
from engine.connectors.values import from_csv, from_json
from engine.model.connectors import Answer, ConnectorCall, NotYet, Outside

#: Type of a service task that waits for a file.
FILE_PICKUP = "docket:file-pickup"
_AGAIN = timedelta(minutes=1)


def pick_up_file(outside: Outside, call: ConnectorCall) -> Answer:
    """Take the oldest file that a task asks for.

    Raises:
        ConnectorError: If an input does not fit, or the file cannot be taken or read.
    """
    root = get_root(outside, call)
    pattern, again = get_text(call, "name"), find_pause(call)
    check_name(call, pattern.replace("*", "x"))
    mark = hashlib.sha256(call.key.encode()).hexdigest()[:32]
    try:
        taken = _take(get_folder(root, call, "in"), root / "taken" / mark, pattern)
        if taken is None:
            return NotYet(again=again)
        try:
            content = _read(outside, call, taken)
        except (ValueError, TypeError) as error:
            _set_aside(call, root, taken, mark, str(error).rstrip("."))
    except OSError as error:
        unusable(root, error)
    return {"file": {"name": taken.name, "content": content}}


def _set_aside(call: ConnectorCall, root: Path, file: Path, mark: str, why: str) -> NoReturn:
    """Put a file that cannot be read where somebody finds it, and say so."""
    refused = root / "refused"
    refused.mkdir(exist_ok=True)
    file.replace(refused / f"{mark[:8]}-{file.name}")
    remedy = f"It lies in refused now. Put a corrected one into {root / 'in'}, then retry."
    refuse(call, f"The file {file.name} cannot be read: {why}.", remedy)


def _take(folder: Path, place: Path, pattern: str) -> Path | None:
    """Return the file taken for this work, now or by an attempt before."""
    earlier = sorted(place.iterdir()) if place.is_dir() else []
    if earlier:
        return earlier[0]
    for found in _list_files(folder, pattern):
        place.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(found, place / found.name)  # noqa: PTH104 - fails when somebody was first
        except FileNotFoundError:
            continue
        sync_folder(place)
        return place / found.name
    return None


def _list_files(folder: Path, pattern: str) -> list[Path]:
    """List the files that are asked for, the oldest first; links and unfinished ones are not."""
    wanted = re.compile(".*".join(re.escape(part) for part in pattern.split("*")))
    found: list[tuple[int, Path]] = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.lower().endswith(UNFINISHED):
            continue
        with suppress(FileNotFoundError):  # somebody was first
            status = path.lstat()
            if stat.S_ISREG(status.st_mode) and wanted.fullmatch(path.name):
                found.append((status.st_mtime_ns, path))
    return [path for _, path in sorted(found)]


def _read(outside: Outside, call: ConnectorCall, path: Path) -> object:
    """Return what is in a file.

    Raises:
        ValueError: If it is too large, or not of its format.
    """
    if path.stat().st_size > outside.file_bytes:
        message = f"it is larger than {outside.file_bytes} bytes"
        raise ValueError(message)
    return decode_content(call, path.name, path.read_bytes())


def find_pause(call: ConnectorCall) -> timedelta:
    """Return after how long a task looks again.

    Raises:
        ConnectorError: If it is no duration.
    """
    return find_duration(call, "pause", _AGAIN)


def decode_content(call: ConnectorCall, name: str, data: bytes) -> object:
    """Return what is in a file.

    Raises:
        ConnectorError: If the input names no format.
        ValueError: If it is not of its format.
    """
    kind = find_format(call, name)
    if kind == "bytes":
        return base64.b64encode(data).decode()
    text = data.decode("utf-8-sig")
    if kind == "json":
        return from_json(text)
    return from_csv(text, find_text(call, "delimiter", ",")) if kind == "csv" else text
