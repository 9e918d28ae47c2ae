"""The operations of the interface: the one table behind the addresses and the OpenAPI document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError

from engine.errors import Problem, SubmissionError


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that a program can ask for."""

    method: str
    #: Flask rule below ``/api/v1``.
    rule: str
    #: ``(parts of the address, body or arguments) -> record``; its name is the endpoint.
    view: Callable[..., object]
    summary: str
    #: Body, or arguments of the address for a GET; null for none.
    takes: type[Schema] | None = None
    #: Null when nothing comes back.
    gives: type[Schema] | None = None
    status: int = 200
    #: True for what a repeated request with the same ``Idempotency-Key`` does once.
    repeatable: bool = False

    @property
    def name(self) -> str:
        """Return the name of the operation."""
        return self.view.__name__


def run(operation: Operation, parts: Mapping[str, object]) -> ResponseReturnValue:
    """Do an operation: check what came in, act, write what goes out.

    Raises:
        SubmissionError: If the body or an argument is wrong.
    """
    given = () if operation.takes is None else (_load(operation.takes, operation.method),)
    answer = operation.view(*given, **parts)
    if operation.gives is None:
        return "", 204
    return jsonify(operation.gives().dump(answer)), operation.status


def _load(schema: type[Schema], method: str) -> object:
    try:
        if method == "GET":
            return schema().load(request.args.to_dict())
        return schema().load(request.get_json())
    except ValidationError as error:
        raise SubmissionError(list(_list_problems(error.messages))) from error


def _list_problems(messages: object, path: str = "") -> list[Problem]:
    if isinstance(messages, Mapping):
        return [
            problem
            for key, inner in messages.items()
            for problem in _list_problems(inner, f"{path}.{key}".strip("."))
        ]
    texts = messages if isinstance(messages, list) else [messages]
    return [Problem(message=str(text), element=path, rule="schema") for text in texts]
