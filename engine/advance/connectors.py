"""The connectors that every installation has: mail by SMTP."""

import smtplib
from collections.abc import Mapping
from email.message import EmailMessage

from engine.context import Context, Mail
from engine.errors import ConnectorError
from engine.model.connectors import Connector, ConnectorCall, ThrownError

#: Type of a service task that sends a mail: inputs ``to``, ``subject`` and ``body``.
MAIL = "docket:mail"
#: Seconds that a mail server may take to answer.
_TIMEOUT = 30


def find_connector(context: Context, job_type: str) -> Connector | None:
    """Return what does jobs of a type, or null when nothing does."""
    if job_type in context.connectors:
        return context.connectors[job_type]
    mail = context.settings.mail
    if job_type != MAIL or mail is None:
        return None

    def send_mail(call: ConnectorCall) -> Mapping[str, object] | ThrownError:
        letter = {name: str(call.variables.get(name) or "") for name in ("to", "subject", "body")}
        send(mail, to=letter["to"], subject=letter["subject"], body=letter["body"], key=call.key)
        return {}

    return send_mail


def send(mail: Mail, *, to: str, subject: str, body: str, key: str) -> None:
    """Hand a mail to the mail server.

    Args:
        mail: The server.
        to: Address.
        subject: One line.
        body: Plain text.
        key: Makes the Message-ID: the same mail sent twice shows once in most readers.

    Raises:
        ConnectorError: If the server cannot be reached, or does not take the mail.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, to, subject
    domain = mail.sender.rpartition("@")[2]
    message["Message-ID"] = f"<{key.replace(' ', '.')}@{domain}>"
    message.set_content(body)
    try:
        with smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT) as server:
            if mail.tls:
                server.starttls()
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        text = f"The mail server does not take mail for {to}. Correct the address in the directory."
        raise ConnectorError(text, permanent=True) from error
    except (OSError, smtplib.SMTPException) as error:
        text = f"The mail server {mail.host} cannot be used: {error}."
        raise ConnectorError(text) from error
