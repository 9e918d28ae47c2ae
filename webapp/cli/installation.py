"""What the environment says about this installation."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engine.context import Context, Settings, open_engine
from engine.errors import DocketError
from engine.model.connectors import Mail
from forms import FORMS
from webapp.cli.connectors_file import CONNECTORS_FILE, read_outside

#: Kept in the data directory when no secret is given.
SECRET_FILE = "secret.key"  # noqa: S105 - a file's name
SECRET_BYTES = 32

#: Every variable of the environment and what it is for, as `docket --help` shows them.
VARIABLES = {
    "DOCKET_DATA_DIR": "where the database and the secret are kept (./data)",
    "DOCKET_DATABASE_URL": "SQLAlchemy address of the database (an SQLite file in the data directory)",
    "DOCKET_HOST": "address to serve on (127.0.0.1)",
    "DOCKET_PORT": "port to serve on, 0 for any free one (8080, or the next free one)",
    "DOCKET_SECRET_KEY": "secret of the installation, 32 characters or more (made and kept)",
    "DOCKET_DEMO_PASSWORD": "password of the demo accounts (made up and printed)",
    "DOCKET_SMTP_URL": "mail server, smtp://user:password@host:587?from=docket@example.org (no mail)",
    "DOCKET_ADDRESS": "address of the pages, for links in mails (none)",
    "DOCKET_PROXIES": "reverse proxies in front whose X-Forwarded headers are believed (0)",
    "DOCKET_TLS": "1 when people reach the pages over TLS (0)",
}


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Where things are and how they are served."""

    data: Path
    database_url: str
    host: str
    #: Null: 8080, or the next free port.
    port: int | None
    secret: bytes = field(repr=False)
    demo_password: str = field(repr=False)
    tls: bool
    #: Reverse proxies in front whose ``X-Forwarded-*`` headers are believed.
    proxies: int
    settings: Settings

    @property
    def on_loopback(self) -> bool:
        """True when only this machine can reach the pages."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def lock_file(self) -> Path:
        """What the one process of ``docket run`` holds: beside its SQLite file if it has one."""
        before, _, path = self.database_url.partition(":///")
        name = path.partition("?")[0]
        if before.startswith("sqlite") and name:
            return Path(f"{Path(name).absolute()}.lock")
        return self.data / "docket.lock"

    def open(self) -> Context:
        """Open the engine on this installation's database."""
        return open_engine(
            self.database_url, forms=FORMS, secret=self.secret, settings=self.settings
        )


def read_installation(environment: Mapping[str, str] = os.environ) -> Installation:
    """Read the installation's settings; the data directory and the secret are made when missing.

    Raises:
        DocketError: If a setting cannot be used.
    """
    data = Path(environment.get("DOCKET_DATA_DIR", "data")).absolute()
    url = environment.get("DOCKET_DATABASE_URL", f"sqlite:///{data / 'docket.db'}")
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = (
            f"The data directory {data} cannot be made: {error.strerror}. Set DOCKET_DATA_DIR."
        )
        raise DocketError(message) from error
    return Installation(
        data=data,
        database_url=url,
        host=environment.get("DOCKET_HOST", "127.0.0.1"),
        port=_number(environment, "DOCKET_PORT"),
        secret=_secret(environment.get("DOCKET_SECRET_KEY", ""), data / SECRET_FILE),
        demo_password=environment.get("DOCKET_DEMO_PASSWORD", ""),
        tls=environment.get("DOCKET_TLS", "0") == "1",
        proxies=_number(environment, "DOCKET_PROXIES") or 0,
        settings=Settings(
            mail=_mail(environment.get("DOCKET_SMTP_URL", "")),
            address=environment.get("DOCKET_ADDRESS", ""),
            outside=read_outside(data / CONNECTORS_FILE),
        ),
    )


def _number(environment: Mapping[str, str], name: str) -> int | None:
    text = environment.get(name, "")
    if text and not text.isdigit():
        message = f"{name} is {text}; it must be a number."
        raise DocketError(message)
    return int(text) if text else None


def _secret(given: str, file: Path) -> bytes:
    if given:
        if len(given.encode()) < SECRET_BYTES:
            message = f"DOCKET_SECRET_KEY is shorter than {SECRET_BYTES} characters."
            raise DocketError(message)
        return given.encode()
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(SECRET_BYTES))
    return file.read_text().strip().encode()


def _mail(url: str) -> Mail | None:
    if not url:
        return None
    parts = urlsplit(url)
    sender = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get(
        "from", ""
    )
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not sender:
        message = "DOCKET_SMTP_URL is not smtp://user:password@host:587?from=address."
        raise DocketError(message)
    return Mail(
        host=parts.hostname,
        port=parts.port or 587,
        sender=unquote(sender),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.hostname not in {"localhost", "127.0.0.1"},
    )
