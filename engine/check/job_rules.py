"""Rules about service tasks: somebody does them, and gets what they need."""

from collections.abc import Iterator

from engine.advance.connectors import OWN_CONNECTORS
from engine.advance.house import LOCAL_TYPES, STOCK
from engine.advance.stock import MOVEMENTS
from engine.check.diagram_rules import make_problem
from engine.check.folder import Folder
from engine.errors import Problem
from engine.model.connectors import OWN_TYPES
from engine.spiff import ERROR_ON_FAILURE, Definition, Element


def look_at_jobs(folder: Folder) -> Iterator[Problem]:
    """Find work of types that the house does not have, and work without what it needs."""
    for element in folder.definition.elements.values() if folder.definition else ():
        if element.job_type.startswith(OWN_TYPES):
            yield from _look_at(element)
        if element.job and (code := element.job.headers.get(ERROR_ON_FAILURE)):
            yield from _look_at_error(folder.definition, element, code)


def _look_at_error(definition: Definition | None, element: Element, code: str) -> Iterator[Problem]:
    """Find work whose failure becomes a BPMN error that nothing catches."""
    elements = definition.elements.values() if definition else ()
    caught = {
        event.name
        for other in elements
        if other.attached_to or other.type == "startEvent"
        for event in (other.event.each if other.event else ())
        if event.kind == "error"
    }
    if caught.isdisjoint({"", code}):
        what = f"becomes the error {code} when it cannot be done, and nothing catches that"
        remedy = "Add an error event with this code on its border."
        yield make_problem(element, what, remedy, "job-error")


def _look_at(element: Element) -> Iterator[Problem]:
    if element.job_type not in OWN_CONNECTORS and element.job_type not in LOCAL_TYPES:
        known = ", ".join(sorted({*OWN_CONNECTORS, *LOCAL_TYPES}))
        remedy = f"Use one of {known}, or a type of your own for a program outside."
        yield make_problem(element, f"has the unknown type {element.job_type}", remedy, "job-type")
    movement = element.job.headers.get("movement") if element.job else None
    if element.job_type == STOCK and movement not in MOVEMENTS:
        remedy = f"Set its header “movement” to one of {', '.join(MOVEMENTS)}."
        yield make_problem(element, "does not say what moves in the stock", remedy, "job-input")
    given = {mapping.target.partition(".")[0] for mapping in element.inputs}
    # Without any input it gets every variable in reach, and may find what it needs there.
    missing = [
        names
        for names in OWN_CONNECTORS.get(element.job_type, ())
        if given.isdisjoint(names.split(" or "))
    ]
    if given and missing:
        what = f"has no input {' or '.join(missing)}"
        yield make_problem(element, what, "Add it to the task's inputs.", "job-input")
