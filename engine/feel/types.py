"""Types of FEEL: how they are written, and which values belong to them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.feel.values import Function, Range, Value, kind


@dataclass(frozen=True, kw_only=True)
class Type:
    """A type such as ``number``, ``list<string>`` or ``context<a: date>``."""

    #: The name in FEEL; ``Any``, ``Null`` and the names of item definitions included.
    name: str
    #: Element type of a list or a range; None when any.
    items: "Type | None" = None
    #: Members of a context; None when any.
    members: tuple[tuple[str, "Type"], ...] | None = None
    #: Parameter types of a function; None when any.
    parameters: tuple["Type", ...] | None = None
    #: Result type of a function.
    result: "Type | None" = None
    #: Whether null belongs to it too.
    nullable: bool = False

    @property
    def described(self) -> bool:
        """Whether it says what it is made of, as ``list<number>`` does."""
        return any(part is not None for part in (self.items, self.members, self.parameters))

    def __str__(self) -> str:
        return _text(self) + ("?" if self.nullable else "")


def _text(written: Type) -> str:
    if written.members is not None:
        inside = ", ".join(f"{name}: {member}" for name, member in written.members)
        return f"context<{inside}>"
    if written.parameters is not None:
        inside = ", ".join(str(parameter) for parameter in written.parameters)
        return f"function<{inside}> -> {written.result or 'Any'}"
    return f"{written.name}<{written.items}>" if written.items else written.name


ANY: Final = Type(name="Any")
SIMPLE: Final = (
    "years and months duration", "year month duration", "yearMonthDuration",
    "days and time duration", "day time duration", "dayTimeDuration",
    "date and time", "dateTime", "date time", "date", "time", "number", "string", "boolean",
    "Any", "Null", "list", "context", "range", "function",
)  # fmt: skip
_SAME: Final = {
    "year month duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "day time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "dateTime": "date and time",
    "date time": "date and time",
}
_SPACE: Final = re.compile(r"\s*")
_SIMPLE: Final = re.compile(
    r"(?:" + "|".join(name.replace(" ", r"\s+") for name in SIMPLE) + r")(?![\w.])"
)
_QUALIFIED: Final = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*")
_MEMBER: Final = re.compile(r"\s*([^:<>,]+?)\s*:")


class TypeSyntaxError(ValueError):
    """A type is written wrongly; ``args`` are the message and the offset."""


def parse_type(text: str, start: int = 0) -> tuple[Type, int]:
    """Read one type from a text.

    Args:
        text: The whole expression.
        start: Where the type begins.

    Returns:
        The type and where the text goes on.

    Raises:
        TypeSyntaxError: If no type stands there.
    """
    return _type(text, start, 0)


def type_of(written: str) -> Type:
    """Return the type that a text names; a final ``?`` lets null in.

    Raises:
        TypeSyntaxError: If the text is not one type.
    """
    text = written.strip()
    nullable = text.endswith("?")
    text = text.removesuffix("?")
    found, end = parse_type(text)
    if text[end:].strip():
        raise TypeSyntaxError(f"“{written}” is not a type.", end)
    return Type(**{**vars(found), "nullable": nullable})


def _type(text: str, start: int, depth: int) -> tuple[Type, int]:
    at = _skip(text, start)
    if depth > 20:
        raise TypeSyntaxError("The type is nested too deep.", at)
    match = _SIMPLE.match(text, at) or _QUALIFIED.match(text, at)
    if not match:
        raise TypeSyntaxError("A type is missing here.", at)
    name = " ".join(match.group().split())
    name, end = _SAME.get(name, name), match.end()
    if not text.startswith("<", _skip(text, end)):
        return Type(name=name), end
    reader = _GENERIC.get(name)
    return reader(name, text, _skip(text, end) + 1, depth + 1) if reader else (Type(name=name), end)


def _items(name: str, text: str, at: int, depth: int) -> tuple[Type, int]:
    items, end = _type(text, at, depth)
    return Type(name=name, items=items), _expect(text, end, ">")


def _members(name: str, text: str, at: int, depth: int) -> tuple[Type, int]:
    members: list[tuple[str, Type]] = []
    while match := _MEMBER.match(text, at):
        member, at = _type(text, match.end(), depth)
        members.append((match.group(1), member))
        if not text.startswith(",", _skip(text, at)):
            break
        at = _skip(text, at) + 1
    return Type(name=name, members=tuple(members)), _expect(text, at, ">")


def _signature(name: str, text: str, at: int, depth: int) -> tuple[Type, int]:
    parameters: list[Type] = []
    while not text.startswith(">", _skip(text, at)):
        parameter, at = _type(text, at, depth)
        parameters.append(parameter)
        if text.startswith(",", _skip(text, at)):
            at = _skip(text, at) + 1
    result, end = _type(text, _expect(text, _expect(text, at, ">"), "->"), depth)
    return Type(name=name, parameters=tuple(parameters), result=result), end


_GENERIC: Final[dict[str, Callable[[str, str, int, int], tuple[Type, int]]]] = {
    "list": _items,
    "range": _items,
    "context": _members,
    "function": _signature,
}


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _expect(text: str, at: int, token: str) -> int:
    at = _skip(text, at)
    if not text.startswith(token, at):
        raise TypeSyntaxError(f"“{token}” is missing in the type.", at)
    return at + len(token)


def resolved(wanted: Type, known: Mapping[str, Type]) -> Type | None:
    """Return a type with every name in it that stands for another type replaced.

    Args:
        wanted: As it was written.
        known: The types that have names of their own.

    Returns:
        The type; None if a name is unknown.
    """
    if wanted.name not in SIMPLE:
        return known.get(wanted.name)
    inner = [
        *([wanted.items] if wanted.items else []),
        *(member for _, member in wanted.members or ()),
        *(wanted.parameters or ()),
        *([wanted.result] if wanted.result else []),
    ]
    if all(one.name in SIMPLE for one in inner) and not any(one.described for one in inner):
        return wanted
    return _rebuilt(wanted, known)


def _rebuilt(wanted: Type, known: Mapping[str, Type]) -> Type | None:
    items = resolved(wanted.items, known) if wanted.items else None
    result = resolved(wanted.result, known) if wanted.result else None
    members = [(name, resolved(member, known)) for name, member in wanted.members or ()]
    parameters = [resolved(one, known) for one in wanted.parameters or ()]
    found_members = tuple((name, member) for name, member in members if member)
    found_parameters = tuple(one for one in parameters if one)
    whole = len(found_members) == len(members) and len(found_parameters) == len(parameters)
    if not whole or (wanted.items and not items) or (wanted.result and not result):
        return None
    return Type(
        name=wanted.name,
        items=items,
        members=found_members if wanted.members is not None else None,
        parameters=found_parameters if wanted.parameters is not None else None,
        result=result,
        nullable=wanted.nullable,
    )


def belongs(value: Value, wanted: Type) -> bool:
    """Return whether a value is of a type; null is of ``Null`` and of nullable types only."""
    if value is None:
        return wanted.nullable or wanted.name == "Null"
    if wanted.name == "Any":
        return True
    if kind(value) != wanted.name:
        return False
    if isinstance(value, list):
        return wanted.items is None or all(_fits(item, wanted.items) for item in value)
    if isinstance(value, Range):
        return wanted.items is None or _range_fits(value, wanted.items)
    if isinstance(value, dict) and wanted.members is not None:
        return all(name in value and _fits(value[name], member) for name, member in wanted.members)
    if isinstance(value, Function) and wanted.parameters is not None:
        return any(_callable_as(signature, wanted) for signature in value.signatures)
    return True


def _fits(value: Value, wanted: Type) -> bool:
    return value is None or belongs(value, wanted)


def _range_fits(value: Range, wanted: Type) -> bool:
    ends = [end for end in (value.start, value.end) if end is not None]
    return all(belongs(end, wanted) for end in ends)


def _callable_as(signature: object, wanted: Type) -> bool:
    types = tuple(parameter.type for parameter in signature.parameters)  # type: ignore[attr-defined]  # a Signature, whose module imports this one
    asked = wanted.parameters or ()
    if len(types) != len(asked):
        return False
    given: Type = signature.result  # type: ignore[attr-defined]  # as above
    return all(conforms(ask, own) for ask, own in zip(asked, types, strict=True)) and (
        wanted.result is None or conforms(given, wanted.result)
    )


def conforms(narrow: Type, wide: Type) -> bool:
    """Return whether every value of one type may stand where the other is expected."""
    if wide.name == "Any" or narrow == wide or narrow.name == "Null":
        return True
    if narrow.name != wide.name:
        return False
    if wide.items is not None:
        return narrow.items is not None and conforms(narrow.items, wide.items)
    if wide.members is not None:
        own = dict(narrow.members or ())
        return all(name in own and conforms(own[name], member) for name, member in wide.members)
    if wide.parameters is not None:
        return _function_conforms(narrow, wide)
    return True


def _function_conforms(narrow: Type, wide: Type) -> bool:
    mine, asked = narrow.parameters or (), wide.parameters or ()
    return (
        narrow.parameters is not None
        and len(mine) == len(asked)
        and all(conforms(ask, own) for ask, own in zip(asked, mine, strict=True))
        and conforms(narrow.result or ANY, wide.result or ANY)
    )
