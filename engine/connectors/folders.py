"""The exchange directory: where files for and from other systems lie, and which names they may have.

    in/[folder/]name        left by another system, under its final name at once (write, then rename)
    out/[folder/]name       left by Docket for another system, complete as soon as it is seen
    taken/key/name          picked up for a case
    refused/key-name        picked up, but not what the task can read

Names are plain: a diagram can reach nothing outside the directory.
"""

import os
import re
from pathlib import Path
from typing import NoReturn

from engine.connectors.inputs import find_text, refuse
from engine.errors import ConnectorError
from engine.model.connectors import ConnectorCall, Outside

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ -]{0,119}(?<![. ])")
#: Names under which other systems write files that are not complete yet.
UNFINISHED = (".part", ".tmp", ".partial", ".filepart")


def get_root(outside: Outside, call: ConnectorCall) -> Path:
    """Return the exchange directory.

    Raises:
        ConnectorError: If the installation has none, or it is not there.
    """
    if outside.exchange is None:
        remedy = "An administrator can set it up in connectors.toml."
        refuse(call, "This installation has no exchange directory.", remedy)
    if not outside.exchange.is_dir():
        message = f"The exchange directory {outside.exchange} is not there. Is it mounted?"
        raise ConnectorError(message)
    return outside.exchange.resolve()


def check_name(call: ConnectorCall, name: str, what: str = "file name") -> str:
    """Return a name that is plain: no path, no leading dot, no wildcard.

    Raises:
        ConnectorError: If it is not.
    """
    if not _PLAIN.fullmatch(name):
        remedy = "Use letters, digits, dots, spaces, dashes and underscores."
        refuse(call, f"“{name[:130]}” cannot be a {what}.", remedy)
    return name


def get_folder(root: Path, call: ConnectorCall, side: str) -> Path:
    """Return the folder that a task names below ``in`` or ``out``, made when it is missing.

    Raises:
        ConnectorError: If its name is not plain, or it is a link that leads elsewhere.
    """
    folder = find_text(call, "folder")
    path = root / side / check_name(call, folder, "folder name") if folder else root / side
    try:
        path.mkdir(parents=True, exist_ok=True)
        resolved = path.resolve()
    except OSError as error:
        unusable(path, error)
    if resolved != path:
        refuse(call, f"The folder {side}/{folder} leads elsewhere.", "Replace the link.")
    return path


def sync_folder(folder: Path) -> None:
    """Make sure that a new or renamed file in a folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unusable(path: Path, error: OSError) -> NoReturn:
    """Say that a place cannot be read or written now; it may be there again later.

    Raises:
        ConnectorError: Always.
    """
    message = f"{path} cannot be used: {error.strerror or error}."
    raise ConnectorError(message) from error
