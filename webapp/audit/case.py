"""One case for the auditor: its steps on the diagram, its chain, its replay."""

from flask import Response, jsonify, render_template
from flask_babel import gettext

from engine.model.ids import InstanceId
from engine.queries.audit import replay, verify
from engine.queries.cases import CaseView, get_case
from engine.queries.definitions import get_xml
from engine.queries.history import ReplayEvent, list_entries, list_replay_events
from webapp.diagrams.texts import replay_texts
from webapp.web.access import AUDITOR, allow
from webapp.web.diagrams import name_elements
from webapp.web.history import say_entry
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer

#: Words of the engine for a step, and those of the page that plays it.
_KINDS = {
    "entered": "entered",
    "left": "completed",
    "interrupted": "canceled",
    "flow": "flow",
    "incident": "incident",
    "resolved": "resolved",
}


@allow(AUDITOR)
def case(instance: str) -> str:
    """Step through a case on its diagram, with the proof of its record beside it."""
    found, context = _get_case(instance), get_context()
    entries = list_entries(
        context, viewer=get_viewer().id, instance=InstanceId(instance), language=get_language()
    )
    return render_template(
        "audit/case.html",
        view=found,
        case=found.summary,
        entries=entries,
        texts=replay_texts(gettext),
        verification=verify(context, instance=InstanceId(instance)),
        replay=replay(context, instance=InstanceId(instance)),
    )


@allow(AUDITOR)
def diagram(instance: str) -> Response:
    """Return the diagram of a case, its names in the reader's language."""
    found = _get_case(instance)
    xml = get_xml(get_context(), viewer=get_viewer().id, definition=found.definition)
    return Response(name_elements(xml, found.translate), mimetype="application/xml")


@allow(AUDITOR)
def events(instance: str) -> Response:
    """Return the steps of a case for the page that plays them."""
    steps = list_replay_events(
        get_context(),
        viewer=get_viewer().id,
        instance=InstanceId(instance),
        language=get_language(),
    )
    return jsonify([_as_json(step) for step in steps])


def _get_case(instance: str) -> CaseView:
    return get_case(
        get_context(),
        viewer=get_viewer().id,
        instance=InstanceId(instance),
        language=get_language(),
    )


def _as_json(step: ReplayEvent) -> dict[str, object]:
    shown: dict[str, object] = {
        "seq": step.seq,
        "at": step.at.isoformat(),
        "kind": _KINDS.get(step.kind, "other"),
        "element": step.element,
        "text": _say(step),
    }
    return shown | ({"flow": step.flow} if step.flow else {})


def _say(step: ReplayEvent) -> str:
    if step.entry is None:
        return ""
    said = say_entry(step.entry)
    return said if step.entry.actor.id == "system" else f"{step.entry.actor.name} {said}"
