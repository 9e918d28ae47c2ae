"""One evaluation: what it may use, what it has used up, and what it has to complain about."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Final

from engine.clock import Clock, SystemClock
from engine.errors import LimitError, Problem
from engine.feel.limits import LIMITS, Limits
from engine.feel.parsing import fail_at, problem_at
from engine.feel.registry import BUILT_IN, Functions
from engine.feel.signature import Signature
from engine.feel.types import Type
from engine.feel.values import Function, Refusal, Value, admit

#: Warnings kept of one evaluation; more would say the same again.
_MOST_WARNINGS: Final = 100

Observe = Callable[[str, Sequence[Value], Callable[[], Value]], Value]


_CLOCK: Final = SystemClock()


@dataclass(frozen=True, kw_only=True)
class EvaluationContext:
    """What an evaluation gets from outside."""

    #: Tells ``now()`` and ``today()``.
    clock: Clock = _CLOCK
    #: The zone of ``now()`` and ``today()``.
    zone: tzinfo = UTC
    #: Functions beside the built-in ones.
    functions: Functions = field(default_factory=lambda: BUILT_IN)
    limits: Limits = LIMITS
    #: Types that expressions may name beside the built-in ones, such as item definitions.
    types: Mapping[str, Type] = field(default_factory=dict)
    #: Whether an undefined name, a type error or a null operand is an error instead of null.
    strict: bool = False
    #: Collects why something is null; None when nobody wants to know.
    warnings: list[Problem] | None = None
    #: Wraps calls of observed functions: name, arguments, and the call itself.
    observe: Observe | None = None
    #: Tells whether a value is of a type that a decision model defines; None where it defines none.
    of_type: Callable[[str, Value], bool] | None = None


DEFAULT: Final = EvaluationContext()


class Place:
    """Where a part of an expression stands."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at


class Run:
    """The counters of one evaluation."""

    __slots__ = ("_seen", "calls", "context", "limits", "steps", "strict")

    def __init__(self, context: EvaluationContext) -> None:
        self.context = context
        self.strict = context.strict
        self.limits = limits = context.limits
        self.steps = limits.steps
        self.calls = 0
        self._seen: dict[int, tuple[object, Value]] | None = None

    def spend(self, steps: int) -> None:
        """Use up some steps.

        Raises:
            LimitError: If none are left.
        """
        self.steps -= steps
        if self.steps < 0:
            raise LimitError(
                f"The expression takes more than {self.limits.steps:,} steps. Work on fewer items."
            )

    def sized(self, value: Value) -> Value:
        """Return a value unless it is too large.

        Raises:
            LimitError: If a list or a text is longer than allowed.
        """
        if isinstance(value, str) and len(value) > self.limits.characters:
            raise LimitError(f"A text has more than {self.limits.characters:,} characters.")
        if isinstance(value, list) and len(value) > self.limits.items:
            raise LimitError(f"A list has more than {self.limits.items:,} items.")
        return value

    def fail(self, place: Place, message: str, remedy: str = "") -> Value:
        """Return null and say why: an error in strict mode, otherwise a warning.

        Raises:
            ExpressionError: In strict mode.
        """
        if self.strict:
            fail_at(place.text, place.at, message, remedy)
        warnings = self.context.warnings
        if warnings is not None and len(warnings) < _MOST_WARNINGS:
            rule = "expression-null"
            warnings.append(problem_at(place.text, place.at, message, remedy, rule, "warning"))
        return None

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Let what follows be null without a word, in strict mode too."""
        strict, context = self.strict, self.context
        self.strict, self.context = False, replace(context, warnings=None)
        try:
            yield
        finally:
            self.strict, self.context = strict, context

    def admitted(self, value: object) -> Value:
        """Return a foreign value as a FEEL value; each structure is looked through once.

        Raises:
            LimitError: If it is nested too deep or holds an object that FEEL does not know.
        """
        if type(value) is int:
            return Decimal(value)
        if self._seen is None:
            self._seen = {}
        known = self._seen.get(id(value))
        if known is not None:
            return known[1]
        try:
            admitted = admit(value, self.spend)
        except Refusal as refusal:
            raise LimitError(refusal.message) from refusal
        self._seen[id(value)] = (value, admitted)
        return admitted

    def now(self) -> datetime:
        """Return the present moment in the evaluation's zone."""
        return self.context.clock.now().astimezone(self.context.zone)

    def invoke(
        self, function: Function, arguments: Sequence[Value], names: Sequence[str] = ()
    ) -> Value:
        """Call a function in the first way that takes the arguments.

        Args:
            function: What is called.
            arguments: The values, in the order they are written.
            names: Parameter names, one for each argument; empty for a call by position.

        Returns:
            What it returns.

        Raises:
            Refusal: If no way of calling it takes the arguments, or it has no result for them.
        """
        self.spend(2)
        refusal: Refusal | None = None
        for signature in function.in_order(names):
            try:
                bound = signature.bind(arguments, names)
            except Refusal as error:
                refusal = error if refusal is None or "It takes" in refusal.message else refusal
                continue
            self.spend(sum(len(value) for value in bound if isinstance(value, list)))
            return self.sized(self._called(function, signature, bound))
        raise refusal or Refusal("It cannot be called.")

    def _called(self, function: Function, signature: Signature, bound: list[Value]) -> Value:
        self.calls += 1
        try:
            if self.calls > self.limits.calls:
                raise LimitError(
                    f"Functions call each other more than {self.limits.calls} levels deep."
                )
            observe = self.context.observe
            if function.observed and observe:
                answer = observe(function.name, bound, lambda: signature.body(self, *bound))
                return self.admitted(answer)
            return signature.body(self, *bound)
        finally:
            self.calls -= 1


class Frame:
    """Names in scope; the parent's are seen through."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, Value], parent: "Frame | None", run: Run) -> None:
        self.names, self.parent, self.run = names, parent, run


Closure = Callable[[Frame], Value]
