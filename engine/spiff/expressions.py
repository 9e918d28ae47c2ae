"""Every expression of a diagram is worked out here, by FEEL over the variables that a token sees."""

from collections import ChainMap
from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine import feel
from engine.errors import ExpressionError

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = [
    "evaluate",
    "evaluate_leniently",
    "is_expression",
    "is_true",
    "names_in",
    "text_of",
    "value_of",
]


def is_expression(text: str) -> bool:
    """Whether a text is to be worked out; all others are meant literally."""
    return text.startswith("=")


def evaluate(token: "Token", text: str, known: Mapping[str, object] | None = None) -> object:
    """Return the value of an expression over the variables that a token sees.

    Args:
        token: Who asks.
        text: The expression.
        known: What is known at this place alone; it hides variables of the same name.

    Raises:
        ExpressionError: If it cannot be worked out; an unknown name is an error.
    """
    seen = token.visible()
    scope = ChainMap(dict(known), dict(seen)) if known else seen
    return feel.evaluate(text, scope, context=token.case.strict)


def evaluate_leniently(token: "Token", text: str) -> object:
    """Return the value of an expression; null where a name is unknown or a type does not fit.

    Raises:
        ExpressionError: If it is not FEEL.
    """
    return feel.evaluate(text, token.visible(), context=token.case.lenient)


def value_of(token: "Token", text: str) -> object:
    """Return what a text of the diagram stands for: an expression's value, or the text itself.

    Raises:
        ExpressionError: If the expression cannot be worked out.
    """
    if not is_expression(text):
        return text
    return evaluate(token, text)


def text_of(token: "Token", text: str, what: str) -> str:
    """Return the text that an expression or a literal stands for.

    Raises:
        ExpressionError: If it cannot be worked out, or is null or something else than a text,
            a number or a date.
    """
    value = value_of(token, text)
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool | list | dict):
        message = f"{what} of {token.task_spec.label} must be a text, but {text} gives {feel.format(value)}."
        raise ExpressionError(
            message, text=text, remedy="Give the variable a value, or change the expression."
        )
    return feel.format(value)


def names_in(token: "Token", text: str, what: str) -> tuple[str, ...]:
    """Return a list of names: from a list, or from a text with commas; empty text gives none.

    Raises:
        ExpressionError: If it cannot be worked out or holds something else than texts.
    """
    if not text:
        return ()
    value = value_of(token, text)
    items = value.split(",") if isinstance(value, str) else value
    items = [] if items is None else items
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        message = f"{what} of {token.task_spec.label} must be a list of texts, but {text} gives {feel.format(value)}."
        raise ExpressionError(
            message, text=text, remedy="Write a list of texts, or one text with commas."
        )
    return tuple(item.strip() for item in items if item.strip())


def is_true(
    token: "Token", text: str, what: str, known: Mapping[str, object] | None = None
) -> bool:
    """Return whether a condition holds.

    Args:
        token: Who asks.
        text: The condition.
        what: How an error names it.
        known: What is known at this place alone.

    Raises:
        ExpressionError: If it cannot be worked out or is neither true nor false.
    """
    value = evaluate(token, text, known)
    if isinstance(value, bool):
        return value
    message = f"{what} must be true or false, but {text} gives {feel.format(value)}."
    raise ExpressionError(
        message, text=text, remedy="Compare it with something, or give the variable a value."
    )
