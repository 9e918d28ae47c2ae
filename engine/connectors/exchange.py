"""One HTTP exchange: with one address, within one time, up to one size; redirects are not followed."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from threading import Event, Timer

from engine.connectors.addresses import Target, find_address
from engine.errors import ConnectorError

_CHUNK = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent."""

    target: Target
    method: str
    headers: Mapping[str, str]
    #: Null for none.
    body: bytes | None
    #: Seconds that everything together may take.
    seconds: float
    #: The largest answer, in bytes.
    limit: int


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    #: By name in lower case; several of one name joined with commas.
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Pinned(HTTPConnection):
    """A connection to an address that was looked up before, under the name of its host."""

    def __init__(self, target: Target, address: str, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._address, self._target, self._seconds = address, target, seconds
        self.default_port = 443 if target.scheme == "https" else 80

    def connect(self) -> None:
        """Connect to the address; over TLS the host must prove its name."""
        place = (self._address, self._target.port)
        self.sock = socket.create_connection(place, self._seconds)
        if self._target.scheme == "https":
            context = _trust(self._target.origin.authority)
            self.sock = context.wrap_socket(self.sock, server_hostname=self._target.host)


def _trust(authority: Path | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority) if authority else None)


def exchange(request: Request) -> Reply:
    """Send a request and read the whole answer.

    Raises:
        ConnectorError: If no answer comes in time, it is too large, or nobody may be asked there.
    """
    name, late = request.target.name, Event()
    address = find_address(request.target)
    connection = _Pinned(request.target, address, request.seconds)
    try:
        with _limited(connection, request.seconds, late):
            connection.request(
                request.method, request.target.path, request.body, dict(request.headers)
            )
            with connection.getresponse() as response:
                reply = _read(response, request)
    except (OSError, HTTPException, ValueError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            message = f"{name} did not answer within {request.seconds:g} seconds."
        else:
            message = f"{name} cannot be used: {str(error) or type(error).__name__}."
        permanent = isinstance(error, ValueError) and not late.is_set()
        raise ConnectorError(message, permanent=permanent) from error
    finally:
        connection.close()
    return reply


@contextmanager
def _limited(connection: _Pinned, seconds: float, late: Event) -> Iterator[None]:
    """Break a connection off when time is up, however slowly the other side goes on.

    Raises:
        TimeoutError: If it was; what was read may be but a part.
    """
    connection.connect()
    sock = connection.sock

    def break_off() -> None:
        late.set()
        # The plain socket's own: that of TLS would take the connection apart under the reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = Timer(seconds, break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError


def _read(response: HTTPResponse, request: Request) -> Reply:
    body = b""
    while chunk := response.read(min(_CHUNK, request.limit + 1 - len(body))):
        body += chunk
        if len(body) > request.limit:
            message = f"The answer of {request.target.name} is larger than {request.limit} bytes."
            raise ConnectorError(f"{message} Ask for less.", permanent=True)
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return Reply(status=response.status, headers=headers, body=body)
