"""From checked diagrams to a definition that runs."""

from collections.abc import Mapping
from types import MappingProxyType

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.errors import ModelError, Problem
from engine.model.xml import Element as Xml
from engine.spiff.definition import Definition, Element, EventSpec, Flow, StartEvent
from engine.spiff.importing.checks import check
from engine.spiff.importing.documents import Documents, read_documents
from engine.spiff.importing.model import Model, read_model
from engine.spiff.importing.names import CONTAINERS, children, extension, text_of
from engine.spiff.importing.parser import DiagramParser
from engine.spiff.importing.repairs import repair
from engine.spiff.importing.schema import check_schema
from engine.spiff.specs.process import ProcessSpec

__all__ = ["find_problems", "parse"]


_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})
#: Processes, flow nodes and sequence flows of a deployment; the checks of so many take two seconds at most.
MOST_ELEMENTS = 8_000


def find_problems(files: Mapping[str, bytes], process_id: str) -> list[Problem]:
    """Return what is wrong with the diagrams of a procedure, errors and warnings.

    Args:
        files: Contents by file name; only ``.bpmn`` files are read.
        process_id: The process that cases are started from.
    """
    documents, problems = _read(files, process_id)
    problems += check_schema(documents)
    if process_id in documents.processes:
        model = read_model(documents, process_id)
        problems += check(model)
        if not any(problem.severity == "error" for problem in problems):
            try:
                _build(model)
            except ModelError as error:
                problems += error.problems
    return problems


def parse(files: Mapping[str, bytes], process_id: str) -> Definition:
    """Return the definition of a process with everything that it calls.

    Args:
        files: Contents by file name; only ``.bpmn`` files are read.
        process_id: The process that cases are started from.

    Raises:
        ModelError: If it cannot be run right; every reason is a problem.
    """
    documents, problems = _read(files, process_id)
    model = read_model(documents, process_id) if process_id in documents.processes else None
    problems += check(model) if model else []
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors or model is None:
        raise ModelError(errors)
    return _build(model)


def _read(files: Mapping[str, bytes], process_id: str) -> tuple[Documents, list[Problem]]:
    documents = read_documents(files)
    problems = list(documents.problems)
    count = documents.count()
    if count > MOST_ELEMENTS:
        return Documents(roots={}, processes={}, shared={}), [_too_many(count)]
    if process_id not in documents.processes:
        known = ", ".join(sorted(documents.processes)) or "none"
        message = f"There is no process {process_id} in the files."
        problems.append(
            Problem(message=message, remedy=f"Name one of these: {known}.", rule="no-process")
        )
    repair(documents)
    return documents, problems


def _too_many(count: int) -> Problem:
    return Problem(
        message=f"The diagrams have {count:,} elements and flows; the limit is {MOST_ELEMENTS:,}.",
        remedy="Split the procedure into several that start each other by messages.",
        rule="too-many-elements",
    )


def _build(model: Model) -> Definition:
    parser = DiagramParser(model)
    try:
        for key in model.process_ids:
            parser.add_process(*model.documents.processes[key])
        specs = _specs(parser, model)
    except ValidationException as error:
        problem = Problem(
            message=str(error), line=int(error.line_number or 0), rule="not-understood"
        )
        raise ModelError([problem]) from error
    for spec in specs.values():
        _link(spec)
    process, _ = model.documents.processes[model.process_id]
    return Definition(
        process_id=model.process_id,
        name=process.get("name") or model.process_id,
        version_tag=_version_tag(process),
        documentation="\n".join(text_of(text) for text in children(process, "documentation")),
        elements=MappingProxyType(model.elements),
        flows=MappingProxyType(model.flows),
        start_events=_start_events(model),
        called=tuple(model.process_ids[1:]),
        lanes=model.lanes,
        main=specs[model.process_id],
        parts=MappingProxyType(specs),
        has_joins=any(element.type in _JOINS for element in model.elements.values()),
        has_conditions=any(
            event.kind == "conditional"
            for element in model.elements.values()
            if element.event is not None
            for event in element.event.each
        ),
    )


def _version_tag(process: Xml) -> str:
    tag = extension(process, "versionTag")
    return (tag.get("value") or "") if tag is not None else ""


def _specs(parser: DiagramParser, model: Model) -> dict[str, ProcessSpec]:
    inner = [key for key, element in model.elements.items() if element.type in CONTAINERS]
    specs = {key: parser.get_spec(key) for key in model.process_ids}
    return specs | {key: parser.get_spec(key) for key in inner}


def _link(spec: ProcessSpec) -> None:
    """Let the departure of a link lead to its arrival."""
    arrivals = {
        name: node.name
        for node in spec.task_specs.values()
        if (name := _link_name(node.element, "intermediateCatchEvent")) is not None
    }
    for node in spec.task_specs.values():
        name = _link_name(node.element, "intermediateThrowEvent")
        if name is not None:
            node.flows = (Flow(id="", source=node.name, target=arrivals[name]),)


def _link_name(element: Element | None, kind: str) -> str | None:
    """Return the name of a link event of a kind; None for anything else."""
    if element is None or element.type != kind or element.event is None:
        return None
    return element.event.name if element.event.kind == "link" else None


def _start_events(model: Model) -> tuple[StartEvent, ...]:
    own = model.inside[model.process_id]
    starts = [element for element in own if element.type == "startEvent"]
    starts += [element for element in own if element.type == "receiveTask" and element.triggered]
    for gateway in own:
        if gateway.type == "eventBasedGateway" and gateway.triggered:
            targets = [flow.target for flow in model.flows.values() if flow.source == gateway.id]
            starts += [model.elements[target] for target in targets]
    return tuple(
        StartEvent(id=element.id, name=element.name, event=event, together=_together(element.event))
        for element in starts
        for event in (element.event or EventSpec()).each
    )


def _together(event: EventSpec | None) -> tuple[str, ...]:
    """Return the names of the messages of a start event that all must come."""
    if event is None or not event.parallel:
        return ()
    return tuple(dict.fromkeys(part.literal_name for part in event.parts))
