"""What a connector is: a function that does a service task's work in another system.

It is called outside every transaction, and again after a failure or a crash: it must be able to
tell by the key that it has done the work before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class ConnectorCall:
    """Work for a connector."""

    #: Type of ``zeebe:taskDefinition``.
    type: str
    headers: Mapping[str, str]
    #: FEEL values: the task's inputs.
    variables: Mapping[str, object]
    #: The same for every attempt at the same work.
    key: str
    instance: str
    element: str


@dataclass(frozen=True, kw_only=True)
class ThrownError:
    """The connector's answer is a BPMN error: an outcome that the diagram catches."""

    code: str
    message: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)


#: Returns what the task writes. Raises `engine.errors.ConnectorError` when it could not.
Connector = Callable[[ConnectorCall], Mapping[str, object] | ThrownError]
