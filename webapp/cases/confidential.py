"""Opening what is confidential: first the purpose, then the record of it, then the content."""

from io import BytesIO

from flask import render_template, request, send_file
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.read_confidential import Opened, read_confidential
from engine.errors import NotFoundError, RefusedError
from engine.model.ids import InstanceId
from engine.queries.cases import CaseView, get_case
from webapp.web.access import SIGNED_IN, allow
from webapp.web.i18n import get_language
from webapp.web.messages import translate_message
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def ask_purpose(instance: str) -> str:
    """Ask why somebody wants to open confidential values or a file."""
    return _ask(_get_case(instance))


@allow(SIGNED_IN)
def open_confidential(instance: str) -> Response | str | tuple[str, int]:
    """Show what was asked for; the reading is on record before anything is shown."""
    attachment = request.form.get("attachment", "")
    purpose = request.form.get("purpose", "").strip()
    case = _get_case(instance)
    if not purpose:
        return _ask(case, gettext("Say what you need it for.")), 422
    try:
        opened = read_confidential(
            get_context(),
            actor=get_viewer().id,
            instance=InstanceId(instance),
            purpose=purpose[:500],
            fields=request.form.getlist("field"),
            attachment=attachment,
        )
    except RefusedError as error:
        return _ask(case, translate_message(error.message)), 409
    if attachment:
        return _send(opened)
    return render_template("cases/values.html", case=case.summary, values=opened.values)


def _get_case(instance: str) -> CaseView:
    return get_case(
        get_context(),
        viewer=get_viewer().id,
        instance=InstanceId(instance),
        language=get_language(),
    )


def _ask(case: CaseView, refusal: str = "") -> str:
    fields = request.values.getlist("field")
    attachment = request.values.get("attachment", "")
    if not fields and not attachment:
        raise NotFoundError(gettext("Choose first what you want to open."))
    return render_template(
        "cases/purpose.html",
        case=case.summary,
        fields=fields,
        attachment=attachment,
        purpose=request.form.get("purpose", ""),
        refusal=refusal,
    )


def _send(opened: Opened) -> Response:
    if opened.data is None:
        raise NotFoundError
    response = send_file(
        BytesIO(opened.data),
        mimetype=opened.media_type or "application/octet-stream",
        as_attachment=True,  # never shown inside our own pages
        download_name=opened.name or "document",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
