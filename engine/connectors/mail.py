"""``docket:mail``: a mail by SMTP.

A mail may be sent twice when the connection breaks at the very end; both have the same Message-ID,
and most readers show them once. The answer ``mail`` has that number (``id``) and how many files went
with it (``files``); never their names, which may tell what is confidential.
"""

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from email.message import EmailMessage

from engine.connectors.inputs import find_text, get_text, list_texts, refuse
from engine.errors import ConnectorError
from engine.model.connectors import Answer, ConnectorCall, HandedFile, Mail

#: Type of a service task that sends a mail.
MAIL = "docket:mail"
#: Seconds that a mail server may take to answer.
_TIMEOUT = 30
#: Replies that say that the mail will never be taken.
_PERMANENT = 500
#: Bytes of all attachments together; most servers take no more.
_MAX_ATTACHED = 20 * 1024 * 1024


def send_mail(mail: Mail, call: ConnectorCall) -> Answer:
    """Send the mail that a task describes.

    Raises:
        ConnectorError: If an input does not fit, or the mail could not be sent.
    """
    written = read_mail(call)
    send(
        mail,
        to=written.to,
        cc=written.cc,
        reply_to=written.reply_to,
        subject=written.subject,
        body=written.body,
        attachments=written.files,
        key=call.key,
    )
    return tell_sent(mail.sender, call)


def tell_sent(sender: str, call: ConnectorCall) -> Mapping[str, object]:
    """Return what a task gets to know of its mail."""
    return {"mail": {"id": _number(sender, call.key), "files": Decimal(len(call.files))}}


@dataclass(frozen=True, kw_only=True)
class WrittenMail:
    """The mail that a task describes."""

    #: Addresses.
    to: Sequence[str]
    cc: Sequence[str]
    #: Empty for the sender's.
    reply_to: str
    subject: str
    #: Plain text.
    body: str
    files: Sequence[HandedFile]


def read_mail(call: ConnectorCall) -> WrittenMail:
    """Read the inputs of a task that sends a mail.

    Raises:
        ConnectorError: If one of them does not fit.
    """
    to = list_texts(call, "to")
    if not to:
        refuse(call, "The mail has nobody to go to.", "Set the input “to”.")
    return WrittenMail(
        to=to,
        cc=list_texts(call, "cc"),
        reply_to=find_text(call, "replyTo"),
        subject=get_text(call, "subject"),
        body=find_text(call, "body"),
        files=_weighed(call),
    )


def _number(sender: str, key: str) -> str:
    domain = sender.rpartition("@")[2]
    return f"<{re.sub('[^A-Za-z0-9._-]', '.', key)}@{domain}>"


def _weighed(call: ConnectorCall) -> Sequence[HandedFile]:
    if sum(len(file.content) for file in call.files) > _MAX_ATTACHED:
        limit = _MAX_ATTACHED // 1024 // 1024
        refuse(call, f"The attachments have more than {limit} MB together.", "Send fewer of them.")
    return call.files


def send(
    mail: Mail,
    *,
    to: Sequence[str],
    cc: Sequence[str] = (),
    reply_to: str = "",
    subject: str,
    body: str,
    attachments: Sequence[HandedFile] = (),
    key: str,
) -> None:
    """Hand a mail to the mail server.

    Args:
        mail: The server.
        to: Addresses.
        cc: Addresses of those who get a copy.
        reply_to: Address for answers; empty for the sender's.
        subject: One line.
        body: Plain text.
        attachments: Files that go with it.
        key: Makes the Message-ID: the same mail sent twice shows once in most readers.

    Raises:
        ConnectorError: If the server cannot be reached, or does not take the mail.
    """
    head = {
        "To": ", ".join(to),
        "Cc": ", ".join(cc),
        "Reply-To": reply_to,
        "Subject": " ".join(subject.split()),
    }
    message = _write(mail, head, body, key, attachments)
    try:
        refused = _hand_over(mail, message)
    except smtplib.SMTPRecipientsRefused as error:
        refused = error.recipients
    except smtplib.SMTPResponseException as error:
        text = f"The mail server {mail.host} says {error.smtp_code}: {_said(error.smtp_error)}."
        raise ConnectorError(text, permanent=error.smtp_code >= _PERMANENT) from error
    except (OSError, smtplib.SMTPException) as error:
        text = f"The mail server {mail.host} cannot be used: {error}."
        raise ConnectorError(text) from error
    if refused:
        text = f"The mail server does not take mail for {', '.join(sorted(refused))}."
        later = len(refused) == len([*to, *cc]) and all(
            code < _PERMANENT for code, _ in refused.values()
        )
        raise ConnectorError(f"{text} Correct the address.", permanent=not later)


def _write(
    mail: Mail, head: Mapping[str, str], body: str, key: str, attachments: Sequence[HandedFile]
) -> EmailMessage:
    message = EmailMessage()
    fields = {"From": mail.sender, **head, "Message-ID": _number(mail.sender, key)}
    try:
        for name, value in fields.items():
            if value:
                message[name] = value
        message.set_content(body)
    except ValueError as error:
        text = f"The mail to {head['To']} cannot be written: {error}. Correct the addresses."
        raise ConnectorError(text, permanent=True) from error
    for file in attachments:
        kind, _, detail = file.media_type.partition("/")
        detail = detail or "octet-stream"
        message.add_attachment(file.content, maintype=kind, subtype=detail, filename=file.name)
    return message


def _hand_over(mail: Mail, message: EmailMessage) -> dict[str, tuple[int, bytes]]:
    """Send a mail; return the addresses that the server did not take, while it took others."""
    with smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT) as server:
        if mail.tls:
            server.starttls(context=ssl.create_default_context())
        if mail.user:
            server.login(mail.user, mail.password)
        return server.send_message(message)


def _said(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
