"""Opening a document that a case produced."""

from io import BytesIO

from flask import send_file, url_for
from werkzeug.wrappers import Response

from engine.model.ids import InstanceId
from engine.queries.documents import OpenedDocument, open_document
from webapp.web.access import SIGNED_IN, allow
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer

_PAGE = "text/html"


@allow(SIGNED_IN)
def show(instance: str, document: str) -> Response:
    """Show a page, or hand out a data file; a confidential one asks for the purpose first."""
    opened = open_document(
        get_context(), viewer=get_viewer().id, instance=InstanceId(instance), document=document
    )
    if opened is None:
        return go_to(url_for("cases.ask_purpose", instance=instance, attachment=document))
    return _send(opened)


def _send(opened: OpenedDocument) -> Response:
    response = send_file(
        BytesIO(opened.content),
        mimetype=opened.media_type,
        as_attachment=opened.media_type != _PAGE,
        download_name=opened.name,
    )
    # It is a page of its own: it can run nothing, and reach nothing of ours.
    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    response.headers["Content-Security-Policy"] = policy
    return response
