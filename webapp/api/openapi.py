"""The OpenAPI document, made from the operations and their schemas."""

import re
from collections.abc import Sequence
from typing import cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from webapp.api.fields import Value
from webapp.api.operations import Operation
from webapp.api.schemas import ProblemSchema

_PART = re.compile(r"<string:(\w+)>")
_TOKEN = "token"  # noqa: S105 - the name of the scheme
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "A repeated request with the same key is done once.",
}


def describe(open_: Sequence[Operation], closed: Sequence[Operation]) -> dict[str, object]:
    """Return the OpenAPI document.

    Args:
        open_: Operations that need no token.
        closed: Operations that need one.
    """
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="Docket",
        version="1.0.0",
        openapi_version="3.1.0",
        info={"description": "Procedures, cases and tasks."},
        servers=[{"url": "/api/v1"}],
        plugins=[plugin],
    )
    plugin.map_to_openapi_type(Value, None, None)  # type: ignore[no-untyped-call]  # any JSON
    spec.components.security_scheme(_TOKEN, {"type": "http", "scheme": "bearer"})
    for operation in open_:
        _add(spec, operation, [])
    for operation in closed:
        _add(spec, operation, [{_TOKEN: []}])
    return cast("dict[str, object]", spec.to_dict())


def _name(schema: type[Schema] | Schema) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema")


def _add(spec: APISpec, operation: Operation, security: list[dict[str, list[str]]]) -> None:
    described: dict[str, object] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.view.__doc__ or "",
        "security": security,
        "parameters": _list_parameters(operation),
        "responses": _list_responses(operation),
    }
    if operation.takes and operation.method != "GET":
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": operation.takes}},
        }
    path = _PART.sub(r"{\1}", operation.rule)
    spec.path(path=path, operations={operation.method.lower(): described})


def _list_parameters(operation: Operation) -> list[dict[str, object]]:
    parts: list[dict[str, object]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PART.findall(operation.rule)
    ]
    if operation.takes and operation.method == "GET":
        parts.append({"in": "query", "schema": operation.takes})
    return [*parts, _KEY] if operation.repeatable else parts


def _list_responses(operation: Operation) -> dict[str, object]:
    problem = {"application/problem+json": {"schema": ProblemSchema}}
    good: dict[str, object] = {"description": "Done."}
    if operation.gives:
        good["content"] = {"application/json": {"schema": operation.gives}}
    return {
        str(operation.status if operation.gives else 204): good,
        "default": {"description": "What went wrong.", "content": problem},
    }
