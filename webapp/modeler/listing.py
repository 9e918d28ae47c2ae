"""Procedures, their versions and drafts."""

from itertools import groupby

from flask import Response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.commands.save_definition_draft import save_definition_draft
from engine.model.ids import DefinitionId
from engine.queries.definitions import get_definition, get_xml, list_definitions, list_drafts
from webapp.web.access import ADMINISTRATOR, AUDITOR, PROCESS_OWNER, allow
from webapp.web.diagrams import draw_definition
from webapp.web.i18n import get_language
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer


@allow(PROCESS_OWNER, ADMINISTRATOR, AUDITOR)
def show() -> str:
    """List procedures with their versions, and the drafts being worked on."""
    context, viewer, language = get_context(), get_viewer().id, get_language()
    versions = list_definitions(context, viewer=viewer, language=language)
    procedures = [list(group) for _, group in groupby(versions, key=lambda view: view.process_id)]
    drafts = list_drafts(context, viewer=viewer, language=language)
    return render_template("modeler/list.html", procedures=procedures, drafts=drafts)


@allow(PROCESS_OWNER, ADMINISTRATOR, AUDITOR)
def version(definition: str) -> str:
    """Show one version: its diagram and where it came from."""
    found = get_definition(
        get_context(),
        viewer=get_viewer().id,
        definition=DefinitionId(definition),
        language=get_language(),
    )
    picture = draw_definition(found.definition, translate=str, file=request.args.get("diagram", ""))
    return render_template("modeler/version.html", version=found, picture=picture)


@allow(PROCESS_OWNER, ADMINISTRATOR, AUDITOR)
def version_xml(definition: str) -> Response:
    """Return the diagram of a version as it was deployed."""
    xml = get_xml(
        get_context(),
        viewer=get_viewer().id,
        definition=DefinitionId(definition),
        file=request.args.get("file", ""),
    )
    return Response(xml, mimetype="application/xml")


@allow(PROCESS_OWNER)
def begin_draft(process_id: str) -> BaseResponse:
    """Make a draft of the version in force and open it."""
    saved = save_definition_draft(
        get_context(), actor=get_viewer().id, process_id=process_id, files={}
    )
    return go_to(url_for("modeler.edit", draft=saved.draft))
