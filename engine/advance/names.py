"""Which names the expressions of a procedure may use."""

from collections.abc import Iterable

from engine.model.forms import FieldInfo
from engine.spiff import ERROR_ON_FAILURE, PLANNED_AT, Definition, Element, Job

#: Variables that every case has from its start.
GIVEN = frozenset({"initiator", "subject", "unit"})
#: What only the conditions of a complex gateway know.
GATEWAY = frozenset({"activationCount", "arrived", "waitingForStart"})
#: What the services of the house and connectors answer, for the output mappings of their tasks.
ANSWERED = {
    "docket:record": "recordId",
    "docket:document": "document",
    "docket:file-pickup": "file",
    "docket:mail": "mail",
}
#: Inputs of services of the house that are called like functions; no expression speaks of them.
OWN_INPUTS = {"docket:document": frozenset({"date", "number"})}


def list_variables(definition: Definition | None, fields: Iterable[FieldInfo]) -> frozenset[str]:
    """List the variables that a case may have, whichever form or element writes them.

    Args:
        definition: The diagrams; null when they cannot be read.
        fields: The answers of every form.
    """
    names = {*GIVEN, *(_first(field.key) for field in fields)}
    for element in definition.elements.values() if definition else ():
        names.update(_first(name) for name in element.writes)
        names.update(_first(each.target) for each in element.outputs)
        names.update({_first(each.target) for each in element.inputs} - _own_inputs(element))
        names.update(one.variable for one in (element.script, element.decision_call) if one)
        names.update((PLANNED_AT,) if _is_timer(element) else ())
        names.update(_answered(element.job) if element.job else ())
        names.update(GATEWAY if element.type == "complexGateway" else ())
        if element.loop is not None:
            names.update((element.loop.item, element.loop.output, "loopCounter"))
    return frozenset(names - {""})


def _is_timer(element: Element) -> bool:
    return any(part.kind == "timer" for part in (element.event.each if element.event else ()))


def _answered(job: Job) -> Iterable[str]:
    """Return the names of what work is answered with, done or not."""
    failed = "failure" if ERROR_ON_FAILURE in job.headers else ""
    return ANSWERED.get(job.type, ""), failed


def _own_inputs(element: Element) -> frozenset[str]:
    """Return the inputs that only the service of the house itself reads, by names of its own."""
    return OWN_INPUTS.get(element.job.type, frozenset()) if element.job else frozenset()


def _first(path: str) -> str:
    """Return the variable that a path such as ``family[0].name`` begins with."""
    return path.partition(".")[0].partition("[")[0]
