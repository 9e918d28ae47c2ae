"""Diagrams whose cost is known: as many tasks as wanted, in one of the shapes that cases have."""

import itertools

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">'
)


def diagram(body: str) -> bytes:
    """Return a whole diagram around the body of its one process ``P``."""
    return f'{_HEAD}<bpmn:process id="P" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


def flow(source: str, target: str, condition: str = "") -> str:
    """Return a flow; a condition makes it one of an exclusive gateway."""
    inside = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
    return (
        f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside if condition else ''}</bpmn:sequenceFlow>"
    )


def task(name: str, *, group: str = "", form: str = "", inside: str = "") -> str:
    """Return a task of people; with a group or a form it is one of Camunda 8."""
    extensions = f'<zeebe:assignmentDefinition candidateGroups="{group}"/>' if group else ""
    extensions += f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    if extensions:
        inside = f"<bpmn:extensionElements><zeebe:userTask/>{extensions}</bpmn:extensionElements>{inside}"
    return f'<bpmn:userTask id="{name}">{inside}</bpmn:userTask>'


def sequence(count: int, *, group: str = "", form: str = "") -> bytes:
    """Return tasks one after the other."""
    names = ["S", *(f"U{number}" for number in range(count)), "E"]
    tasks = "".join(task(name, group=group, form=form) for name in names[1:-1])
    flows = "".join(flow(a, b) for a, b in itertools.pairwise(names))
    return diagram(f'<bpmn:startEvent id="S"/>{tasks}<bpmn:endEvent id="E"/>{flows}')


def loop(turns: int, *, group: str = "") -> bytes:
    """Return a task that is done again while its number is small; Python and FEEL both read it."""
    body = (
        f'<bpmn:startEvent id="S"/><bpmn:exclusiveGateway id="M"/>{task("U", group=group)}'
        '<bpmn:exclusiveGateway id="X" default="X_E"/><bpmn:endEvent id="E"/>'
    )
    flows = flow("S", "M") + flow("M", "U") + flow("U", "X") + flow("X", "E")
    return diagram(body + flows + flow("X", "M", f"num &lt; {turns - 1}"))


def blocks(count: int, branches: int, *, group: str = "") -> bytes:
    """Return parallel blocks of tasks, one block after the other."""
    body, last = '<bpmn:startEvent id="S"/>', "S"
    for block in range(count):
        split, join = f"G{block}", f"J{block}"
        body += f'<bpmn:parallelGateway id="{split}"/><bpmn:parallelGateway id="{join}"/>'
        body += flow(last, split)
        for branch in range(branches):
            name = f"T{block}_{branch}"
            body += task(name, group=group) + flow(split, name) + flow(name, join)
        last = join
    return diagram(body + '<bpmn:endEvent id="E"/>' + flow(last, "E"))


def for_each(*, group: str) -> bytes:
    """Return one task for each of the ``items``, all at once."""
    many = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item"/>'
        "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
    )
    body = f'<bpmn:startEvent id="S"/>{task("U", group=group, inside=many)}<bpmn:endEvent id="E"/>'
    return diagram(body + flow("S", "U") + flow("U", "E"))


def answers(number: int) -> dict[str, object]:
    """Return what a person answers to the task of a number: one text and the number."""
    return {f"a{number % 12}": f"some text value {number}", "num": number}
