"""Functions known by name: the built-in ones, and those that the platform and procedures offer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from inspect import Parameter as PythonParameter
from inspect import signature as python_signature
from types import ModuleType
from typing import Final

from engine.errors import LimitError
from engine.feel.annotations import Described, public_functions
from engine.feel.library import BUILTINS
from engine.feel.names import normal, special_names
from engine.feel.numbers import whole
from engine.feel.purity import load_module
from engine.feel.signature import Parameter, Signature
from engine.feel.types import Type, belongs, type_of
from engine.feel.values import (
    Function,
    Range,
    Refusal,
    Value,
    YearsMonths,
    admit,
    kind,
)


class Functions:
    """A table of functions; the built-in ones are always in it."""

    def __init__(self, functions: Iterable[Function] = ()) -> None:
        self._own = {function.name: function for function in functions}
        #: Every function by name.
        self.table: Mapping[str, Function] = {**BUILTINS, **self._own}
        #: Names that hold a keyword or an operator.
        self.special = special_names(tuple(self.table))

    @property
    def own(self) -> Mapping[str, Function]:
        """The registered functions by name, without the built-in ones."""
        return self._own

    def __or__(self, other: "Functions") -> "Functions":
        """Return both together; the right one wins."""
        return Functions([*self._own.values(), *other._own.values()])

    def add(
        self,
        name: str,
        call: Callable[..., object],
        *,
        parameters: Mapping[str, str | Type],
        result: str | Type = "Any",
        doc: str = "",
        source: str = "",
        observed: bool = False,
    ) -> None:
        """Offer a Python function under a name.

        Args:
            name: As it is written in expressions; may contain spaces.
            call: Called with the arguments by position, in the order of ``parameters``.
            parameters: Name to type; a type that ends in ``?`` lets null in. A parameter whose
                Python counterpart has a default may be left out.
            result: Type of the result; it is checked. The result may always be null.
            doc: One line for the reader.
            source: The rule or paragraph it carries out.
            observed: Whether its answer depends on the world outside the case.

        Raises:
            ValueError: If the name is empty or a built-in function has it.
        """
        name = normal(name)
        if not name or name in BUILTINS:
            raise ValueError(f"“{name}” is taken by a built-in function. Choose another name.")
        found = Described(
            name=name,
            call=call,
            parameters={normal(key): _typed(written) for key, written in parameters.items()},
            whole=frozenset(),
            result=_typed(result),
            doc=doc,
            source=source,
        )
        self._put(found, observed=observed)

    def add_module(self, module: ModuleType | str, *, name: str = "calculations") -> None:
        """Offer the functions of a Python module, each under its name with spaces.

        Args:
            module: The module, or its source text. It lists what it offers in ``__all__``; types
                come from the annotations, the description from the first line of the docstring,
                the source from its ``Source:`` section. A parameter annotated ``int`` gets an int.
            name: What a module given as text is called in messages.

        Raises:
            ValueError: If a function is not annotated or has the name of a built-in one.
        """
        loaded = load_module(module, name) if isinstance(module, str) else module
        for found in public_functions(loaded):
            if found.name in BUILTINS:
                raise ValueError(f"“{found.name}” is taken by a built-in function. Rename it.")
            self._put(found, observed=False)

    def _put(self, found: Described, *, observed: bool) -> None:
        optional = _optional(found.call)
        signature = Signature(
            parameters=tuple(
                Parameter(name=key, types=(wanted,), optional=position in optional)
                for position, (key, wanted) in enumerate(found.parameters.items())
            ),
            body=_body(found),
            result=found.result,
        )
        function = Function(
            name=found.name,
            signatures=(signature,),
            doc=found.doc,
            source=found.source,
            observed=observed,
        )
        self._own[found.name] = function
        self.table = {**self.table, found.name: function}
        self.special = special_names(tuple(self.table))


def _typed(written: str | Type) -> Type:
    return type_of(written) if isinstance(written, str) else written


def _optional(call: Callable[..., object]) -> frozenset[int]:
    found = python_signature(call).parameters.values()
    return frozenset(
        position
        for position, parameter in enumerate(found)
        if parameter.default is not PythonParameter.empty
    )


def _body(found: Described) -> Callable[..., Value]:
    cuts = tuple(name in found.whole for name in found.parameters)

    def body(_run: object, *arguments: Value) -> Value:
        given = [
            _as_int(value) if cut else value for value, cut in zip(arguments, cuts, strict=False)
        ]
        try:
            result = found.call(*given)
        except (Refusal, LimitError):
            raise
        except Exception as error:
            raise Refusal(str(error) or type(error).__name__) from error
        return _checked(found, result)

    return body


def _as_int(value: Value) -> Value:
    if not isinstance(value, Decimal):
        return value
    number = whole(value)
    if number is None:
        raise Refusal(f"{value} has to be a whole number.")
    return number


def _checked(found: Described, result: object) -> Value:
    if is_dataclass(result) and not isinstance(result, type | YearsMonths | Range | Function):
        result = {part.name: getattr(result, part.name) for part in fields(result)}
    value = admit(result)
    if value is not None and not belongs(value, found.result):
        raise Refusal(f"The result is a {kind(value)}, but {found.result} was promised.")
    return value


@dataclass(frozen=True, kw_only=True)
class FunctionRow:
    """One way of calling a function, for a table."""

    name: str
    #: With parameter names and types, such as ``(string: string, match: string) -> boolean``.
    signature: str
    doc: str
    source: str


def describe_functions(functions: Functions | None = None) -> list[FunctionRow]:
    """Return every way of calling every function, registered ones first, then by name."""
    known = functions or BUILT_IN
    found = [*known.own.values(), *(one for name, one in BUILTINS.items() if name not in known.own)]
    return [
        FunctionRow(
            name=one.name,
            signature=f"{signature} -> {signature.result}",
            doc=one.doc,
            source=one.source,
        )
        for one in sorted(found, key=lambda one: (one.name in BUILTINS, one.name))
        for signature in one.signatures
    ]


BUILT_IN: Final = Functions()
