"""``zeebe:ioMapping``: values copied into an element and out of it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from engine.errors import ExpressionError
from engine.spiff.expressions import value_of
from engine.spiff.scopes import set_local, write

if TYPE_CHECKING:
    from engine.spiff.definition import VariableMapping
    from engine.spiff.token import Token

__all__ = ["write_inputs", "write_outputs"]


def write_inputs(token: "Token", mappings: "Iterable[VariableMapping]") -> None:
    """Give the token its input variables; a later one may use an earlier one.

    Raises:
        ExpressionError: If a source fails.
    """
    for mapping in mappings:
        value = value_of(token, mapping.source)
        name, value = _nested(mapping.target, value, token.case.scopes.get(token.id, {}))
        set_local(token, {name: value})


def write_outputs(token: "Token", mappings: "Iterable[VariableMapping]") -> None:
    """Write the output variables around the token.

    Raises:
        ExpressionError: If a source fails.
    """
    values: dict[str, object] = {}
    for mapping in mappings:
        value = value_of(token, mapping.source)
        base = values if mapping.target.partition(".")[0] in values else token.visible()
        name, value = _nested(mapping.target, value, base)
        values[name] = value
    write(token, values, above=True)


def _nested(target: str, value: object, base: Mapping[str, object]) -> tuple[str, object]:
    """Return the variable that a target such as ``a.b.c`` names, and its new value."""
    name, *path = target.split(".")
    if not path:
        return name, value
    outer = base.get(name)
    return name, _with(outer if isinstance(outer, dict) else {}, path, value)


def _with(context: Mapping[str, object], path: list[str], value: object) -> dict[str, object]:
    if not all(path):
        message = f"A variable's path has an empty part: {'.'.join(path)}."
        raise ExpressionError(message, remedy="Write names with single dots between them.")
    inner = context.get(path[0])
    rest = _with(inner if isinstance(inner, dict) else {}, path[1:], value) if path[1:] else value
    return {**context, path[0]: rest}
