"""Which connector does a job: one that the installation adds, or one that comes with Docket."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from engine.advance.delivery import Message, deliver
from engine.advance.sync import THROWN_LIFETIME
from engine.connectors.file_drop import FILE_DROP, drop_file
from engine.connectors.file_pickup import FILE_PICKUP, pick_up_file
from engine.connectors.http import HTTP, call_http
from engine.connectors.inputs import find_duration, find_text, get_context, get_text
from engine.connectors.mail import MAIL, send_mail
from engine.context import Context, writing
from engine.model.connectors import Answer, Connector, ConnectorCall, Outside
from engine.store import subscriptions

#: Type of a service task that tells another case something.
MESSAGE = "docket:message"

_OUTSIDE: Mapping[str, Callable[[Outside, ConnectorCall], Answer]] = {
    HTTP: call_http,
    FILE_DROP: drop_file,
    FILE_PICKUP: pick_up_file,
}

#: The inputs that name files of the case, by type.
FILES: Mapping[str, str] = {MAIL: "attachments", FILE_DROP: "document"}

#: What comes with Docket, by type, and the inputs that it cannot do without, some in place of others.
OWN_CONNECTORS: Mapping[str, tuple[str, ...]] = {
    MAIL: ("to", "subject"),
    HTTP: ("url",),
    FILE_DROP: ("name or document",),
    FILE_PICKUP: ("name",),
    MESSAGE: ("name",),
}


def find_connector(context: Context, job_type: str) -> Connector | None:
    """Return what does jobs of a type, or null when nothing does."""
    if job_type in context.connectors:
        return context.connectors[job_type]
    if job_type in _OUTSIDE:
        return partial(_OUTSIDE[job_type], context.settings.outside)
    if job_type == MESSAGE:
        return partial(_send_message, context)
    if job_type == MAIL and context.settings.mail is not None:
        return partial(send_mail, context.settings.mail)
    return None


def _send_message(context: Context, call: ConnectorCall) -> Answer:
    """Give a message to the case that waits for it, once for each job.

    Raises:
        ConnectorError: If an input does not fit.
    """
    lifetime: timedelta = find_duration(call, "timeToLive", THROWN_LIFETIME)
    message = Message(
        name=get_text(call, "name"),
        correlation_key=find_text(call, "correlationKey"),
        variables=get_context(call, "variables"),
        time_to_live=lifetime,
        key=call.key,
    )
    with writing(context) as work:
        if subscriptions.find_message_by_key(work.transaction, call.key) is None:
            deliver(work, message)
    return {}
