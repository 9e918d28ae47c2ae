"""Files and mails between a scenario's cases and other systems, kept in memory.

A check may write no files and send no mails.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from engine.connectors.file_drop import FILE_DROP, find_file
from engine.connectors.file_pickup import FILE_PICKUP, decode_content, find_pause
from engine.connectors.inputs import find_text, get_text, refuse
from engine.connectors.mail import MAIL, WrittenMail, read_mail, tell_sent
from engine.errors import ConnectorError
from engine.model.connectors import Answer, Connector, ConnectorCall, NotYet


@dataclass(kw_only=True)
class Exchange:
    """What lies in the exchange directory, by folder and name."""

    #: Left by other systems and not taken yet, the oldest first.
    left: dict[str, bytes] = field(default_factory=dict)
    #: Left for other systems.
    dropped: dict[str, bytes] = field(default_factory=dict)
    #: Taken by the mail server, the oldest first.
    mails: list[WrittenMail] = field(default_factory=list)
    #: What the mail server answers in place of taking a mail; empty when it takes them. It begins
    #: with a reply code: one of the 500s is its last word.
    mail_fails: str = ""

    def read_dropped(self) -> dict[str, str]:
        """Return the text of every file that was left for other systems."""
        return {name: data.decode(errors="replace") for name, data in self.dropped.items()}


def leave_files(exchange: Exchange, files: Mapping[str, str]) -> None:
    """Leave files as another system does."""
    exchange.left.update({name: text.encode() for name, text in files.items()})


def make_connectors(exchange: Exchange) -> dict[str, Connector]:
    """Return the connectors that a scenario uses in place of those that reach outside."""
    return {
        FILE_DROP: partial(_drop, exchange),
        FILE_PICKUP: partial(_pick_up, exchange),
        MAIL: partial(_take_mail, exchange),
    }


def _take_mail(exchange: Exchange, call: ConnectorCall) -> Answer:
    written = read_mail(call)
    if exchange.mail_fails:
        message = f"The mail server says {exchange.mail_fails}."
        raise ConnectorError(message, permanent=exchange.mail_fails.startswith("5"))
    exchange.mails.append(written)
    return tell_sent("docket@example.org", call)


def _drop(exchange: Exchange, call: ConnectorCall) -> Answer:
    name, data = find_file(call)
    place = _place(call, name)
    if exchange.dropped.setdefault(place, data) != data:
        refuse(call, f"Another file {place} lies there already.")
    return {}


def _pick_up(exchange: Exchange, call: ConnectorCall) -> Answer:
    wanted = ".*".join(map(re.escape, _place(call, get_text(call, "name")).split("*")))
    place = next((name for name in exchange.left if re.fullmatch(wanted, name)), None)
    if place is None:
        return NotYet(again=find_pause(call))
    name = place.rpartition("/")[2]
    try:
        content = decode_content(call, name, exchange.left.pop(place))
    except (ValueError, TypeError) as error:
        refuse(call, f"The file {name} cannot be read: {error}.")
    return {"file": {"name": name, "content": content}}


def _place(call: ConnectorCall, name: str) -> str:
    folder = find_text(call, "folder")
    return f"{folder}/{name}" if folder else name
