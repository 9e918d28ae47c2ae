"""Reads a decision table."""

from typing import get_args

from engine.dmn.nodes import child, children, element_id, name_of, text_of, type_of
from engine.dmn.syntax import Aggregation, HitPolicy, Input, Orientation, Output, Rule, Table
from engine.errors import ModelError, Problem
from engine.model.xml import Element, line_of

__all__ = ["read_table"]

_POLICIES: dict[str, HitPolicy] = {policy: policy for policy in get_args(HitPolicy)}
_AGGREGATIONS: dict[str, Aggregation] = {name: name for name in get_args(Aggregation)}
_ORIENTATIONS: dict[str, Orientation] = {name: name for name in get_args(Orientation)}


def read_table(element: Element) -> Table:
    """Read a ``decisionTable`` element.

    Raises:
        ModelError: If the hit policy or the aggregation is not one of the standard's, a rule has
            not as many cells as the table has columns, or there is no output.
    """
    inputs = tuple(_read_input(inner) for inner in children(element, "input"))
    outputs = tuple(_read_output(inner) for inner in children(element, "output"))
    if not outputs:
        raise ModelError([_problem(element, "The table has no output column.", "table-no-output")])
    rules = tuple(
        _read_rule(inner, number, len(inputs), len(outputs))
        for number, inner in enumerate(children(element, "rule"), start=1)
    )
    return Table(
        id=element_id(element),
        hit_policy=_policy(element),
        aggregation=_aggregation(element),
        orientation=_ORIENTATIONS.get(element.get("preferredOrientation", ""), "Rule-as-Row"),
        label=element.get("outputLabel", ""),
        inputs=inputs,
        outputs=outputs,
        annotations=tuple(name_of(inner) for inner in children(element, "annotation")),
        rules=rules,
        line=line_of(element),
    )


def _policy(element: Element) -> HitPolicy:
    written = element.get("hitPolicy", "UNIQUE")
    if written in _POLICIES:
        return _POLICIES[written]
    message = f"The hit policy “{written}” is unknown."
    remedy = f"Choose one of {', '.join(_POLICIES)}."
    raise ModelError([_problem(element, message, "table-hit-policy", remedy)])


def _aggregation(element: Element) -> Aggregation:
    written = element.get("aggregation", "")
    if written in _AGGREGATIONS:
        return _AGGREGATIONS[written]
    message = f"The aggregation “{written}” is unknown."
    remedy = "Choose one of SUM, MIN, MAX, COUNT, or none."
    raise ModelError([_problem(element, message, "table-aggregation", remedy)])


def _read_input(element: Element) -> Input:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    label = element.get("label", "").strip()
    return Input(
        id=element_id(element),
        label=label or " ".join(text.text.split()),
        expression=text,
        type=type_of(expression),
        values=text_of(child(element, "inputValues")),
        line=line_of(element),
    )


def _read_output(element: Element) -> Output:
    name = name_of(element)
    return Output(
        id=element_id(element),
        name=name,
        label=element.get("label", "").strip() or name,
        type=type_of(element),
        values=text_of(child(element, "outputValues")),
        default=text_of(child(element, "defaultOutputEntry")),
        line=line_of(element),
    )


def _read_rule(element: Element, number: int, inputs: int, outputs: int) -> Rule:
    tests = tuple(text_of(inner) for inner in children(element, "inputEntry"))
    results = tuple(text_of(inner) for inner in children(element, "outputEntry"))
    for found, wanted, what in ((tests, inputs, "input"), (results, outputs, "output")):
        if len(found) != wanted:
            message = (
                f"Rule {number} has {len(found)} {what} cells; the table has {wanted} columns."
            )
            raise ModelError([_problem(element, message, "table-cells")])
    return Rule(
        id=element_id(element),
        number=number,
        tests=tests,
        results=results,
        annotations=_annotations(element),
        line=line_of(element),
    )


def _annotations(element: Element) -> tuple[str, ...]:
    """Read the remarks: entries of annotation columns or, where there are none, the description."""
    entries = tuple(text_of(inner).text.strip() for inner in children(element, "annotationEntry"))
    description = child(element, "description")
    if any(entries) or description is None or not (description.text or "").strip():
        return entries
    return ((description.text or "").strip(),)


def _problem(element: Element, message: str, rule: str, remedy: str = "") -> Problem:
    return Problem(
        message=message,
        remedy=remedy or "Correct the table in the decision editor.",
        element=element_id(element),
        line=line_of(element),
        rule=rule,
    )
