"""The page of one case."""

from flask import Response, render_template, request

from engine.model.ids import InstanceId
from engine.queries.cases import get_case
from engine.queries.definitions import get_xml
from engine.queries.history import list_entries
from webapp.web.access import SIGNED_IN, allow
from webapp.web.diagrams import draw_case, name_elements
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def show(instance: str) -> str:
    """Show where a case stands, what happened so far, and what belongs to it."""
    context, viewer, language = get_context(), get_viewer().id, get_language()
    case = get_case(context, viewer=viewer, instance=InstanceId(instance), language=language)
    entries = list_entries(context, viewer=viewer, instance=InstanceId(instance), language=language)
    return render_template(
        "cases/case.html",
        view=case,
        case=case.summary,
        entries=entries,
        picture=draw_case(case, case.track, file=request.args.get("diagram", "")),
    )


@allow(SIGNED_IN)
def diagram(instance: str) -> Response:
    """Return a diagram of a case, its names in the reader's language."""
    context, viewer = get_context(), get_viewer().id
    case = get_case(context, viewer=viewer, instance=InstanceId(instance), language=get_language())
    xml = get_xml(
        context, viewer=viewer, definition=case.definition, file=request.args.get("file", "")
    )
    return Response(name_elements(xml, case.translate), mimetype="application/xml")
