"""Rules about the diagram: who does a task, with what form, and that people can read it."""

import re
from collections.abc import Iterator, Mapping

from engine.advance.model import SHARED
from engine.check.folder import Folder
from engine.errors import Problem
from engine.spiff import Element

#: The lane of what nobody does by hand.
SYSTEM_LANE = "System"
#: Between the titles of roles that share a lane.
_OR = " or "
_PEOPLE = ("userTask", "manualTask")
_CARRIERS = ("task", "callActivity")
_SHARED_DIAGRAM = re.compile(rf"{SHARED}[^/]+\.bpmn")


def look_at_diagram(folder: Folder) -> Iterator[Problem]:
    """Find tasks without role, form or clause, lanes that name no role, and unnamed elements."""
    if folder.definition is None:
        return
    titles = {title.lower() for title in folder.roles.values()}
    for element in folder.definition.elements.values():
        if element.type in _PEOPLE:
            yield from _look_at_task(folder, element)
        yield from _look_at_lane(element, titles)
        yield from _look_at_clauses(element)
        if not element.name and element.type.endswith(("Task", "task", "callActivity")):
            yield make_problem(element, "has no name", "Name it with a verb.", "unnamed")


def _look_at_task(folder: Folder, element: Element) -> Iterator[Problem]:
    given = element.assignment
    if given is None or not (given.assignee or given.groups or given.users):
        remedy = "Add an assignee or candidate groups."
        yield make_problem(element, "is for nobody", remedy, "task-without-role")
    elif not given.groups.startswith("="):
        for role in filter(None, (name.strip() for name in given.groups.split(","))):
            if role not in folder.roles:
                remedy = "Use the id of a role in shared/roles.toml."
                yield make_problem(element, f"names an unknown role {role}", remedy, "role")
    if not element.form:
        yield make_problem(element, "has no form", "Add a form definition.", "task-without-form")
    elif not folder.find_form(element.form):
        remedy = f"Add forms/{element.form}.form."
        yield make_problem(element, f"has no form {element.form}", remedy, "task-without-form")
    yield from _look_at_four_eyes(folder, element)


def _look_at_four_eyes(folder: Folder, element: Element) -> Iterator[Problem]:
    elements: Mapping[str, Element] = folder.definition.elements if folder.definition else {}
    for other in element.properties.get("fourEyes", "").split():
        if other not in elements and not _is_of_another_caller(folder, element, other):
            remedy = "Name the id of a user task."
            yield make_problem(
                element, f"keeps apart from {other}, which is not there", remedy, "four-eyes"
            )


def _is_of_another_caller(folder: Folder, element: Element, other: str) -> bool:
    """Tell whether a shared task keeps apart from one in a shared diagram that this one never calls."""
    wanted = re.compile(rf'<bpmn:userTask\s[^>]*\bid="{re.escape(other)}"'.encode())
    diagrams = (data for path, data in folder.files.items() if _SHARED_DIAGRAM.fullmatch(path))
    return element.file.startswith(SHARED) and any(wanted.search(data) for data in diagrams)


def _look_at_lane(element: Element, titles: set[str]) -> Iterator[Problem]:
    names = element.lane.split(_OR) if element.lane else []
    for name in names:
        if name.lower() not in titles and name != SYSTEM_LANE:
            remedy = f"Give the lane the title of a role in shared/roles.toml, or “{SYSTEM_LANE}”."
            yield make_problem(
                element, f"stands in the lane “{name}”, which is no role", remedy, "lane"
            )


def _look_at_clauses(element: Element) -> Iterator[Problem]:
    carries = element.type.endswith("Task") or element.type in _CARRIERS
    if carries and not element.policy:
        remedy = "Add the property “policy” with the ids of the clauses."
        yield make_problem(element, "carries out no clause", remedy, "element-without-clause")


def make_problem(element: Element, what: str, remedy: str, rule: str) -> Problem:
    """Return a problem of one element, said in a sentence."""
    named = f"“{element.name}”" if element.name else f"The {element.type}"
    return Problem(
        file=element.file,
        line=element.line,
        element=element.id,
        message=f"{named} {what}.",
        remedy=remedy,
        rule=rule,
    )
