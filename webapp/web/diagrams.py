"""The diagram of a case or a definition, as a picture on a page."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext
from lxml.etree import tostring
from markupsafe import Markup

from engine.errors import ModelError, NotFoundError
from engine.model.ids import DefinitionId
from engine.model.views import Translator
from engine.model.xml import parse_xml
from engine.queries.cases import CaseView, StandingView
from engine.queries.definitions import get_xml
from engine.queries.track import Track
from webapp.diagrams.svg import render_svg
from webapp.diagrams.texts import diagram_texts, viewer_texts
from webapp.web.state import get_context, get_viewer


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawn diagram with what is marked in it."""

    svg: Markup
    title: str
    #: Ids of the elements where the case is, that it passed, that need attention; flows taken.
    current: str = ""
    done: str = ""
    problems: str = ""
    flows: str = ""


def install(app: Flask) -> None:
    """Offer the words of the live diagram to the pages."""
    app.jinja_env.globals["viewer_words"] = lambda: viewer_texts(gettext)


def draw_case(case: CaseView | StandingView, track: Track) -> Picture | None:
    """Draw the diagram of a case: where it stands, what it passed, where it is stuck."""
    return draw_definition(
        case.definition,
        title=gettext("Diagram of %(process)s", process=case.summary.process),
        translate=case.translate,
        # In order, people's tasks first: the page begins at the first.
        current=_list_current(case, track),
        problems=[place.element for place in case.positions if place.kind == "incident"],
        done=track.passed,
        flows=track.taken,
    )


def _list_current(case: CaseView | StandingView, track: Track) -> list[str]:
    waiting = [place.element for place in case.positions if place.kind != "incident"]
    return list(dict.fromkeys([*waiting, *track.under_way]))


def draw_definition(
    definition: DefinitionId,
    *,
    title: str,
    translate: Translator,
    current: Collection[str] = (),
    done: Collection[str] = (),
    flows: Collection[str] = (),
    problems: Collection[str] = (),
) -> Picture | None:
    """Draw the diagram of a definition with marks; None when it holds no picture."""
    try:
        xml = get_xml(get_context(), viewer=get_viewer().id, definition=definition)
        drawn = render_svg(
            xml,
            current=current,
            done=done,
            flows=flows,
            problems=problems,
            names=translate_names(xml, translate),
            title=title,
            texts=diagram_texts(gettext),
        )
    except (ModelError, NotFoundError):
        return None
    return Picture(
        svg=Markup(drawn),  # noqa: S704 - made by our renderer, which escapes every text
        title=title,
        current=" ".join(current),
        done=" ".join(done),
        problems=" ".join(problems),
        flows=" ".join(flows),
    )


def translate_names(xml: bytes, translate: Translator) -> dict[str, str]:
    """Return the names in a diagram in the reader's language, by element id."""
    return {
        element.get("id", ""): translate(name)
        for element in parse_xml(xml).iter()
        if (name := element.get("name")) and element.get("id")
    }


def name_elements(xml: bytes, translate: Translator) -> bytes:
    """Return a diagram whose names are in the reader's language."""
    root = parse_xml(xml)
    for element in root.iter():
        if name := element.get("name"):
            element.set("name", translate(name))
    return tostring(root, encoding="UTF-8", xml_declaration=True)
