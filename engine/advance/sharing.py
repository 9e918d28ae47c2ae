"""What is read from parts of a procedure, made once for equal contents.

Versions of a procedure mostly differ in one file, and procedures share whole diagrams, decisions
and calculations; everything here is read only, so that one reading serves all of them.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from engine import dmn, feel, spiff
from engine.errors import ModelError, Problem
from engine.model.xml import parse_xml

_EMBEDDED_FORM = "{http://camunda.org/schema/zeebe/1.0}userTaskForm"
#: Models by the ids of their decisions.
Decisions = Mapping[str, dmn.Model]
#: Path and content of each file, in order.
_Files = tuple[tuple[str, bytes], ...]


def find_diagram_problems(files: Mapping[str, bytes], process_id: str) -> tuple[Problem, ...]:
    """Return what is wrong with the diagrams of a procedure, errors and warnings."""
    return _find_diagram_problems(_of_kind(files, ".bpmn"), process_id)


def parse_diagrams(files: Mapping[str, bytes], process_id: str) -> spiff.Definition:
    """Return the definition that the diagrams of a procedure make.

    Raises:
        ModelError: If it cannot be run right.
    """
    return _parse_diagrams(_of_kind(files, ".bpmn"), process_id)


def load_decisions(files: Mapping[str, bytes]) -> tuple[Decisions, tuple[Problem, ...]]:
    """Return the decisions of a procedure, and what is wrong with files that cannot be read."""
    return _load_decisions(_of_kind(files, ".dmn"))


def list_embedded_forms(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the forms that stand in the diagrams themselves, by id."""
    return _list_embedded_forms(_of_kind(files, ".bpmn"))


@lru_cache(maxsize=64)
def load_calculations(text: str) -> feel.Functions:
    """Return the functions that a module of calculations offers.

    Raises:
        DocketError: If it does what calculations may not do.
        SyntaxError: If it is not Python.
        ValueError: If a function is not annotated or has the name of a built-in one.
    """
    offered = feel.Functions()
    offered.add_module(text)
    return offered


def _of_kind(files: Mapping[str, bytes], ending: str) -> _Files:
    return tuple(sorted((path, data) for path, data in files.items() if path.endswith(ending)))


@lru_cache(maxsize=64)
def _find_diagram_problems(files: _Files, process_id: str) -> tuple[Problem, ...]:
    return tuple(spiff.find_problems(dict(files), process_id))


@lru_cache(maxsize=64)
def _parse_diagrams(files: _Files, process_id: str) -> spiff.Definition:
    return spiff.parse(dict(files), process_id)


@lru_cache(maxsize=64)
def _list_embedded_forms(files: _Files) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for path, data in files:
        if b"userTaskForm" in data:
            for form in parse_xml(data, file=path).iter(_EMBEDDED_FORM):
                found[form.get("id") or ""] = (form.text or "").encode()
    return MappingProxyType(found)


@lru_cache(maxsize=64)
def _load_decisions(files: _Files) -> tuple[Decisions, tuple[Problem, ...]]:
    found: dict[str, dmn.Model] = {}
    problems: list[Problem] = []
    for path, data in files:
        others = {other: content for other, content in files if other != path}
        try:
            model = dmn.load(data, file=path, imports=others)
        except ModelError as error:
            problems.extend(error.problems)
        else:
            found |= {decision.id: model for decision in model.decisions}
    return MappingProxyType(found), tuple(problems)
