"""Going on to another page of ours, and nowhere else."""

from urllib.parse import urlsplit

from flask import redirect, request
from werkzeug.wrappers import Response

_SEE_OTHER = 303


def is_ours(target: str) -> bool:
    """Tell whether an address is a path of this site."""
    parts = urlsplit(target)
    local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return local and not parts.scheme and not parts.netloc and "\\" not in target


def go_to(target: str) -> Response:
    """Send the browser on with a GET, as after every change."""
    return redirect(target, _SEE_OTHER)


def go_on(fallback: str) -> Response:
    """Send the browser where it wanted to go (``next``), if that is a page of ours."""
    wanted = request.values.get("next", "")
    return go_to(wanted if wanted and is_ours(wanted) else fallback)
