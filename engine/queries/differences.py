"""What differs between two versions of a procedure, as far as running cases feel it."""

import re
from collections.abc import Iterator, Mapping

from engine.advance.model import Model, list_fields
from engine.advance.names import list_variables
from engine.model.forms import Forms
from engine.queries.migration_records import ElementChange
from engine.spiff import Assignment, Definition, Element

#: Attributes of an element that are compared, and what they are called.
_COMPARED: Mapping[str, str] = {
    "type": "kind",
    "name": "name",
    "lane": "lane",
    "form": "form",
    "assignment": "assignment",
    "policy": "policy",
    "properties": "properties",
    "inputs": "inputs",
    "outputs": "outputs",
    "job": "job",
    "script": "script",
    "decision_call": "decision",
    "call": "called process",
    "loop": "loop",
    "event": "event",
}


def list_changes(
    old: Definition, new: Definition, mapping: Mapping[str, str]
) -> tuple[ElementChange, ...]:
    """List the elements that are removed, renamed or changed, then those that are added."""
    reached = {mapping.get(element, element) for element in old.elements}
    added = [element for key, element in new.elements.items() if key not in reached]
    return (
        *_list_old(old, new, mapping, added),
        *(ElementChange(element=one.id, name=_called(one), kind="added") for one in added),
    )


def _list_old(
    old: Definition, new: Definition, mapping: Mapping[str, str], added: list[Element]
) -> Iterator[ElementChange]:
    for key, element in old.elements.items():
        target = mapping.get(key, key)
        found = new.elements.get(target)
        if found is None:
            yield ElementChange(
                element=key,
                name=_called(element),
                kind="removed",
                suggestion=_find_alike(element, added),
            )
            continue
        what = _differences(element, found, mapping)
        if target != key or what:
            yield ElementChange(
                element=key,
                name=_called(element),
                kind="renamed" if target != key else "changed",
                target=target if target != key else "",
                what=what,
            )


def _differences(before: Element, after: Element, mapping: Mapping[str, str]) -> tuple[str, ...]:
    found = [
        word for name, word in _COMPARED.items() if getattr(before, name) != getattr(after, name)
    ]
    if "form" in found and "assignment" in found and _same_people(before, after):
        found.remove("assignment")
    if mapping.get(before.parent, before.parent) != after.parent:
        found.append("place")
    if mapping.get(before.attached_to, before.attached_to) != after.attached_to:
        found.append("border")
    return tuple(found)


def _same_people(before: Element, after: Element) -> bool:
    """Tell whether assignments differ by the form alone, which is told by itself."""
    one, other = (vars(element.assignment or Assignment()) for element in (before, after))
    return {**one, "form": ""} == {**other, "form": ""}


def _find_alike(element: Element, added: list[Element]) -> str:
    """Return the one added element of the same kind and name, or else the only one of its kind."""
    alike = [one for one in added if one.type == element.type]
    named = [one for one in alike if element.name and one.name == element.name]
    chosen = named or alike
    return chosen[0].id if len(chosen) == 1 else ""


def _called(element: Element) -> str:
    return " ".join(element.name.split()) or element.id


def list_new_variables(forms: Forms, old: Model, new: Model) -> tuple[str, ...]:
    """List the variables that the new version uses and the old one never writes."""
    known = list_variables(old.definition, list_fields(forms, old.files))
    unknown = list_variables(new.definition, list_fields(forms, new.files)) - known
    texts = [
        *(
            each.text
            for element in new.definition.elements.values()
            for each in element.expressions
        ),
        *(flow.condition for flow in new.definition.flows.values()),
    ]
    return tuple(sorted(name for name in unknown if any(_uses(text, name) for text in texts)))


def _uses(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
