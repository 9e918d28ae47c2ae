"""Evaluations of a gateway's condition a second, beside simpleeval and Python's own ``eval``.

All three work out the same condition over the same small scope in the same run, each from the text
as the engine does it: FEEL finds its closure by the text, simpleeval and ``eval`` also run once from
what they parsed before.
"""

import time
from collections.abc import Callable
from decimal import Decimal

from simpleeval import SimpleEval

from engine import feel

__all__ = ["run"]

_FEEL = 'days > 20 and (grade = "P4" or grade = "P5") and amount * rate <= 1500.50'
_PYTHON = 'days > 20 and (grade == "P4" or grade == "P5") and amount * rate <= 1500.50'
_SCOPE = {"days": 22, "grade": "P5", "amount": 700.25, "rate": 2.0, "office": "Nairobi"}
_SECONDS = 0.4


def run() -> dict[str, str]:
    """Return evaluations a second, best of three, and how the others compare.

    Raises:
        ValueError: If the condition does not hold, so that nothing would be measured.
    """
    scope = {
        name: Decimal(str(value)) if isinstance(value, int | float) else value
        for name, value in _SCOPE.items()
    }
    simple = SimpleEval(names=_SCOPE)
    parsed = simple.parse(_PYTHON)
    code = compile(_PYTHON, "<condition>", "eval")
    expression = feel.compile(_FEEL)
    unread = feel.problems(_FEEL) or feel.evaluate(_FEEL, scope) is not True
    if unread or simple.eval(_PYTHON) is not True:
        raise ValueError("The condition does not hold, so nothing is measured.")
    measured = {
        "FEEL, by its text": lambda: feel.evaluate(_FEEL, scope),
        "FEEL, strict, as a gateway": lambda: feel.evaluate(_FEEL, scope, strict=True),
        "FEEL, compiled before": lambda: expression.evaluate(scope),
        "simpleeval, by its text": lambda: simple.eval(_PYTHON),
        "simpleeval, parsed before": lambda: simple.eval(_PYTHON, previously_parsed=parsed),
        "Python eval, by its text (binary floats)": lambda: eval(_PYTHON, {}, _SCOPE),  # noqa: S307 - the yardstick
        "Python eval, compiled before (binary floats)": lambda: eval(code, {}, _SCOPE),  # noqa: S307 - the yardstick
    }
    rates = {name: max(_rate(call) for _ in range(3)) for name, call in measured.items()}
    own = rates["FEEL, by its text"]
    return {name: _shown(rate, own) for name, rate in rates.items()}


def _rate(call: Callable[[], object]) -> float:
    until = time.perf_counter() + _SECONDS / 3
    started, count = time.perf_counter(), 0
    while time.perf_counter() < until:
        for _ in range(50):
            call()
        count += 50
    return count / (time.perf_counter() - started)


def _shown(rate: float, own: float) -> str:
    microseconds = 1_000_000 / rate
    return f"{rate:>10,.0f} a second  ({microseconds:6.2f} microseconds; FEEL takes {rate / own:.2f} times as long)"
