"""Reads the JSON of form-js (any schema version so far) into `forms.definition`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.errors import ModelError, Problem
from forms.definition import Component, Computed, FormDefinition, Group, Rows
from forms.displays import read_gap, read_html, read_picture, read_table, read_text
from forms.names import list_clashes
from forms.paths import walk
from forms.questions import COMPUTED_TYPES, KINDS, read_label, read_question
from forms.source import Findings, Node, parse

#: The schema version that form-js 1.23 writes; later ones may mean what this reader does not know.
NEWEST_SCHEMA = 19
MAX_COMPONENTS = 500
MAX_DEPTH = 8
#: Whatever a component can carry in `properties` that means something here.
PROPERTIES = frozenset(
    (
        *("accept", "autocomplete", "check", "checkMessage", "computed", "confidential"),
        *("default", "label", "maxFiles", "maxMegabytes", "maxRows", "minRows", "source"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where in the form a component is being read."""

    #: Names that go before those of the component.
    prefix: tuple[str, ...] = ()
    depth: int = 0

    def name(self, written: str) -> tuple[str, ...]:
        """Return the names down to a value; dots in a key step into contexts."""
        own = tuple(part for part in written.split(".") if part)
        return self.prefix + own if own else ()


def load(form: bytes) -> FormDefinition:
    """Return the form of a `.form` file.

    Raises:
        ModelError: If the file cannot be used; one problem for each fault.
    """
    definition, problems = read(form)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ModelError(errors)
    return definition


@lru_cache(maxsize=256)
def read(form: bytes, file: str = "") -> tuple[FormDefinition, tuple[Problem, ...]]:
    """Return the form of a `.form` file as far as it can be read, and what is wrong with the file.

    Raises:
        ModelError: If the file is no JSON object at all.
    """
    node = parse(form, file)
    definition = FormDefinition(
        id=node.text("id"),
        schema_version=node.whole("schemaVersion", 1),
        components=_read_all(node, Place()),
    )
    _look_at_size(node.findings, definition)
    return definition, (*node.findings.problems, *list_clashes(definition, file))


def _look_at_size(findings: Findings, form: FormDefinition) -> None:
    if form.schema_version > NEWEST_SCHEMA:
        findings.add(
            None,
            f"The form is written for schema version {form.schema_version}; the newest known here is {NEWEST_SCHEMA}.",
            "Look at the form in a task; newer settings may be ignored.",
            "form-version",
            "warning",
        )
    if (total := sum(1 for _ in walk(form.components))) > MAX_COMPONENTS:
        message = f"The form has {total} components; {MAX_COMPONENTS} is the most."
        findings.add(None, message, "Divide it.", "form-too-long")


def _read_all(node: Node, place: Place) -> tuple[Component, ...]:
    if place.depth > MAX_DEPTH:
        message = f"Groups stand more than {MAX_DEPTH} deep."
        node.findings.add(node, message, "Flatten them.", "form-too-deep")
        return ()
    found = (_read_component(child, place) for child in node.nodes("components"))
    return tuple(component for component in found if component)


def _read_component(node: Node, place: Place) -> Component | None:
    _look_at_properties(node)
    component = _read_own(node, place)
    if component is None:
        return None
    properties, layout = node.node("properties"), node.node("layout")
    return replace(
        component,
        hide=node.node("conditional").formula("hide"),
        row=layout.text("row"),
        columns=layout.whole("columns", 0),
        check=properties.formula("check"),
        check_message=properties.text("checkMessage"),
    )


def _read_own(node: Node, place: Place) -> Component | None:
    """Read what is particular to one type of component; None when it is left out."""
    kind = node.text("type")
    if kind in COMPUTED_TYPES and node.node("properties").text("computed"):
        return _read_computed(node, place)
    if kind in KINDS:
        return read_question(node, place.name(node.text("key")))
    if kind in CONTAINERS:
        return CONTAINERS[kind](node, place)
    if kind in DISPLAYS:
        return DISPLAYS[kind](node)
    if kind != "button":  # the page brings its own buttons
        _refuse(node, kind)
    return None


def _refuse(node: Node, kind: str) -> None:
    message, remedy = f"“{kind}” is no component that is known here.", "Use another."
    if kind in FOREIGN:
        message, remedy = f"{FOREIGN[kind]} cannot be used in a form here.", "Remove it."
    node.findings.add(node, message, remedy, "form-component")


def _look_at_properties(node: Node) -> None:
    for name in node.node("properties").raw:
        if name not in PROPERTIES:
            node.findings.add(
                node,
                f"The property “{name}” means nothing here.",
                f"Use one of {', '.join(sorted(PROPERTIES))}, or remove it.",
                "form-property",
                "warning",
            )


def _read_computed(node: Node, place: Place) -> Component | None:
    properties, appearance = node.node("properties"), node.node("appearance")
    formula = properties.formula("computed") or node.formula("expression")
    path = place.name(node.text("key"))
    if not formula or not path:
        missing = "expression" if path else "key"
        message = f"A computed value has no {missing}."
        node.findings.add(node, message, f"Give it its {missing}.", "form-computed")
        return None
    return Computed(
        id=node.id,
        type=node.text("type"),
        line=node.line,
        path=path,
        formula=formula,
        label=read_label(node) or properties.text("label"),
        help=node.text("description"),
        value_type=COMPUTED_TYPES[node.text("type")],
        confidential=properties.flag("confidential"),
        prefix=appearance.text("prefixAdorner"),
        suffix=appearance.text("suffixAdorner"),
    )


def _read_group(node: Node, place: Place) -> Component:
    prefix = place.name(node.text("path")) or place.prefix
    inner = Place(prefix=prefix, depth=place.depth + 1)
    return Group(
        id=node.id,
        type="group",
        line=node.line,
        label=node.text("label"),
        components=_read_all(node, inner),
    )


def _read_rows(node: Node, place: Place) -> Component | None:
    path = place.name(node.text("path"))
    if not path:
        remedy = "Give it a path: its variable."
        node.findings.add(node, "A dynamic list has no path.", remedy, "form-key")
        return None
    properties = node.node("properties")
    least = properties.whole("minRows", 0)
    return Rows(
        id=node.id,
        type="dynamiclist",
        line=node.line,
        path=path,
        label=node.text("label"),
        components=_read_all(node, Place(depth=place.depth + 1)),
        start=max(least, node.whole("defaultRepetitions", 1)),
        least=least,
        most=min(200, properties.whole("maxRows", 200)),
        open=node.raw.get("allowAddRemove", True) is not False,
        confidential=properties.flag("confidential"),
    )


CONTAINERS: Mapping[str, Callable[[Node, Place], Component | None]] = {
    "expression": _read_computed,
    "group": _read_group,
    "dynamiclist": _read_rows,
}
DISPLAYS: Mapping[str, Callable[[Node], Component | None]] = {
    "text": read_text,
    "html": read_html,
    "table": read_table,
    "image": read_picture,
    "separator": read_gap,
    "spacer": read_gap,
}
#: Components that would bring something foreign into the page, and their names for people.
FOREIGN = {"iframe": "A frame of another site", "documentPreview": "A document preview"}
