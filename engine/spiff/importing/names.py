"""Names in BPMN documents."""

from collections.abc import Iterator

from engine.model.xml import Element as Xml

__all__ = [
    "ACTIVITIES", "BPMN", "CONTAINERS", "DOCUMENTATION_ONLY", "EVENTS", "FLOW_NODES", "GATEWAYS", "XSI", "ZEEBE",
    "children", "extension", "extensions", "is_true", "line_of", "local_name", "text_of",
]  # fmt: skip

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "businessRuleTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
    }
)
ACTIVITIES = TASKS | CONTAINERS | {"callActivity"}
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS

#: Inside a process: says something to people, does nothing.
DOCUMENTATION_ONLY = frozenset({
    "association", "auditing", "category", "correlationSubscription", "dataInput", "dataObject", "dataObjectReference",
    "dataOutput", "dataStoreReference", "documentation", "extensionElements", "group", "humanPerformer", "incoming",
    "ioSpecification", "laneSet", "monitoring", "outgoing", "performer", "potentialOwner", "property",
    "resourceRole", "supports", "textAnnotation", "ioBinding", "supportedInterfaceRef",
})  # fmt: skip


def local_name(node: Xml) -> str:
    """Return the tag without its namespace."""
    return str(node.tag).rpartition("}")[2]


def children(node: Xml, *names: str) -> Iterator[Xml]:
    """Yield the BPMN children of a node, of the given names if any are given."""
    yield from node.iterchildren(*(BPMN + name for name in names or ("*",)))


def extensions(node: Xml, name: str) -> list[Xml]:
    """Return the ``zeebe:`` extension elements of a node with a name."""
    return [
        found
        for holder in node.iterchildren(f"{BPMN}extensionElements")
        for found in holder.iterchildren(f"{ZEEBE}{name}")
    ]


def extension(node: Xml, name: str) -> Xml | None:
    """Return the first such extension element."""
    return next(iter(extensions(node, name)), None)


def is_true(node: Xml, name: str, *, default: bool) -> bool:
    """Return a boolean attribute."""
    text = node.get(name)
    return default if text is None else text.strip() in {"true", "1"}


def text_of(node: Xml | None) -> str:
    """Return the text of a node without the space around it."""
    return (node.text or "").strip() if node is not None else ""


def line_of(node: Xml) -> int:
    """Return the one-based line of a node; 0 when unknown."""
    line: object = node.sourceline
    return line if isinstance(line, int) else 0
