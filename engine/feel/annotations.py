"""The FEEL type that a Python annotation stands for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from inspect import Parameter as PythonParameter
from inspect import getdoc, signature
from types import ModuleType, NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from engine.feel.types import ANY, Type
from engine.feel.values import Range, YearsMonths

_NAMES: Final[Mapping[object, str]] = {
    Decimal: "number",
    int: "number",
    str: "string",
    bool: "boolean",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    NoneType: "Null",
    list: "list",
    tuple: "list",
    Sequence: "list",
    dict: "context",
    Mapping: "context",
}
_NULLABLE: Final = Type(name="Any", nullable=True)


@dataclass(frozen=True, kw_only=True)
class Described:
    """A Python function, read for use in expressions."""

    name: str
    call: Callable[..., object]
    parameters: Mapping[str, Type]
    #: Names of the parameters that take int instead of Decimal.
    whole: frozenset[str]
    result: Type
    doc: str
    source: str


def public_functions(module: ModuleType) -> list[Described]:
    """Return the annotated functions that a module offers in its ``__all__``.

    Raises:
        ValueError: If the module has no ``__all__``, or a function in it is not annotated.
    """
    names = getattr(module, "__all__", None)
    if names is None:
        raise ValueError(f"{module.__name__} has no __all__. List the functions it offers.")
    found = [getattr(module, name) for name in names]
    return [_described(one) for one in found if callable(one) and not isinstance(one, type)]


def _described(call: Callable[..., object]) -> Described:
    hints = get_type_hints(call)
    name = getattr(call, "__name__", "")
    parameters = signature(call).parameters
    missing = [one for one in parameters if one not in hints] + ["return"] * ("return" not in hints)
    if missing:
        raise ValueError(f"{name}() has no annotation for {', '.join(missing)}. Add it.")
    if any(one.kind is PythonParameter.KEYWORD_ONLY for one in parameters.values()):
        raise ValueError(f"{name}() has parameters by keyword only. Remove the asterisk.")
    doc = getdoc(call) or ""
    return Described(
        name=_spaced(name),
        call=call,
        parameters={_spaced(one): type_of_annotation(hints[one]) for one in parameters},
        whole=frozenset(_spaced(one) for one in parameters if _is_whole(hints[one])),
        result=type_of_annotation(hints["return"]),
        doc=doc.partition("\n")[0],
        source=_source(doc),
    )


def _spaced(name: str) -> str:
    return name.strip("_").replace("_", " ")


def _is_whole(annotation: object) -> bool:
    return annotation is int or int in get_args(annotation)


def _source(doc: str) -> str:
    _, found, rest = doc.partition("Source:")
    return " ".join(rest.partition("\n\n")[0].split()) if found else ""


def type_of_annotation(annotation: object) -> Type:
    """Return the FEEL type of an annotation; Any for one that FEEL does not know."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return _union(parts)
    name = _NAMES.get(origin or annotation)
    if annotation in {object, Any} or name is None:
        return _NULLABLE
    if name == "list" and parts:
        items = type_of_annotation(parts[0])
        return Type(name=name) if items.name == "Any" else Type(name=name, items=items)
    return Type(name=name)


def _union(parts: tuple[object, ...]) -> Type:
    kinds = {type_of_annotation(part) for part in parts if part is not NoneType}
    found = kinds.pop() if len(kinds) == 1 else ANY
    return Type(**{**vars(found), "nullable": NoneType in parts or found.nullable})
