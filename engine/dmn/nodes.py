"""Looking around in the XML of a decision model, whatever version of the standard it follows."""

import re
from collections.abc import Iterator

from engine.dmn.syntax import Text, Variable
from engine.model.xml import Element, line_of

__all__ = [
    "child",
    "children",
    "element_id",
    "is_model",
    "kind",
    "name_of",
    "text_of",
    "type_of",
    "type_text",
    "variable_of",
]

#: DMN 1.0 to 1.6; the version is the date.
_MODEL = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/?(MODEL/?|dmn\d*\.xsd)?")
_FEEL = re.compile(r"https?://www\.omg\.org/spec/(FEEL/\d{8}|DMN/\d{8}/FEEL)/?")


def is_model(namespace: str) -> bool:
    """Tell whether a namespace is that of a decision model in any version."""
    return _MODEL.fullmatch(namespace) is not None


def kind(element: Element) -> str:
    """Return the local name of a decision model's element; empty for a foreign element."""
    namespace, _, local = str(element.tag).rpartition("}")
    return local if is_model(namespace.removeprefix("{")) else ""


def children(element: Element, *kinds: str) -> Iterator[Element]:
    """Walk the direct children of some kinds, in the order written."""
    return (inner for inner in element if kind(inner) in kinds)


def child(element: Element | None, *kinds: str) -> Element | None:
    """Return the first direct child of some kinds."""
    return None if element is None else next(children(element, *kinds), None)


def name_of(element: Element) -> str:
    """Return the name with white space as FEEL reads it: trimmed, single blanks."""
    return " ".join((element.get("name") or "").split())


def element_id(element: Element) -> str:
    """Return the id, or that of the nearest element around it."""
    current: Element | None = element
    while current is not None:
        if found := current.get("id"):
            return found
        current = current.getparent()
    return ""


def text_of(element: Element | None) -> Text:
    """Read the text of a cell, a literal expression or a list of values."""
    if element is None:
        return Text(text="", element="", line=0)
    inner = child(element, "text")
    place = element if inner is None else inner
    return Text(
        text="" if inner is None else (inner.text or ""),
        element=element_id(element),
        line=line_of(place),
        language=_foreign_language(element),
    )


def _foreign_language(element: Element) -> str:
    written = (element.get("expressionLanguage") or "").strip()
    if not written or written.lower() == "feel" or _FEEL.fullmatch(written):
        return ""
    return written


def type_of(element: Element | None) -> str:
    """Return the declared type, as an attribute or (in item definitions) as an element."""
    if element is None:
        return ""
    inner = child(element, "typeRef")
    written = element.get("typeRef") if inner is None else inner.text
    return type_text(element, written or "")


def type_text(element: Element, written: str) -> str:
    """Return a type as ``name`` or, from another file, ``{namespace}name``.

    Up to DMN 1.1 the name was qualified by an XML prefix; since 1.2 it stands alone or behind the
    name of an import and a dot.
    """
    name = " ".join(written.split())
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in element.nsmap:
        return name
    namespace = str(element.nsmap[prefix])
    own = element.getroottree().getroot().get("namespace")
    return local if namespace == own or _FEEL.fullmatch(namespace) else f"{{{namespace}}}{local}"


def variable_of(element: Element | None, default: str = "") -> Variable:
    """Read a name and its type."""
    if element is None:
        return Variable(name=default, type="")
    return Variable(name=name_of(element) or default, type=type_of(element))
