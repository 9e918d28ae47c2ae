"""Functions known by name: the built-in ones, and those that the platform and procedures offer."""

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter as PythonParameter
from inspect import signature as python_signature
from typing import Final

from engine.errors import LimitError
from engine.feel.library import BUILTINS
from engine.feel.names import normal, special_names
from engine.feel.signature import Parameter, Signature
from engine.feel.types import Type, type_of
from engine.feel.values import Function, Refusal, Value, admit


class Functions:
    """A table of functions; the built-in ones are always in it."""

    def __init__(self, functions: Iterable[Function] = ()) -> None:
        self._own = {function.name: function for function in functions}
        self._table: dict[str, Function] = {**BUILTINS, **self._own}
        self._special = special_names(tuple(self._table))

    @property
    def table(self) -> Mapping[str, Function]:
        """Every function by name."""
        return self._table

    @property
    def own(self) -> Mapping[str, Function]:
        """The registered functions by name, without the built-in ones."""
        return self._own

    @property
    def special(self) -> frozenset[str]:
        """Names that hold a keyword or an operator."""
        return self._special

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
            result: Type of the result; it is checked.
            doc: One line for the reader.
            source: The rule or paragraph it carries out.
            observed: Whether its answer depends on the world outside the case.

        Raises:
            ValueError: If the name is empty or a built-in function has it.
        """
        name = normal(name)
        if not name or name in BUILTINS:
            raise ValueError(f"“{name}” is taken by a built-in function. Choose another name.")
        wanted = _typed(result)
        optional = _optional(call)
        signature = Signature(
            parameters=tuple(
                Parameter(name=normal(key), types=(_typed(written),), optional=position in optional)
                for position, (key, written) in enumerate(parameters.items())
            ),
            body=_guarded(call, wanted, whole=()),
            result=wanted,
        )
        self.put(
            Function(name=name, signatures=(signature,), doc=doc, source=source, observed=observed)
        )

    def put(self, function: Function) -> None:
        """Add one function under its name."""
        self._own[function.name] = function
        self._table[function.name] = function
        self._special = special_names(tuple(self._table))


def _typed(written: str | Type) -> Type:
    return type_of(written) if isinstance(written, str) else written


def _optional(call: Callable[..., object]) -> frozenset[int]:
    found = python_signature(call).parameters.values()
    return frozenset(
        position
        for position, parameter in enumerate(found)
        if parameter.default is not PythonParameter.empty
    )


def _guarded(
    call: Callable[..., object], wanted: Type, whole: tuple[int, ...]
) -> Callable[..., Value]:
    def body(_run: object, *arguments: Value) -> Value:
        try:
            return admit(call(*arguments))
        except (Refusal, LimitError):
            raise
        except Exception as error:
            raise Refusal(str(error) or type(error).__name__) from error

    return body


BUILT_IN: Final = Functions()
