"""Where a diagram may send a request: origins that the installation names, and no other.

An origin that is not marked as internal must have addresses of the public internet only, so that
a name that was allowed cannot be turned to point inside. The connection is made to the very address
that was looked at.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NoReturn
from urllib.parse import quote, urlsplit

from engine.errors import ConnectorError
from engine.model.connectors import Origin

_PORTS = {"http": 80, "https": 443}
#: IPv4 addresses behind a translator (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")
#: Characters that stay as they are in the path and query of an address.
_KEPT = "/?&=:@!$'()*+,;~%-._[]"


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str
    port: int
    #: Path and query, as they are sent.
    path: str
    origin: Origin

    @property
    def name(self) -> str:
        """Scheme, host and port, for messages."""
        return _origin_name(self.scheme, self.host, self.port)


def read_target(url: str, origins: Mapping[str, Origin]) -> Target:
    """Return where an address leads.

    Raises:
        ConnectorError: If it cannot be read, or its origin is not allowed.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    except ValueError as error:
        _refused(f"The address {url} cannot be read: {error}.")
    if parts.scheme not in _PORTS or not host:
        _refused(f"The address {url} must begin with https:// or http:// and a host.")
    if parts.username is not None or parts.password is not None:
        _refused("An address must not carry a name or password.")
    name = _origin_name(parts.scheme, host, port)
    allowed = {_normal(one): origin for one, origin in origins.items()}
    if name not in allowed:
        message = f"{name} is not a system that this installation may call."
        _refused(f"{message} An administrator can allow it in connectors.toml.")
    path = parts.path or "/"
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port,
        path=quote(f"{path}?{parts.query}" if parts.query else path, safe=_KEPT),
        origin=allowed[name],
    )


def find_address(target: Target) -> str:
    """Look up the address to connect to.

    Raises:
        ConnectorError: If there is none, or one of them is not public and need be.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        message = f"The host {target.host} cannot be found: {error.strerror}."
        raise ConnectorError(message) from error
    addresses = [str(place[0]) for *_, place in found]
    inside = [one for one in addresses if not is_public(one)]
    if inside and not target.origin.internal:
        message = f"{target.host} has the address {inside[0]}, which is not a public one."
        _refused(f"{message} An administrator can mark it as internal in connectors.toml.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet, also when it is wrapped in IPv6."""
    found = ip_address(address.partition("%")[0])
    inner = _unwrapped(found) if isinstance(found, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def _unwrapped(address: IPv6Address) -> IPv4Address | None:
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def _origin_name(scheme: str, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" + (f":{port}" if port != _PORTS[scheme] else "")


def _normal(origin: str) -> str:
    """Return an origin of the settings as `Target.name` writes it; unreadable ones match nothing."""
    try:
        parts = urlsplit(origin)
        return _origin_name(
            parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        )
    except (ValueError, KeyError):
        return ""


def _refused(message: str) -> NoReturn:
    raise ConnectorError(message, permanent=True)
