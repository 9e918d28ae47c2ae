"""Evaluates expressions and tests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import Final

from engine.clock import Clock
from engine.errors import LimitError, Problem
from engine.feel.compiling import compiled
from engine.feel.limits import LIMITS, Limits
from engine.feel.names import special_names
from engine.feel.parsing import Start
from engine.feel.registry import BUILT_IN, Functions
from engine.feel.run import DEFAULT, Closure, EvaluationContext, Frame, Run
from engine.feel.values import Value

_STRICT: Final = replace(DEFAULT, strict=True)
_TOO_DEEP: Final = "The expression is nested too deep. Split it."


@dataclass(frozen=True, kw_only=True)
class Expression:
    """An expression that was read and compiled."""

    #: As it was written.
    text: str
    _closure: Closure

    def evaluate(
        self, scope: Mapping[str, object], context: EvaluationContext | None = None
    ) -> Value:
        """Work it out in a scope.

        Raises:
            ExpressionError: In strict mode, where something has no value.
            LimitError: If it takes more than the context's limits.
        """
        return _run(self._closure, scope, context or DEFAULT)


def compile_expression(
    text: str, names: Iterable[str] = (), *, functions: Functions | None = None
) -> Expression:
    """Read and compile an expression; the work is kept for the next time.

    Args:
        text: With or without a leading ``=``.
        names: Names in scope, at any level, that hold an operator or a keyword.
        functions: The functions that the text may call, for their names.

    Returns:
        The expression.

    Raises:
        ExpressionError: If it is not FEEL.
        LimitError: If it is too long or too deep.
    """
    return Expression(text=text, _closure=_compiled(text, tuple(names), functions, "expression"))


def evaluate(  # noqa: PLR0913 - options by keyword only
    text: str,
    scope: Mapping[str, object] | None = None,
    *,
    functions: Functions | None = None,
    clock: Clock | None = None,
    zone: tzinfo = UTC,
    strict: bool = False,
    warnings: list[Problem] | None = None,
    limits: Limits = LIMITS,
    names: Iterable[str] = (),
    context: EvaluationContext | None = None,
) -> Value:
    """Work out an expression in a scope.

    Args:
        text: With or without a leading ``=``.
        scope: The variables by name.
        functions: Functions beside the built-in ones.
        clock: Tells ``now()`` and ``today()``; the machine's clock if absent.
        zone: The zone of ``now()`` and ``today()``.
        strict: Whether an undefined name, a type error or a null operand is an error.
        warnings: Collects why something is null.
        limits: How much it may use.
        names: Names inside the scope's contexts that hold an operator or a keyword.
        context: All of the above but scope and names at once; then they are ignored.

    Returns:
        A FEEL value; null where the standard says null.

    Raises:
        ExpressionError: If it is not FEEL; in strict mode also where something has no value.
        LimitError: If it takes more than the limits.
    """
    context = context or _context(functions, clock, zone, strict, warnings, limits)
    known = scope if scope is not None else {}
    closure = _compiled(text, (*known, *names), context.functions, "expression")
    try:
        return closure(Frame(known, None, Run(context)))
    except RecursionError:
        raise LimitError(_TOO_DEEP) from None


def unary_tests(  # noqa: PLR0913 - options by keyword only
    text: str,
    value: object,
    scope: Mapping[str, object] | None = None,
    *,
    functions: Functions | None = None,
    clock: Clock | None = None,
    zone: tzinfo = UTC,
    strict: bool = False,
    warnings: list[Problem] | None = None,
    limits: Limits = LIMITS,
    names: Iterable[str] = (),
    context: EvaluationContext | None = None,
) -> bool | None:
    """Return whether a value meets the tests of a decision table's cell.

    Args:
        text: Such as ``-``, ``< 5, [10..20]``, ``not("a")``, ``? > limit``.
        value: What is tested; ``?`` in the text.
        scope: The variables by name.
        functions: As for ``evaluate``; so are all that follow.
        clock: See there.
        zone: See there.
        strict: See there.
        warnings: See there.
        limits: See there.
        names: See there.
        context: See there.

    Returns:
        Whether one test is met; None when that cannot be said.

    Raises:
        ExpressionError: If the tests are not FEEL; in strict mode also for a type error.
        LimitError: If it takes more than the limits.
    """
    context = context or _context(functions, clock, zone, strict, warnings, limits)
    known = {**(scope or {}), "?": value}
    closure = _compiled(text, (*known, *names), context.functions, "tests")
    met = _run(closure, known, context)
    return met if isinstance(met, bool) else None


def _context(
    functions: Functions | None,
    clock: Clock | None,
    zone: tzinfo,
    strict: bool,
    warnings: list[Problem] | None,
    limits: Limits,
) -> EvaluationContext:
    plain = functions is None and clock is None and warnings is None
    if plain and zone is UTC and limits is LIMITS:
        return _STRICT if strict else DEFAULT
    return EvaluationContext(
        functions=functions or BUILT_IN,
        clock=clock or DEFAULT.clock,
        zone=zone,
        strict=strict,
        warnings=warnings,
        limits=limits,
    )


def _compiled(
    text: str, names: tuple[str, ...], functions: Functions | None, start: Start
) -> Closure:
    table = functions or BUILT_IN
    special = special_names(names)
    return compiled(text, special | table.special if special else table.special, start)


def _run(closure: Closure, scope: Mapping[str, object], context: EvaluationContext) -> Value:
    try:
        return closure(Frame(scope, None, Run(context)))
    except RecursionError:
        raise LimitError(_TOO_DEEP) from None
