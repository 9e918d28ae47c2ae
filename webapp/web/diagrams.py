"""The diagram of a case or a definition, as a picture on a page."""

from collections.abc import Sequence
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
from engine.queries.diagrams import Diagram, list_diagrams
from engine.queries.track import Track
from webapp.diagrams.svg import render_svg
from webapp.diagrams.texts import diagram_texts, viewer_texts
from webapp.web.state import get_context


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawn diagram with what is marked in it."""

    svg: Markup
    title: str
    #: Path of the diagram among the files of the procedure.
    file: str = ""
    #: The diagrams that can be looked at instead, this one included: path and name.
    choice: tuple[tuple[str, str], ...] = ()
    #: Id of the element that the page begins at; may be empty.
    begin: str = ""
    #: Ids of the elements where the case is, that it passed, that need attention; flows taken.
    current: str = ""
    done: str = ""
    problems: str = ""
    flows: str = ""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What to mark in the diagrams of a case: ids of elements and flows."""

    #: What the page begins at; may be empty.
    begin: str = ""
    #: Where it is.
    current: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()

    def inside(self, diagram: Diagram) -> "Marks":
        """Return what stands in one diagram."""
        there = diagram.elements
        return Marks(
            begin=self.begin if self.begin in there else "",
            current=tuple(id_ for id_ in self.current if id_ in there),
            done=tuple(id_ for id_ in self.done if id_ in there),
            problems=tuple(id_ for id_ in self.problems if id_ in there),
            flows=tuple(id_ for id_ in self.flows if id_ in there),
        )


def install(app: Flask) -> None:
    """Offer the words of the live diagram to the pages."""
    app.jinja_env.globals["viewer_words"] = lambda: viewer_texts(gettext)


def draw_case(
    case: CaseView | StandingView, track: Track, *, file: str = "", element: str = ""
) -> Picture | None:
    """Draw a diagram of a case: where it stands, what it passed, where it is stuck.

    Args:
        case: Where it stands.
        track: Which way it came.
        file: The diagram to draw, when it was one that the case came through.
        element: Else the diagram in which this element stands; else where the case waits.
    """
    waiting = [place.element for place in case.positions if place.kind != "incident"]
    stuck = [place.element for place in case.positions if place.kind == "incident"]
    marks = Marks(
        begin=next(filter(None, [element, *stuck, *waiting]), ""),
        # In order, people's tasks first.
        current=tuple(dict.fromkeys([*waiting, *track.under_way])),
        problems=tuple(stuck),
        done=track.passed,
        flows=track.taken,
    )
    return draw_definition(case.definition, translate=case.translate, marks=marks, file=file)


def draw_definition(
    definition: DefinitionId, *, translate: Translator, marks: Marks | None = None, file: str = ""
) -> Picture | None:
    """Draw a diagram of a definition; None when it holds no picture.

    Args:
        definition: The version.
        translate: Puts names into the reader's language.
        marks: What a case did; its diagrams are then offered, else all of the version.
        file: The diagram to draw, when it is offered.
    """
    try:
        drawings = list_diagrams(get_context(), definition=definition)
        offered = _choose(drawings, marks) if marks else drawings
        marks = marks or Marks()
        named = [one for one in offered if one.file == file]
        begins = [one for one in offered if marks.begin in one.elements]
        return _draw([*named, *begins, *offered][0], offered, marks, translate)
    except (ModelError, NotFoundError):
        return None


def _choose(drawings: Sequence[Diagram], marks: Marks) -> Sequence[Diagram]:
    """Return the diagrams that a case came through, the procedure's own and where it stands too."""
    touched = {*marks.problems, *marks.current, *marks.done}
    return [one for one in drawings if one is drawings[0] or touched & one.elements]


def _draw(
    diagram: Diagram, offered: Sequence[Diagram], all_marks: Marks, translate: Translator
) -> Picture:
    marks = all_marks.inside(diagram)
    title = gettext("Diagram of %(process)s", process=translate(diagram.name))
    drawn = render_svg(
        diagram.xml,
        current=marks.current,
        done=marks.done,
        flows=marks.flows,
        problems=marks.problems,
        names=translate_names(diagram.xml, translate),
        title=title,
        texts=diagram_texts(gettext),
    )
    return Picture(
        svg=Markup(drawn),  # noqa: S704 - made by our renderer, which escapes every text
        title=title,
        file=diagram.file,
        choice=tuple((one.file, translate(one.name)) for one in offered),
        begin=marks.begin,
        current=" ".join(marks.current),
        done=" ".join(marks.done),
        problems=" ".join(marks.problems),
        flows=" ".join(marks.flows),
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
