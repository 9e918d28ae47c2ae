"""Activities that run several times, in the words of the standard or of Camunda 8."""

import re

from engine.model.xml import Element as Xml
from engine.spiff.definition import Loop
from engine.spiff.importing.names import BPMN, children, extension, is_true, text_of

__all__ = ["read_loop"]

_NAME = re.compile(r"[^\W\d]\w*")
_DATA = ("dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "property")


def read_loop(node: Xml) -> Loop | None:
    """Return how often an activity runs; null when it runs once."""
    standard = next(children(node, "standardLoopCharacteristics"), None)
    if standard is not None:
        maximum = standard.get("loopMaximum") or ""
        return Loop(
            kind="standard",
            condition=text_of(next(children(standard, "loopCondition"), None)),
            test_before=is_true(standard, "testBefore", default=False),
            maximum=int(maximum) if maximum.strip().isdigit() else 0,
        )
    multiple = next(children(node, "multiInstanceLoopCharacteristics"), None)
    return _multi_instance(node, multiple) if multiple is not None else None


def _multi_instance(activity: Xml, node: Xml) -> Loop:
    found = extension(node, "loopCharacteristics")
    item, output_item = _item(node, "inputDataItem"), _item(node, "outputDataItem")
    return Loop(
        kind="sequential" if is_true(node, "isSequential", default=False) else "parallel",
        collection=_attribute(found, "inputCollection")
        or _expression(_referred(activity, node, "loopDataInputRef")),
        cardinality=text_of(next(children(node, "loopCardinality"), None)),
        item=_attribute(found, "inputElement") or item,
        output=_attribute(found, "outputCollection")
        or _referred(activity, node, "loopDataOutputRef"),
        output_item=_attribute(found, "outputElement") or _expression(output_item),
        condition=text_of(next(children(node, "completionCondition"), None)),
    )


def _attribute(node: Xml | None, name: str) -> str:
    return (node.get(name) or "").strip() if node is not None else ""


def _expression(variable: str) -> str:
    return f"={variable}" if variable else ""


def _item(node: Xml, name: str) -> str:
    """Return the variable of one run that the standard's own element names."""
    found = next(children(node, name), None)
    return _name_of(found) if found is not None else ""


def _referred(activity: Xml, node: Xml, name: str) -> str:
    """Return the variable that holds the data of all runs, as the standard refers to it."""
    reference = text_of(next(children(node, name), None)).rpartition(":")[2]
    return _variable(activity, _other_end(activity, reference)) if reference else ""


def _other_end(activity: Xml, reference: str) -> str:
    """Return what an input or output of the activity itself is filled from or written to."""
    for association in children(activity, "dataInputAssociation", "dataOutputAssociation"):
        ends = [text_of(end) for end in children(association, "sourceRef", "targetRef")]
        if reference in ends and len(ends) == 2:
            return ends[1 - ends.index(reference)]
    return reference


def _variable(activity: Xml, reference: str) -> str:
    """Return the name of a variable: that of the data that an id stands for, or the text itself."""
    for scope in (activity, *activity.iterancestors(f"{BPMN}*")):
        for holder in (scope, *children(scope, "ioSpecification")):
            for data in children(holder, *_DATA):
                if data.get("id") == reference:
                    return _name_of(data)
    return reference


def _name_of(data: Xml) -> str:
    name = (data.get("name") or "").strip()
    return name if _NAME.fullmatch(name) else (data.get("id") or "")
