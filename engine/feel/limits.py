"""How much an evaluation may use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from engine.feel.values import Function, Value


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one evaluation may use before it ends in a LimitError."""

    #: Items looked at, iterations and calls, all together.
    steps: int = 100_000
    #: Items of one list.
    items: int = 50_000
    #: Characters of one text.
    characters: int = 1_000_000
    #: Functions inside functions.
    calls: int = 60
    #: Seconds that one search with a regular expression may take.
    regex_seconds: float = 0.25


LIMITS: Final = Limits()


class Meter(Protocol):
    """What a built-in function may ask of the evaluation it runs in."""

    @property
    def limits(self) -> Limits:
        """How much may be used."""

    def spend(self, steps: int) -> None:
        """Use up some steps."""

    def sized(self, value: Value) -> Value:
        """Return a value unless it is too large."""

    def now(self) -> datetime:
        """Return the present moment in the evaluation's zone."""

    def invoke(self, function: Function, arguments: list[Value]) -> Value:
        """Call a function."""
