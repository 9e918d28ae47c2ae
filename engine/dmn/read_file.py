"""Reads one file: its imports, types and the elements of its graph."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from engine.dmn.elements import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    Definitions,
    Element,
    Import,
    InputData,
    ItemDefinition,
    Reference,
)
from engine.dmn.nodes import (
    child,
    children,
    element_id,
    is_model,
    kind,
    name_of,
    text_of,
    type_of,
    type_text,
    variable_of,
)
from engine.dmn.read_boxed import read_expression_in, read_function
from engine.dmn.syntax import Text, Variable
from engine.errors import ModelError, Problem
from engine.model.xml import Element as Xml
from engine.model.xml import line_of, parse_xml

__all__ = ["read_file"]


def read_file(data: bytes, file: str) -> Definitions:
    """Read a decision model.

    Args:
        data: DMN XML of any version from 1.0.
        file: The name to give in problems.

    Raises:
        ModelError: If the XML is refused, is not a decision model, or an element cannot be read;
            all such problems together.
    """
    root = parse_xml(data, file=file)
    if kind(root) != "definitions":
        remedy = "Save it with a decision editor as DMN 1.1 or later."
        message = "The file is not a decision model (DMN)."
        raise ModelError(
            [
                Problem(
                    message=message, remedy=remedy, file=file, line=line_of(root), rule="dmn-root"
                )
            ]
        )
    return Definitions(
        file=file,
        id=element_id(root),
        name=name_of(root),
        namespace=root.get("namespace", ""),
        elements=_read_elements(root, file),
        types={found.name: found for found in _item_definitions(root, "itemDefinition")},
        imports=tuple(_imports(root)),
    )


def _read_elements(root: Xml, file: str) -> dict[str, Element]:
    found: dict[str, Element] = {}
    problems: list[Problem] = []
    for xml in children(root, *_READERS):
        try:
            element = _READERS[kind(xml)](xml)
        except ModelError as error:
            problems += (replace(problem, file=file) for problem in error.problems)
            continue
        if element.id in found:
            problems.append(_same_id(element, file))
        found[element.id] = element
    if problems:
        raise ModelError(problems)
    return found


def _same_id(element: Element, file: str) -> Problem:
    return Problem(
        message=f"The id “{element.id}” stands for two elements.",
        remedy="Give one of them another id.",
        file=file,
        element=element.id,
        line=element.line,
        rule="dmn-same-id",
    )


def _imports(root: Xml) -> Iterator[Import]:
    """Walk the imports of decision models; other kinds (XML schema, PMML) hold no decisions."""
    for element in children(root, "import"):
        if is_model(element.get("importType", "")):
            yield Import(
                name=name_of(element),
                namespace=element.get("namespace", ""),
                location=element.get("locationURI", ""),
                line=line_of(element),
            )


def _item_definitions(parent: Xml, *kinds: str) -> Iterator[ItemDefinition]:
    for element in children(parent, *kinds):
        function = child(element, "functionItem")
        yield ItemDefinition(
            name=name_of(element),
            base=type_of(element),
            collection=element.get("isCollection", "false") in {"true", "1"},
            components=tuple(_item_definitions(element, "itemComponent")),
            allowed=_constraint(element, "allowedValues"),
            constraint=_constraint(element, "typeConstraint"),
            parameters=None if function is None else tuple(_parameters(function)),
            result="" if function is None else _result(function),
            line=line_of(element),
        )


def _constraint(element: Xml, name: str) -> Text | None:
    text = text_of(child(element, name))
    return text if text.text.strip() else None


def _parameters(function: Xml) -> Iterator[Variable]:
    return (variable_of(inner) for inner in children(function, "parameters"))


def _result(function: Xml) -> str:
    return type_text(function, function.get("outputTypeRef", ""))


def _references(element: Xml, *path: str) -> tuple[Reference, ...]:
    """Read the references at a path of kinds, such as ``informationRequirement/requiredInput``."""
    first, *rest = path
    found: list[Reference] = []
    for inner in children(element, *first.split("|")):
        found += _references(inner, *rest) if rest else [_reference(inner)]
    return tuple(found)


def _reference(element: Xml) -> Reference:
    namespace, _, identity = element.get("href", "").rpartition("#")
    own = element.getroottree().getroot().get("namespace", "")
    return Reference(namespace=namespace or own, id=identity, line=line_of(element))


def _identity(element: Xml) -> tuple[str, str]:
    name = name_of(element)
    identity = element.get("id") or name
    return identity, name or identity


def _own_variable(element: Xml, name: str) -> Variable:
    return variable_of(child(element, "variable"), default=name)


def _read_input_data(element: Xml) -> InputData:
    identity, name = _identity(element)
    variable = _own_variable(element, name)
    return InputData(id=identity, name=name, variable=variable, line=line_of(element))


def _read_decision(element: Xml) -> Decision:
    identity, name = _identity(element)
    question = child(element, "question")
    required = ("informationRequirement", "requiredDecision|requiredInput")
    return Decision(
        id=identity,
        name=name,
        variable=_own_variable(element, name),
        question="" if question is None else (question.text or "").strip(),
        information=_references(element, *required),
        knowledge=_references(element, "knowledgeRequirement", "requiredKnowledge"),
        logic=read_expression_in(element),
        line=line_of(element),
    )


def _read_knowledge(element: Xml) -> BusinessKnowledge:
    identity, name = _identity(element)
    logic = child(element, "encapsulatedLogic")
    return BusinessKnowledge(
        id=identity,
        name=name,
        variable=_own_variable(element, name),
        knowledge=_references(element, "knowledgeRequirement", "requiredKnowledge"),
        logic=None if logic is None else read_function(logic),
        line=line_of(element),
    )


def _read_service(element: Xml) -> DecisionService:
    identity, name = _identity(element)
    return DecisionService(
        id=identity,
        name=name,
        variable=_own_variable(element, name),
        outputs=_references(element, "outputDecision"),
        encapsulated=_references(element, "encapsulatedDecision"),
        input_decisions=_references(element, "inputDecision"),
        input_data=_references(element, "inputData"),
        line=line_of(element),
    )


_READERS: Mapping[str, Callable[[Xml], Element]] = {
    "inputData": _read_input_data,
    "decision": _read_decision,
    "businessKnowledgeModel": _read_knowledge,
    "decisionService": _read_service,
}
