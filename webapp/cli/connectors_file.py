"""``connectors.toml`` in the data directory: what diagrams may reach outside.

    [http]
    timeout = 30                 # seconds that a call may take at most
    largest = 1048576            # bytes of an answer

    [http.origins."https://erp.example.org"]
    internal = true              # may have an address inside the organisation's network
    authorization = "Bearer …"   # sent with every call; a diagram never sees it
    authority = "/etc/ssl/our-authority.pem"

    [files]
    exchange = "/srv/exchange"   # with in/, out/, taken/ and refused/
    largest = 4194304            # bytes of a file

Without the file diagrams reach nothing.
"""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from engine.errors import DocketError
from engine.model.connectors import Origin, Outside

CONNECTORS_FILE = "connectors.toml"


def read_outside(path: Path) -> Outside:
    """Read what connectors may reach; nothing when the file is not there.

    Raises:
        DocketError: If the file cannot be read, or says something that is not understood.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Outside()
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {error}."
        raise DocketError(message) from error
    given = _Table(path, "", settings)
    http, files = given.table("http"), given.table("files")
    given.end()
    origins = http.table("origins")
    default = Outside()
    read = Outside(
        origins={name: _origin(origins, name) for name in origins.names()},
        http_timeout=timedelta(
            seconds=http.number("timeout", int(default.http_timeout.total_seconds()))
        ),
        http_bytes=http.number("largest", default.http_bytes),
        exchange=files.path("exchange"),
        file_bytes=files.number("largest", default.file_bytes),
    )
    http.end()
    files.end()
    return read


def _origin(origins: "_Table", name: str) -> Origin:
    parts = urlsplit(name)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        origins.refuse(f"“{name}” is not an origin such as https://erp.example.org:8443")
    table = origins.table(name)
    read = Origin(
        internal=table.flag("internal"),
        authorization=table.text("authorization"),
        authority=table.path("authority"),
    )
    table.end()
    return read


class _Table:
    """A table of the file whose values are taken out one by one; what is left was not understood."""

    def __init__(self, file: Path, place: str, values: Mapping[str, object]) -> None:
        self._file, self._place, self._left = file, place, dict(values)

    def names(self) -> list[str]:
        """List the values that are left."""
        return list(self._left)

    def table(self, name: str) -> "_Table":
        """Take a table; an empty one when it is not there."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict):
            self.refuse(f"“{name}” is not a table")
        return _Table(self._file, f"{self._place}{name}.", value)

    def text(self, name: str) -> str:
        """Take a text; an empty one when it is not there."""
        value = self._left.pop(name, "")
        if not isinstance(value, str):
            self.refuse(f"“{name}” is not a text")
        return value

    def flag(self, name: str) -> bool:
        """Take true or false; false when it is not there."""
        value = self._left.pop(name, False)
        if not isinstance(value, bool):
            self.refuse(f"“{name}” is neither true nor false")
        return value

    def number(self, name: str, default: int) -> int:
        """Take a whole number above zero."""
        value = self._left.pop(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            self.refuse(f"“{name}” is not a whole number above zero")
        return value

    def path(self, name: str) -> Path | None:
        """Take an absolute path; null when it is not there."""
        value = self.text(name)
        if value and not Path(value).is_absolute():
            self.refuse(f"“{name}” is not an absolute path")
        return Path(value) if value else None

    def end(self) -> None:
        """Make sure that everything was understood."""
        if self._left:
            self.refuse(f"“{next(iter(self._left))}” is not known here")

    def refuse(self, why: str) -> NoReturn:
        """Say what is wrong with the file.

        Raises:
            DocketError: Always.
        """
        place = f" under {self._place.rstrip('.')}" if self._place else ""
        message = f"{self._file}: {why}{place}. Correct it."
        raise DocketError(message)
