"""A site of three pages: what the web application will put around the scripts, and no more."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "webapp" / "static"
TYPES = {".js": "text/javascript", ".css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
MODELER_POLICY = f"{POLICY}; style-src-attr 'unsafe-inline'"

Texts = Mapping[str, str]


@dataclass
class Request:
    """What a page sent."""

    path: str
    headers: Mapping[str, str]
    body: str


@dataclass
class Site:
    """Pages by path, answers by path, and what was asked."""

    address: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Callable[[Request], tuple[int, object]]] = field(default_factory=dict)
    received: list[Request] = field(default_factory=list)

    def page(
        self,
        name: str,
        body: str,
        *,
        script: str,
        texts: Texts,
        language: str = "en",
    ) -> str:
        """Put a page on the site and return its address."""
        styles = {
            "modeler": ("vendor/bpmn-modeler.css", "diagram.css", "modeler.css"),
            "replay": ("vendor/bpmn-viewer.css", "diagram.css", "replay.css"),
            "viewer": ("vendor/bpmn-viewer.css", "diagram.css"),
        }[script]
        links = "".join(
            f'<link rel="stylesheet" href="/static/{style}">'
            for style in ("vendor/bootstrap.css", "vendor/bootstrap.auto.css", *styles)
        )
        words = json.dumps(texts).replace("<", "\\u003c")
        self.pages[f"/{name}"] = (
            f'<!doctype html><html lang="{language}" data-bs-theme="auto"><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{name}</title>'
            f'<link rel="icon" href="data:,">{links}'
            f'<script type="application/json" id="{script}-texts">{words}</script>'
            f'<main class="container-fluid"><h1 class="h4">{name}</h1>{body}</main>'
            f'<script type="module" src="/static/{script}.js"></script></html>'
        )
        return f"{self.address}/{name}"


def serve(site: Site) -> ThreadingHTTPServer:
    """Start the site on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            """Keep the test's output clean."""

        def answer(self, status: int, body: bytes, content_type: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{content_type}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            policy = MODELER_POLICY if self.path.startswith("/modeler") else POLICY
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            file = STATIC / self.path.removeprefix("/static/")
            if self.path.startswith("/static/") and file.is_file():
                self.answer(200, file.read_bytes(), TYPES[file.suffix])
            elif self.path in site.pages:
                self.answer(200, site.pages[self.path].encode(), "text/html")
            elif self.path in site.files:
                self.answer(200, site.files[self.path], "application/xml")
            else:
                self.answer(404, b"none", "text/plain")

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            request = Request(self.path, dict(self.headers), self.rfile.read(size).decode())
            site.received.append(request)
            status, said = site.answers[self.path](request)
            self.answer(status, json.dumps(said).encode(), "application/json")

        do_PUT = do_POST  # noqa: N815 - the name that http.server calls

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    return server
