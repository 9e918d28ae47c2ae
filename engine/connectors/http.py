"""``docket:http``: a call of another system over HTTP.

Inputs: ``method`` (GET), ``url``, ``query`` and ``headers`` (contexts), ``body`` (a text is sent as it
is, anything else as JSON), ``timeout`` (a duration or seconds). The answer goes into the variable
``response``, or the one that the task header ``resultVariable`` names: a context of ``status``,
``headers`` and ``body`` (JSON is read). The task header ``errorExpression`` may turn an answer into a
BPMN error: a FEEL expression that gives a code, or a context of ``code`` and ``message``.

Every attempt at the same work carries the same ``Idempotency-Key``. Redirects are not followed.
"""

import base64
from collections.abc import Mapping
from urllib.parse import urlencode

from engine import feel
from engine.connectors.addresses import read_target
from engine.connectors.exchange import Reply, Request, exchange
from engine.connectors.inputs import find_duration, find_text, get_context, get_text, refuse
from engine.connectors.values import from_json, to_json
from engine.errors import ConnectorError, DocketError
from engine.model.connectors import Answer, ConnectorCall, Outside, ThrownError

#: Type of a service task that calls another system.
HTTP = "docket:http"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
#: Headers that are the connection's own.
_OWN = frozenset({"host", "connection", "content-length", "transfer-encoding", "upgrade"})
#: Answers after which it is worth trying again.
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


def call_http(outside: Outside, call: ConnectorCall) -> Answer:
    """Call another system as a task describes it.

    Raises:
        ConnectorError: If an input does not fit, the system may not be called or cannot be
            reached, or its answer is a failure that the task does not turn into a BPMN error.
    """
    request = _request(outside, call)
    reply = exchange(request)
    name = call.headers.get("resultVariable") or "response"
    response = _response(call, reply)
    thrown = _find_error(call, {name: response})
    if thrown is not None:
        return thrown
    if not 200 <= reply.status < 300:
        message = f"{request.target.name} answered {request.method} with the status {reply.status}."
        raise ConnectorError(message, permanent=reply.status not in _TRANSIENT)
    return {name: response}


def _request(outside: Outside, call: ConnectorCall) -> Request:
    method = find_text(call, "method", "GET").upper()
    if method not in _METHODS:
        refuse(call, f"The method {method} is not one of {', '.join(sorted(_METHODS))}.")
    url, query = get_text(call, "url"), get_context(call, "query")
    if query:
        pairs = {name: _text(value) for name, value in query.items() if value is not None}
        url += ("&" if "?" in url else "?") + urlencode(pairs)
    target = read_target(url, outside.origins)
    body, kind = _body(call.variables.get("body"))
    headers = {"Accept": "application/json", "User-Agent": "Docket"}
    headers |= {"Content-Type": kind} if body is not None else {}
    headers |= _given_headers(call)
    headers |= {"Accept-Encoding": "identity", "Idempotency-Key": call.key}
    if target.origin.authorization:
        headers["Authorization"] = target.origin.authorization
    longest = outside.http_timeout
    return Request(
        target=target,
        method=method,
        headers=headers,
        body=body,
        seconds=min(find_duration(call, "timeout", longest), longest).total_seconds(),
        limit=outside.http_bytes,
    )


def _given_headers(call: ConnectorCall) -> dict[str, str]:
    given = get_context(call, "headers")
    for name in given:
        if name.lower() in _OWN:
            refuse(call, f"The header {name} cannot be set by a task.")
    # Names as they are usually written, so that a given one takes the place of ours.
    return {name.title(): _text(value) for name, value in given.items() if value is not None}


def _body(value: object) -> tuple[bytes | None, str]:
    if value is None:
        return None, ""
    if isinstance(value, str):
        return value.encode(), "text/plain; charset=utf-8"
    return to_json(value).encode(), "application/json"


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(feel.plain(value))


def _response(call: ConnectorCall, reply: Reply) -> dict[str, object]:
    return {
        "status": feel.admit(reply.status),
        "headers": dict(reply.headers),
        "body": _read_body(call, reply),
    }


def _read_body(call: ConnectorCall, reply: Reply) -> object:
    """Return JSON as a value, text as a text, and everything else in Base64."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not reply.body:
        return None
    try:
        text = reply.body.decode()
    except UnicodeDecodeError:
        return base64.b64encode(reply.body).decode()
    if kind != "application/json" and not kind.endswith("+json"):
        return text
    try:
        return from_json(text)
    except ValueError as error:
        if reply.status >= 300:
            return text  # the status says enough
        refuse(call, f"The answer is not JSON: {error}.", "Ask whoever runs it.")


def _find_error(call: ConnectorCall, answer: Mapping[str, object]) -> ThrownError | None:
    """Return the BPMN error that the task makes of an answer."""
    text = call.headers.get("errorExpression", "")
    if not text:
        return None
    try:
        found = feel.evaluate(text, {**call.variables, **answer})
    except DocketError as error:
        why = f"The errorExpression cannot be worked out: {error}"
        refuse(call, why, "Correct the task's headers.")
    if isinstance(found, dict):
        code, message = found.get("code"), found.get("message")
    else:
        code, message = found, None
    if code is None or code == "":
        return None
    return ThrownError(code=_text(code), message=_text(message or ""), variables=answer)
