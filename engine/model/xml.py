"""The one door through which XML enters: diagrams, decisions and whatever else people upload.

No document type is accepted, so there are no entities to expand and nothing to fetch; size and
depth are bounded. Comments and processing instructions are dropped. The encoding is the one the
document declares (UTF-8 when it declares none).
"""

from typing import Never

from lxml import etree
from lxml.etree import _Element as Element

from engine.errors import ModelError, Problem

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Element", "line_of", "parse_xml"]

#: The largest document read, in bytes; a diagram of 500 elements is about 600 kB.
MAX_BYTES = 8 * 1024 * 1024
#: The deepest nesting of elements read.
MAX_DEPTH = 100
#: Attributes of one element, and namespaces declared in a whole document.
MAX_ATTRIBUTES = 200
MAX_NAMESPACES = 500


class _DoctypeFoundError(Exception):
    """Stops the reading at a document type."""


class _RootReachedError(Exception):
    """Stops the reading at the first element: no document type can follow."""


class _Prolog:
    """Receives what stands before the first element."""

    def doctype(self, name: str, public: str | None, system: str | None) -> Never:
        raise _DoctypeFoundError

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> Never:
        raise _RootReachedError

    def end(self, tag: str | bytes) -> None:
        """Nothing ends before the first element."""

    def data(self, data: str | bytes) -> None:
        """Only white space may stand there."""

    def comment(self, text: str | bytes) -> None:
        """A comment says nothing to us."""

    def close(self) -> None:
        """There is no result."""


def parse_xml(
    data: bytes, *, file: str = "", max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH
) -> Element:
    """Read a document and return its root element.

    Args:
        data: The whole document, in any encoding that it declares.
        file: The name to give in problems.
        max_bytes: The largest size accepted.
        max_depth: The deepest nesting of elements accepted.

    Returns:
        The root; see :func:`line_of` for the place of an element.

    Raises:
        ModelError: If the document is empty, too large, too deep, not well-formed, or carries a
            document type (DTD), too many attributes or namespaces.
    """
    if not data.strip():
        _refuse("The file is empty.", "Save the model again and upload that file.", file, "empty")
    if len(data) > max_bytes:
        size = f"The file has {len(data):,} bytes; the limit is {max_bytes:,}."
        _refuse(size, "Split the model into several files.", file, "too-large")
    _refuse_doctype(data, file)
    root = _tree(data, file)
    _refuse_shape(root, file, max_depth)
    return root


def line_of(element: Element) -> int:
    """Return the one-based line of an element; 0 when unknown."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def _refuse_doctype(data: bytes, file: str) -> None:
    parser = etree.XMLParser(target=_Prolog(), resolve_entities=False, no_network=True)
    try:
        etree.fromstring(data, parser)
    except _DoctypeFoundError:
        remedy = "Remove the DOCTYPE declaration and the entities that it defines."
        _refuse("The file carries a document type (DTD).", remedy, file, "doctype")
    except (_RootReachedError, etree.XMLSyntaxError):
        return  # the full reading names a fault with its line


def _tree(data: bytes, file: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        if "Excessive depth" in str(error.msg):
            _refuse_as_too_deep(file, MAX_DEPTH, line or 0)
        message = f"The file is not well-formed XML: {error.msg}."
        remedy = "Open it in the modeler it came from and save it again."
        _refuse(message, remedy, file, "not-well-formed", line=line or 0, column=column or 0)


def _refuse_shape(root: Element, file: str, max_depth: int) -> None:
    depth = namespaces = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "start-ns")):
        if event == "start-ns":
            namespaces += 1
            continue
        depth += 1 if event == "start" else -1
        if depth > max_depth:
            _refuse_as_too_deep(file, max_depth, line_of(element))
        if len(element.attrib) > MAX_ATTRIBUTES:
            message = (
                f"An element has {len(element.attrib):,} attributes; the limit is {MAX_ATTRIBUTES}."
            )
            remedy = "Remove those that no modeler writes."
            _refuse(message, remedy, file, "too-many-attributes", line=line_of(element))
    if namespaces > MAX_NAMESPACES:
        message = f"The file declares {namespaces:,} namespaces; the limit is {MAX_NAMESPACES}."
        _refuse(message, "Open it in a modeler and save it again.", file, "too-many-namespaces")


def _refuse_as_too_deep(file: str, max_depth: int, line: int) -> Never:
    message = f"The elements are nested more than {max_depth} deep."
    remedy = "Take the inner parts out into models of their own."
    _refuse(message, remedy, file, "too-deep", line=line)


def _refuse(
    message: str, remedy: str, file: str, rule: str, *, line: int = 0, column: int = 0
) -> Never:
    problem = Problem(
        message=message, remedy=remedy, file=file, line=line, column=column, rule=f"xml-{rule}"
    )
    raise ModelError([problem])
