"""Files of a draft as the editors send and get them."""

import re
from collections.abc import Mapping

from flask import request
from werkzeug.exceptions import PreconditionRequired

from engine.errors import NotFoundError
from engine.model.procedure import SETTINGS

#: What is merged in from the folder of shared parts.
SHARED = "shared/"
#: Kinds of file that are changed in the browser, by their ending. Calculations are not: they are a
#: program, and come with a release.
KINDS: Mapping[str, str] = {
    "bpmn": "diagram",
    "dmn": "decision",
    "form": "form",
    "md": "text",
    "toml": "text",
}
_NEW = re.compile(r"(forms/[a-z][a-z0-9_]*\.form|(letters|documents)/[a-z][a-z0-9_.]*\.md)")
_FIRST_FORM = '{{\n  "type": "default",\n  "id": "{name}",\n  "components": []\n}}\n'
_FIRST_TEXT = "# {name}\n"


def list_files(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """List the paths of a procedure's own files by kind, those that cannot be changed as ``fixed``."""
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        if not path.startswith(SHARED):
            found.setdefault(kind_of(path) or "fixed", []).append(path)
    found["diagram"] = list_diagrams(files)
    return found


def kind_of(path: str) -> str:
    """Return the kind of a file; empty when it is not changed in the browser."""
    return KINDS.get(path.rpartition(".")[2], "")


def list_diagrams(files: Mapping[str, bytes]) -> list[str]:
    """List the paths of a procedure's own diagrams, the main one first."""
    own = [path for path in files if path.endswith(".bpmn") and not path.startswith(SHARED)]
    return sorted(own, key=lambda path: (not _is_main(files, path), path))


def find_file(files: Mapping[str, bytes], wanted: str = "") -> str:
    """Return the path of the wanted file, or of the main diagram.

    Raises:
        NotFoundError: If there is none that can be changed.
    """
    path = wanted or next(iter(list_diagrams(files)), "")
    if path not in files or path.startswith(SHARED) or not kind_of(path):
        raise NotFoundError
    return path


def first_content(path: str) -> bytes:
    """Return what a new form, letter or document begins with.

    Raises:
        NotFoundError: If no such file may be added.
    """
    if not _NEW.fullmatch(path):
        message = (
            f"“{path}” cannot be added. Name it forms/NAME.form, letters/NAME.md or "
            "documents/NAME.md, in small letters, digits and “_”."
        )
        raise NotFoundError(message)
    name = path.rpartition("/")[2].partition(".")[0]
    return (_FIRST_FORM if path.endswith(".form") else _FIRST_TEXT).format(name=name).encode()


def read_revision() -> int:
    """Return the revision that the editor changed, from ``If-Match``.

    Raises:
        PreconditionRequired: If it does not say.
    """
    given = next(iter(request.if_match.as_set(include_weak=True)), "")
    if not given.isdigit():
        raise PreconditionRequired
    return int(given)


def _is_main(files: Mapping[str, bytes], path: str) -> bool:
    """Tell whether a diagram is called as the settings call the procedure."""
    return f'"{path.removesuffix(".bpmn")}"'.encode() in files.get(SETTINGS, b"")
