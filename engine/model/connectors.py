"""What a connector is: a function that does a service task's work in another system.

It is called outside every transaction, and again after a failure or a crash: it must be able to
tell by the key that it has done the work before. What other systems it may reach is a choice of
the installation, never of a diagram.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

#: Types that begin so are the house's own; all other types are done by connectors that the
#: installation adds, or by workers outside that ask for them.
OWN_TYPES = "docket:"


@dataclass(frozen=True, kw_only=True)
class HandedFile:
    """A document or file of the case that the work takes out of the house."""

    name: str
    #: Such as ``text/csv``.
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class ConnectorCall:
    """Work for a connector."""

    #: Type of ``zeebe:taskDefinition``.
    type: str
    headers: Mapping[str, str]
    #: FEEL values: the task's inputs.
    variables: Mapping[str, object]
    #: The same for every attempt at the same work.
    key: str
    instance: str
    element: str
    #: The files that the inputs name, opened.
    files: tuple[HandedFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ThrownError:
    """The connector's answer is a BPMN error: an outcome that the diagram catches."""

    code: str
    message: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NotYet:
    """There is nothing to answer yet, and nothing is wrong: to be asked again after a while."""

    again: timedelta


Answer = Mapping[str, object] | ThrownError | NotYet
#: Returns what the task writes. Raises `engine.errors.ConnectorError` when it could not.
Connector = Callable[[ConnectorCall], Answer]


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
class Origin:
    """A system that diagrams may call over HTTP."""

    #: May have an address inside the organisation's network, or on this machine.
    internal: bool = False
    #: Value of the header ``Authorization``; empty for none. A diagram never sees it.
    authorization: str = field(default="", repr=False)
    #: Certificates of the authority that vouches for it; null for those of the machine.
    authority: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What connectors may reach; nothing unless the installation says so."""

    #: By scheme, host and port, such as ``https://erp.example.org`` or ``http://10.0.0.7:8080``.
    origins: Mapping[str, Origin] = field(default_factory=dict)
    #: The longest that a call may take, and how long it takes at most when it does not say.
    http_timeout: timedelta = timedelta(seconds=30)
    #: The largest answer that is read, in bytes.
    http_bytes: int = 1024 * 1024
    #: Directory in which files are exchanged with other systems; null: none are.
    exchange: Path | None = None
    #: The largest file that is dropped or picked up, in bytes.
    file_bytes: int = 4 * 1024 * 1024
