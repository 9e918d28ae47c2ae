"""How a function may be called, and what becomes of the arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final

from engine.feel.types import ANY, Type, belongs, type_of
from engine.feel.values import KINDS, Refusal, Value, kind

_CLASSES: Final[dict[str, frozenset[type]]] = {
    name: frozenset(python for python, known in KINDS.items() if known == name)
    for name in KINDS.values()
}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a function."""

    name: str
    #: The types it takes; a value of any of them will do.
    types: tuple[Type, ...] = (ANY,)
    #: Whether it may be left out.
    optional: bool = False
    #: Python types that need no closer look; None when all do.
    classes: frozenset[type] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        plain = [one for one in self.types if one == type_of(one.name) or one.nullable]
        classes: frozenset[type] = frozenset()
        for one in plain:
            simple = one.items is None and one.members is None and one.parameters is None
            classes |= _CLASSES.get(one.name, frozenset()) if simple else frozenset()
        if any(one.name == "Any" for one in self.types):
            classes |= frozenset(KINDS) - {type(None)}
        if any(one.nullable for one in self.types):
            classes |= {type(None)}
        object.__setattr__(self, "classes", classes)

    @property
    def type(self) -> Type:
        """The only type, or Any."""
        return self.types[0] if len(self.types) == 1 else ANY

    def __str__(self) -> str:
        types = " | ".join(str(one) for one in self.types)
        return f"{self.name}{'?' if self.optional else ''}: {types}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Signature:
    """One way of calling a function."""

    parameters: tuple[Parameter, ...]
    #: Called with the run and the arguments, one for each parameter; raises Refusal.
    body: Callable[..., Value]
    result: Type = ANY
    #: ``list``: the only parameter is a list that may also be given item by item.
    #: ``rest``: the last parameter takes all further arguments as a list.
    gather: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(parameter.name for parameter in self.parameters)

    def __str__(self) -> str:
        dots = "..." if self.gather else ""
        return f"({', '.join(str(parameter) for parameter in self.parameters)}{dots})"

    def bind(self, arguments: Sequence[Value], names: Sequence[str] = ()) -> list[Value]:
        """Return the arguments in the order of the parameters, converted where FEEL converts.

        Raises:
            Refusal: If there are too many or too few, or one has the wrong type.
        """
        if names:
            arguments = self._by_name(arguments, names)
        elif self.gather:
            arguments = self._gathered(arguments)
        if len(arguments) > len(self.parameters):
            raise Refusal(f"It takes {_counted(len(self.parameters))}, not {len(arguments)}.")
        bound = list(map(converted, self.parameters, arguments))
        for missing in self.parameters[len(arguments) :]:
            if not missing.optional:
                raise Refusal(f"“{missing.name}” is missing.", f"Add it: {missing}.")
        return bound

    def _by_name(self, arguments: Sequence[Value], names: Sequence[str]) -> list[Value]:
        given = dict(zip(names, arguments, strict=True))
        known = [parameter.name for parameter in self.parameters]
        for name in names:
            if name not in known:
                raise Refusal(f"There is no parameter “{name}”.", f"It takes: {', '.join(known)}.")
        while known and known[-1] not in given:
            known.pop()
        return [given.get(name, ABSENT) for name in known]

    def _gathered(self, arguments: Sequence[Value]) -> list[Value]:
        if self.gather == "list":
            if len(arguments) == 1:
                return [arguments[0]]
            return [list(arguments)] if arguments else []
        fixed = len(self.parameters) - 1
        if len(arguments) <= fixed:
            return list(arguments)
        return [*arguments[:fixed], list(arguments[fixed:])]


class _Absent:
    """Stands for an argument that was left out before one that was given."""


#: A parameter left out in a call by name; bodies see None.
ABSENT: Final = _Absent()


def converted(parameter: Parameter, value: Value) -> Value:
    """Return an argument as its parameter wants it.

    Raises:
        Refusal: If it has another type that is not converted.
    """
    if type(value) in parameter.classes:
        return value
    if value is ABSENT:
        if parameter.optional:
            return None
        return converted(parameter, None)
    for wanted in parameter.types:
        if belongs(value, wanted):
            return value
    for wanted in parameter.types:
        fitted = implicit(value, wanted)
        if fitted is not None:
            return fitted
    types = " or ".join(str(one) for one in parameter.types)
    raise Refusal(f"“{parameter.name}” is {described(value)}, but has to be {types}.")


def implicit(value: Value, wanted: Type) -> Value:
    """Return a value converted as the standard does by itself, or None.

    A list of one becomes its item, a value becomes a list of one, a date becomes its midnight UTC.
    """
    if isinstance(value, list) and len(value) == 1 and wanted.name != "list":
        return value[0] if belongs(value[0], wanted) else None
    if wanted.name == "list" and value is not None and not isinstance(value, list):
        return [value] if wanted.items is None or belongs(value, wanted.items) else None
    if wanted.name == "date and time" and type(value) is date:
        return datetime.combine(value, time(tzinfo=UTC))
    return None


def described(value: Value) -> str:
    """Return what a value is, for a message."""
    return "null" if value is None else f"of type {kind(value)}"


def _counted(count: int) -> str:
    return "no arguments" if count == 0 else f"{count} argument{'s' if count > 1 else ''}"


def parameters_of(written: str) -> tuple[Parameter, ...]:
    """Read parameters such as ``string: string, length?: number, match: Any?``."""
    return tuple(parameter_of(part) for part in written.split(", ") if part)


def parameter_of(written: str) -> Parameter:
    """Read one parameter; ``?`` after the name makes it optional, after the type nullable."""
    name, _, types = written.partition(":")
    return Parameter(
        name=name.strip().removesuffix("?"),
        types=tuple(type_of(one) for one in types.split("|")) if types else (type_of("Any?"),),
        optional=name.strip().endswith("?"),
    )
