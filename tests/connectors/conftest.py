"""Real servers on this machine: one that takes mail, one that answers HTTP."""

import contextlib
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from engine.model.connectors import ConnectorCall

MakeCall = Callable[..., ConnectorCall]


@pytest.fixture
def make_call() -> MakeCall:
    """Make the work of a service task."""

    def make(
        job_type: str,
        told: dict[str, str] | None = None,
        /,
        *,
        key: str = "C1 7 3",
        **inputs: object,
    ) -> ConnectorCall:
        return ConnectorCall(
            type=job_type,
            headers=told or {},
            variables=inputs,
            key=key,
            instance="C1",
            element="J",
        )

    return make


@dataclass
class MailServer:
    """A mail server of few words that keeps what it gets."""

    port: int = 0
    #: Raw messages.
    mails: list[bytes] = field(default_factory=list)
    #: Answers to recipients that are not taken, by address.
    refused: dict[str, bytes] = field(default_factory=dict)
    #: Breaks off after so many mails were taken but not confirmed.
    lost_replies: int = 0


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    known = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    if not self._take():
                        return
                elif word == b"RCPT":
                    address = line.partition(b"<")[2].partition(b">")[0].decode()
                    self.wfile.write(known.refused.get(address, b"250 fine") + b"\r\n")
                elif word == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 fine\r\n")

        def _take(self) -> bool:
            self.wfile.write(b"354 go on\r\n")
            mail = b""
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                mail += line
            known.mails.append(mail)
            if known.lost_replies:
                known.lost_replies -= 1
                return False
            self.wfile.write(b"250 taken\r\n")
            return True

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as server:
        known.port = server.server_address[1]
        yield known


@dataclass
class WebServer:
    """A system that answers HTTP as a test says, and keeps what it was asked."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    body: bytes = b'{"ok": true}'
    #: Waited for before anything is answered, so that a test can let an answer come late.
    gate: threading.Event = field(default_factory=threading.Event)
    #: Method, path, headers and body of each request.
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    known = WebServer()
    known.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            known.asked.append((self.command, self.path, dict(self.headers), body))
            known.gate.wait(10)
            with contextlib.suppress(OSError):
                self.send_response(known.status)
                for name, value in known.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(known.body)))
                self.end_headers()
                self.wfile.write(known.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        known.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield known
        known.gate.set()


@contextlib.contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[socketserver.TCPServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
