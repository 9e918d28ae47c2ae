"""Small diagrams, written as a line of steps from start to end."""

from itertools import pairwise

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">'
    '<bpmn:message id="m1" name="paid"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=k"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:error id="e1" errorCode="NOT_FOUND"/>'
)


def _extended(tag: str, key: str, extension: str, inside: str = "", name: str = "") -> str:
    called = f' name="{name}"' if name else ""
    held = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>"
    return f'<bpmn:{tag} id="{key}"{called}>{held}{inside}</bpmn:{tag}>'


def user(key: str, *, name: str = "", form: str = "", properties: str = "", who: str = "") -> str:
    """A task of a person."""
    asks = f'<zeebe:formDefinition formId="{form}"/>' if form else ""
    given = f"<zeebe:assignmentDefinition {who}/>" if who else ""
    told = f"<zeebe:properties>{properties}</zeebe:properties>" if properties else ""
    return _extended("userTask", key, f"<zeebe:userTask/>{asks}{given}{told}", name=name)


def script(key: str, expression: str, variable: str) -> str:
    """A computed variable."""
    return _extended(
        "scriptTask", key, f'<zeebe:script expression="{expression}" resultVariable="{variable}"/>'
    )


def service(
    key: str,
    job_type: str,
    inputs: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    retries: str = "3",
) -> str:
    """Work for a connector or an outside worker."""
    mapped = "".join(
        f'<zeebe:input source="{_quoted(source)}" target="{target}"/>'
        for target, source in (inputs or {}).items()
    )
    told = "".join(
        f'<zeebe:header key="{name}" value="{_quoted(value)}"/>'
        for name, value in (headers or {}).items()
    )
    extension = f'<zeebe:taskDefinition type="{job_type}" retries="{retries}"/>'
    extension += f"<zeebe:taskHeaders>{told}</zeebe:taskHeaders>" if told else ""
    extension += f"<zeebe:ioMapping>{mapped}</zeebe:ioMapping>" if mapped else ""
    return _extended("serviceTask", key, extension)


def wait_for_message(key: str) -> str:
    """An event that waits for the message ``paid`` with the key in the variable ``k``."""
    return f'<bpmn:intermediateCatchEvent id="{key}"><bpmn:messageEventDefinition messageRef="m1"/></bpmn:intermediateCatchEvent>'


def wait_for(key: str, duration: str) -> str:
    """An event that waits for some time."""
    timer = f"<bpmn:timeDuration>{duration}</bpmn:timeDuration>"
    return f'<bpmn:intermediateCatchEvent id="{key}"><bpmn:timerEventDefinition>{timer}</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>'


def on_error(key: str, host: str, then: str) -> str:
    """What catches the error ``NOT_FOUND`` on a task and goes to an element."""
    event = f'<bpmn:boundaryEvent id="{key}" attachedToRef="{host}"><bpmn:errorEventDefinition errorRef="e1"/></bpmn:boundaryEvent>'
    return event + _flow(key, then)


def line(*steps: str, beside: str = "", process: str = "P") -> bytes:
    """A process of steps that follow each other, and other elements beside them."""
    keys = ["S", *(step.partition('id="')[2].partition('"')[0] for step in steps), "E"]
    flows = "".join(_flow(a, b) for a, b in pairwise(keys))
    body = '<bpmn:startEvent id="S"/>' + "".join(steps) + '<bpmn:endEvent id="E"/>' + flows
    return f'{_HEAD}<bpmn:process id="{process}" isExecutable="true">{body}{beside}</bpmn:process></bpmn:definitions>'.encode()


def _flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
