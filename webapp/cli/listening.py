"""The socket that the pages are served on: taken before anybody is told its address."""

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

import waitress
from flask import Flask

from engine.errors import DocketError

#: Tried one after the other when no port is asked for.
_PORTS = range(8080, 8180)


@dataclass(frozen=True, kw_only=True)
class Listening:
    """A server whose socket takes connections already."""

    #: Where it is reached, ``http://127.0.0.1:8080``.
    address: str
    #: Answers requests until the process is told to stop.
    run: Callable[[], None]
    #: Gives the socket back.
    close: Callable[[], None]


def listen(application: Flask, host: str, port: int | None, *, threads: int) -> Listening:
    """Take the port wanted, or the first free one from 8080, and take connections on it.

    Args:
        application: What answers the requests.
        host: The address to serve on.
        port: The port wanted, 0 for any free one, null for the first free one from 8080.
        threads: Requests answered at once.

    Raises:
        DocketError: If the port is taken.
    """
    taken = _take(host, _PORTS if port is None else [port])
    if taken is None:
        wanted = f"{_PORTS.start} to {_PORTS.stop - 1}" if port is None else port
        message = f"The port {wanted} cannot be used on {host}. Set DOCKET_PORT."
        raise DocketError(message)
    server = waitress.create_server(application, sockets=[taken], threads=threads, ident=None)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{taken.getsockname()[1]}"
    return Listening(address=address, run=server.run, close=server.close)


def _take(host: str, ports: Iterable[int]) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in ports:
        with suppress(OSError):
            return socket.create_server((host, port), family=family)
    return None
