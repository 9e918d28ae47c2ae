"""Every expression of an element, with its place, for the checks that read them."""

from collections.abc import Iterator

from engine.model.xml import Element as Xml
from engine.spiff.definition import EventSpec, Expression
from engine.spiff.importing.names import children, extensions, line_of, local_name, text_of

__all__ = ["expressions_of"]

#: Extension element, attribute, how it is called, and whether it is one even without ``=``.
_ATTRIBUTES = (
    ("assignmentDefinition", "assignee", "assignee", False),
    ("assignmentDefinition", "candidateGroups", "candidate groups", False),
    ("assignmentDefinition", "candidateUsers", "candidate users", False),
    ("taskSchedule", "dueDate", "due date", False),
    ("taskSchedule", "followUpDate", "follow-up date", False),
    ("taskDefinition", "type", "job type", False),
    ("taskDefinition", "retries", "retries", False),
    ("script", "expression", "script", True),
    ("calledDecision", "decisionId", "decision", False),
    ("calledElement", "processId", "called process", False),
    ("adHoc", "activeElementsCollection", "active elements", True),
)
_CONDITIONS = (
    ("completionCondition", "completion condition"),
    ("activationCondition", "activation condition"),
)


def expressions_of(node: Xml, event: EventSpec | None) -> tuple[Expression, ...]:
    """Return the expressions of an element; those of its flows belong to the flows."""
    found = [*_of_attributes(node), *_of_mappings(node), *_of_loop(node), *_of_event(node, event)]
    found += _of_start(node)
    for tag, what in _CONDITIONS:
        found += [_expression(what, text_of(one), one) for one in children(node, tag)]
    return tuple(found)


def _expression(what: str, text: str, node: Xml) -> Expression:
    return Expression(what=what, text=text, line=line_of(node))


def _of_attributes(node: Xml) -> Iterator[Expression]:
    for tag, attribute, what, always in _ATTRIBUTES:
        for holder in extensions(node, tag):
            text = (holder.get(attribute) or "").strip()
            if text and (always or text.startswith("=")):
                yield _expression(what, text, holder)


def _of_mappings(node: Xml) -> Iterator[Expression]:
    for holder in extensions(node, "ioMapping"):
        for line in holder:
            text = (line.get("source") or "").strip()
            if text.startswith("="):
                yield _expression(f"{local_name(line)} {line.get('target')}", text, line)


def _of_loop(node: Xml) -> Iterator[Expression]:
    for loop in children(node, "multiInstanceLoopCharacteristics"):
        for holder in extensions(loop, "loopCharacteristics"):
            for attribute, what in (
                ("inputCollection", "input collection"),
                ("outputElement", "output element"),
            ):
                text = (holder.get(attribute) or "").strip()
                if text:
                    yield _expression(what, text, holder)
        for part in children(loop, "completionCondition", "loopCardinality"):
            yield _expression(
                "completion condition" if "ondition" in local_name(part) else "number of instances",
                text_of(part),
                part,
            )
    for loop in children(node, "standardLoopCharacteristics"):
        for part in children(loop, "loopCondition"):
            yield _expression("loop condition", text_of(part), part)


def _of_start(node: Xml) -> Iterator[Expression]:
    for holder in extensions(node, "properties"):
        for line in holder:
            if line.get("name") == "startFor":
                yield _expression("people concerned", line.get("value") or "", line)


def _of_event(node: Xml, event: EventSpec | None) -> Iterator[Expression]:
    for part in event.each if event is not None else ():
        yield from _of_part(node, part)


def _of_part(node: Xml, event: EventSpec) -> Iterator[Expression]:
    if event.kind == "conditional":
        yield _expression("condition", event.expression, node)
    elif event.expression.startswith("="):
        yield _expression("timer", event.expression, node)
    if event.name.startswith("="):
        yield _expression(f"{event.kind} name", event.name, node)
    if event.key:
        yield _expression("correlation key", event.key, node)
