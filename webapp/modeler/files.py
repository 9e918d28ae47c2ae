"""Files of a draft as the editor sends and gets them."""

from collections.abc import Mapping

from flask import request
from werkzeug.exceptions import PreconditionRequired

from engine.errors import NotFoundError
from engine.model.procedure import SETTINGS

#: What is merged in from the folder of shared parts.
SHARED = "shared/"


def list_diagrams(files: Mapping[str, bytes]) -> list[str]:
    """List the paths of a procedure's own diagrams, the main one first."""
    own = [path for path in files if path.endswith(".bpmn") and not path.startswith(SHARED)]
    return sorted(own, key=lambda path: (not _is_main(files, path), path))


def find_diagram(files: Mapping[str, bytes], wanted: str = "") -> str:
    """Return the path of the wanted diagram, or of the main one.

    Raises:
        NotFoundError: If there is none.
    """
    paths = list_diagrams(files)
    if not paths or (wanted and wanted not in paths):
        raise NotFoundError
    return wanted or paths[0]


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
