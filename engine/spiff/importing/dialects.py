"""What other tools say in words of their own: read where it means the same, refused where it does not.

Camunda 7, Activiti and Flowable write who does a task, and until when, as attributes. Literal texts
mean the same here. What a Java class, a listener or another expression language would do is not done,
so it is refused rather than passed over. How a task's page looks, and how jobs are carried out
inside such an engine, changes nothing that a case does and is let be.
"""

import re
from collections.abc import Iterator

from lxml import etree

from engine.model.xml import Element as Xml
from engine.spiff.importing.events import definitions_of
from engine.spiff.importing.names import children, local_name

__all__ = [
    "embedded_form",
    "foreign_attributes",
    "foreign_parts",
    "is_other_language",
    "other_language",
]

#: Parts of the namespaces of engines whose extensions are not ours.
_ENGINES = (
    "camunda.org/schema/1.0/bpmn",
    "activiti.org",
    "flowable.org",
    "spiffworkflow.org",
    "jboss.org",
)
_ELEMENTS = frozenset({
    "connector", "eventListener", "field", "in", "inputOutput", "onEntry-script", "onExit-script", "out", "postScript",
    "preScript", "serviceTaskOperator", "taskVariableMapping",
})  # fmt: skip
_LISTENERS = frozenset({"executionListener", "executionListeners", "taskListener", "taskListeners"})
#: Attributes that would change what is done, by whom it is called, or how often.
_ATTRIBUTES = frozenset({
    "calledElementTenantId", "calledElementVersion", "calledElementVersionTag", "caseRef", "class", "collection",
    "decisionRef", "delegateExpression", "elementIndexVariable", "elementVariable", "expression", "skipExpression",
    "terminateAll", "topic", "triggerable", "variableMappingClass", "variableMappingDelegateExpression",
})  # fmt: skip
#: Before the id of a form that Camunda 8 keeps in the diagram.
_EMBEDDED = "camunda-forms:bpmn:"
_LANGUAGE = re.compile(r"^\s*=?\s*[$#]\{")


def embedded_form(key: str) -> str:
    """Return the id of a form that stands in the diagram itself; empty for any other key."""
    return key.removeprefix(_EMBEDDED) if key.startswith(_EMBEDDED) else ""


def foreign_attributes(node: Xml) -> dict[str, str]:
    """Return the attributes that other engines' namespaces give an element, by their plain names."""
    found: dict[str, str] = {}
    for key, value in node.attrib.items():
        namespace, mark, name = str(key).rpartition("}")
        if mark and _is_foreign(namespace):
            found[name] = str(value).strip()
    return found


def foreign_parts(node: Xml) -> Iterator[str]:
    """Yield the extensions of an element that would change what it does, and that we do not read."""
    for holder in children(node, "extensionElements"):
        for extension in holder:
            name = local_name(extension)
            foreign = _is_foreign(etree.QName(extension).namespace) and name in _ELEMENTS
            if foreign or name in _LISTENERS:
                yield name
    loops = children(node, "multiInstanceLoopCharacteristics")
    for place in (node, *definitions_of(node), *loops):
        yield from sorted(_ATTRIBUTES & foreign_attributes(place).keys())


def is_other_language(text: str) -> bool:
    """Tell whether an expression stands in another engine's brackets."""
    return _LANGUAGE.match(text) is not None


def other_language(node: Xml) -> str:
    """Return the language that an expression says it is written in; empty when it may be FEEL."""
    language = (node.get("language") or "").strip()
    return "" if "feel" in language.lower() else language


def _is_foreign(namespace: str | None) -> bool:
    return any(part in (namespace or "") for part in _ENGINES)
