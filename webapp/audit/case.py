"""One case for the auditor: its steps on the diagram, its chain, its replay."""

from io import BytesIO

from flask import Response, jsonify, render_template, send_file
from flask_babel import gettext

from engine.model.ids import InstanceId
from engine.queries.audit import export_case, prove
from engine.queries.cases import CaseView, get_case
from engine.queries.diagrams import list_diagrams
from engine.queries.history import list_entries, list_replay_events
from webapp.audit.steps import list_steps, read_labels
from webapp.diagrams.texts import replay_texts
from webapp.web.access import AUDITOR, allow
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


@allow(AUDITOR)
def case(instance: str) -> str:
    """Step through a case on its diagram, with the proof of its record beside it."""
    found, context = _get_case(instance), get_context()
    entries = list_entries(
        context, viewer=get_viewer().id, instance=InstanceId(instance), language=get_language()
    )
    proof = prove(context, instance=InstanceId(instance))
    return render_template(
        "audit/case.html",
        view=found,
        case=found.summary,
        entries=entries,
        texts=replay_texts(gettext),
        verification=proof.verification,
        replay=proof.replay,
    )


@allow(AUDITOR)
def events(instance: str) -> Response:
    """Return the steps of a case for the page that plays them."""
    context, viewer, found = get_context(), get_viewer().id, _get_case(instance)
    steps = list_replay_events(
        context, viewer=viewer, instance=InstanceId(instance), language=get_language()
    )
    diagrams = list_diagrams(context, definition=found.definition)
    labels = read_labels(diagrams, found.translate)
    return jsonify(
        # The page begins at the procedure's own diagram and changes to those that a step is in.
        diagrams=[{"file": one.file, "name": found.translate(one.name)} for one in diagrams],
        steps=list_steps(steps, labels),
    )


@allow(AUDITOR)
def download(instance: str) -> Response:
    """Return the history of a case as a file that proves itself."""
    found = _get_case(instance)
    data = export_case(get_context(), instance=found.summary.instance)
    name = f"{found.summary.business_key}.docket.json"
    return send_file(
        BytesIO(data), mimetype="application/json", as_attachment=True, download_name=name
    )


def _get_case(instance: str) -> CaseView:
    return get_case(
        get_context(),
        viewer=get_viewer().id,
        instance=InstanceId(instance),
        language=get_language(),
    )
