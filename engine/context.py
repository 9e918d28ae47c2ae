"""What every command and query is given: the open engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.clock import Clock
    from engine.model.forms import Forms
    from engine.store.database import Database
    from engine.store.keyring import Keyring


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The mail server through which notices leave the house."""

    host: str
    port: int = 587
    #: Address in the From line.
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    #: Speak TLS (STARTTLS) before anything is said.
    tls: bool = True


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Choices of the installation."""

    #: Null: notices stay inside, nothing is mailed.
    mail: Mail | None = None
    #: Address of the web pages, for links in mails; empty: no links.
    address: str = ""
    #: A session that nobody uses ends after this time.
    session_idle: timedelta = timedelta(hours=2)
    #: A session ends after this time in any case.
    session_lifetime: timedelta = timedelta(hours=12)
    #: Failed sign-ins of one account or address within `sign_in_window` before it must wait.
    sign_in_attempts: int = 10
    sign_in_window: timedelta = timedelta(minutes=15)
    #: The largest file that may be uploaded, in bytes.
    attachment_bytes: int = 20 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, eq=False)
class Context:
    """The open engine."""

    database: Database
    #: Tells the time of this database; a demo database may run ahead.
    clock: Clock
    forms: Forms
    keyring: Keyring
    settings: Settings


def open_engine(
    database_url: str,
    *,
    forms: Forms,
    secret: bytes,
    clock: Clock | None = None,
    settings: Settings | None = None,
) -> Context:
    """Open the engine on a database whose schema is up to date.

    Args:
        database_url: SQLAlchemy URL, such as ``sqlite:////var/lib/docket/docket.db``.
        forms: Checks what people submit; there is no default.
        secret: The installation's secret, at least 32 bytes; keys are derived from it.
        clock: The machine's clock when not given.
        settings: Choices of the installation.

    Raises:
        DocketError: If the schema is not up to date, or the secret too short.
    """
    raise NotImplementedError
