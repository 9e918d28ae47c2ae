"""The steps of a case as the page that plays them wants them: each with its sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from engine.errors import ModelError
from engine.model.views import Translator
from engine.queries.diagrams import Diagram
from engine.queries.history import ReplayEvent
from webapp.diagrams.prose import Step, describe
from webapp.diagrams.texts import diagram_texts
from webapp.web.diagrams import translate_names
from webapp.web.history import say_whole

#: Words of the engine for a step, and those of the page that plays it.
_KINDS = {
    "entered": "entered",
    "left": "completed",
    "interrupted": "canceled",
    "flow": "flow",
    "incident": "incident",
    "resolved": "resolved",
}


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What the elements of a diagram are called."""

    #: By element id: its name, else what kind of element it is.
    elements: Mapping[str, str]
    #: Label of the element to which a flow leads, by flow id.
    targets: Mapping[str, str]
    #: Number of the diagram in which an element or a flow stands, from 0, by its id.
    places: Mapping[str, int]


def read_labels(diagrams: Sequence[Diagram], translate: Translator) -> Labels:
    """Return what the elements of a procedure's diagrams are called in the reader's language."""
    steps = [step for one in diagrams for step in _describe(one.xml, translate)]
    places = {id_: number for number, one in enumerate(diagrams) for id_ in one.elements}
    elements = _name_elements(steps)
    targets = {way.flow: elements.get(way.element, "") for step in steps for way in step.next}
    return Labels(elements=elements, targets=targets, places=places)


def _describe(xml: bytes, translate: Translator) -> list[Step]:
    try:
        return describe(xml, translate_names(xml, translate))
    except ModelError:  # the steps are then called by their ids
        return []


def list_steps(events: Iterable[ReplayEvent], labels: Labels) -> list[dict[str, object]]:
    """Write the steps of a case for the page that plays them; what shows nothing is left out."""
    return [
        as_json(event, labels) for event in events if event.element or event.flow or event.entry
    ]


def _name_elements(steps: Sequence[Step]) -> dict[str, str]:
    kinds = diagram_texts(gettext)
    return {step.element: step.name or kinds.get(step.kind, step.element) for step in steps}


def as_json(event: ReplayEvent, labels: Labels) -> dict[str, object]:
    """Write a step for the page that plays it."""
    shown: dict[str, object] = {
        "seq": event.seq,
        "at": event.at.isoformat(),
        "kind": _KINDS.get(event.kind, "other"),
        "element": event.element,
        "text": say_whole(event.entry) if event.entry else _say(event, labels),
    }
    place = labels.places.get(event.flow or event.element)
    shown |= {"diagram": place} if place is not None else {}
    return shown | ({"flow": event.flow} if event.flow else {})


def _say(event: ReplayEvent, labels: Labels) -> str:
    name = labels.elements.get(event.element, event.element)
    match event.kind:
        case "entered":
            return str(gettext("“%(name)s” begins", name=name))
        case "left":
            return str(gettext("“%(name)s” is finished", name=name))
        case "interrupted":
            return str(gettext("“%(name)s” is broken off", name=name))
        case "flow":
            target = labels.targets.get(event.flow, event.flow)
            return str(gettext("On to “%(target)s”", target=target))
        case _:
            return name
