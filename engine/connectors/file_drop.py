"""``docket:file-drop``: leaves a file for another system.

Inputs: ``name``, ``folder`` (none), ``content``, ``format`` (``json``, ``csv``, ``text`` or ``bytes`` in
Base64; by default what the ending of the name says), ``delimiter`` of a CSV file. In place of
``content`` a ``document`` of the case may be named, which has a name of its own. The file appears
complete under its name. Another file of that name is never written over; the same file left twice
counts once as long as nobody has taken it away.
"""

import base64
import hashlib
import os
from pathlib import Path

from engine.connectors.folders import check_name, get_folder, get_root, sync_folder, unusable
from engine.connectors.inputs import find_text, get_text, refuse
from engine.connectors.values import to_csv, to_json
from engine.model.connectors import Answer, ConnectorCall, Outside

#: Type of a service task that leaves a file.
FILE_DROP = "docket:file-drop"


def drop_file(outside: Outside, call: ConnectorCall) -> Answer:
    """Leave the file that a task describes.

    Raises:
        ConnectorError: If an input does not fit, or the file cannot be written.
    """
    root = get_root(outside, call)
    name, data = find_file(call)
    if len(data) > outside.file_bytes:
        refuse(call, f"The file {name} would be larger than {outside.file_bytes} bytes.")
    folder = get_folder(root, call, "out")
    try:
        _leave(call, folder / name, data)
    except OSError as error:
        unusable(folder / name, error)
    return {}


def find_file(call: ConnectorCall) -> tuple[str, bytes]:
    """Return name and content of the file: those of the document, or what the inputs say.

    Raises:
        ConnectorError: If an input does not fit.
    """
    if not call.files:
        name = check_name(call, get_text(call, "name"))
        return name, encode_content(call, name)
    if len(call.files) > 1:
        refuse(call, "The input “document” names several documents.", "Drop one at a time.")
    return check_name(call, find_text(call, "name", call.files[0].name)), call.files[0].content


def find_format(call: ConnectorCall, name: str) -> str:
    """Return the format of a file: the input, or else what its ending says.

    Raises:
        ConnectorError: If there is no such format.
    """
    ending = name.rpartition(".")[2].lower()
    default = ending if ending in {"json", "csv"} else "text"
    found = find_text(call, "format", default)
    if found not in {"json", "csv", "text", "bytes"}:
        refuse(call, f"The format {found} is not json, csv, text or bytes.")
    return found


def encode_content(call: ConnectorCall, name: str) -> bytes:
    """Return the content of a file in its format.

    Raises:
        ConnectorError: If it is not of that format.
    """
    content, kind = call.variables.get("content"), find_format(call, name)
    try:
        if kind == "json":
            return to_json(content).encode()
        if kind == "csv":
            return to_csv(content, find_text(call, "delimiter", ",")).encode()
        text = find_text(call, "content")
        return base64.b64decode(text, validate=True) if kind == "bytes" else text.encode()
    except (ValueError, TypeError) as error:
        refuse(call, f"The content of {name} is not {kind}: {error}.")


def _leave(call: ConnectorCall, path: Path, data: bytes) -> None:
    """Write a file aside, then give it its name in one step that replaces nothing."""
    aside = path.parent / f".{hashlib.sha256(call.key.encode()).hexdigest()[:32]}.part"
    with aside.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        if path.is_symlink() or not path.is_file() or path.read_bytes() != data:
            remedy = "Take it away or give this one another name, then retry."
            refuse(call, f"Another file {path.name} lies there already.", remedy)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)
