"""The BPMN 2.0 schema of the standard, as SpiffWorkflow ships it.

A diagram that breaks the schema is not refused for that alone: tools in daily use order elements
otherwise or leave out what nobody reads. What the schema says becomes a warning with its line;
what would change the meaning is refused by the checks beside this one.
"""

import threading
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from importlib import resources

from lxml import etree

from engine.errors import Problem
from engine.spiff.importing.documents import Documents

__all__ = ["check_schema"]

#: So many faults of one file are told; more say nothing new.
_MOST = 20
_ONE_AT_A_TIME = threading.Lock()


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    folder = resources.files("SpiffWorkflow.bpmn.parser") / "schema"
    with resources.as_file(folder) as path:
        return etree.XMLSchema(etree.parse(str(path / "BPMN20.xsd")))


def check_schema(documents: Documents) -> Iterator[Problem]:
    """Yield where a file departs from the schema, as warnings."""
    for file, root in documents.roots.items():
        for message, line in _faults(etree.ElementTree(deepcopy(root))):
            yield Problem(
                message=f"The file departs from the BPMN 2.0 schema: {_readable(message)}",
                remedy="Save it with a BPMN 2.0 tool.", file=file, line=line, rule="schema", severity="warning",
            )  # fmt: skip


def _faults(tree: etree._ElementTree) -> list[tuple[str, int]]:
    """Return what the schema says against a document: message and line."""
    schema = _schema()
    with _ONE_AT_A_TIME:  # the faults are kept with the schema
        if schema.validate(tree):
            return []
        entries = list(schema.error_log)[:_MOST]  # type: ignore[call-overload]  # the stub forgets that it is a sequence
        return [(entry.message, entry.line) for entry in entries]


def _readable(message: str) -> str:
    return message.replace("{http://www.omg.org/spec/BPMN/20100524/MODEL}", "")
