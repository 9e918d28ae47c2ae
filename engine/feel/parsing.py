"""Reads an expression into its tree; every problem carries its line, column and remedy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final, Literal, NoReturn

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from engine.errors import ExpressionError, LimitError, Problem
from engine.feel import nodes
from engine.feel.build import BUILDER, BuildError
from engine.feel.lexer import Lexer, UnreadableError
from engine.feel.names import KnownNames, special_names
from engine.feel.nodes import Node

#: Longest text, in characters and in tokens, and deepest tree that are read.
LONGEST: Final = 100_000
MOST_TOKENS: Final = 10_000
DEEPEST: Final = 120
Start = Literal["expression", "tests"]


@dataclass(frozen=True, kw_only=True)
class Tree:
    """An expression that was read."""

    #: As it was written.
    text: str
    root: Node


class _Tokens(LarkLexer):
    """Hands on the tokens that were cut already."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: Iterable[Token], parser_state: object = None) -> Iterator[Token]:  # type: ignore[override]  # lark hands on what was given to parse()
        """Yield the tokens."""
        yield from lexer_state


@lru_cache(maxsize=1)
def _lark() -> Lark:
    return Lark(
        Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer=_Tokens,
        start=["expression", "tests"],
        transformer=BUILDER,
        maybe_placeholders=True,
    )


def parse(text: str, names: Iterable[str] = (), *, start: Start = "expression") -> Tree:
    """Read an expression, or the tests of a decision table's cell.

    Args:
        text: With or without the leading ``=`` that marks an expression in a diagram.
        names: Variables and functions in scope; only those with operators or keywords in them
            change how the text is read.
        start: What the text is.

    Returns:
        The tree.

    Raises:
        ExpressionError: If the text is not FEEL; with line, column and remedy.
        LimitError: If it is longer than 100,000 characters or nested too deep.
    """
    try:
        return _tree(text, special_names(tuple(names)), start)
    except UnreadableError as error:
        message, remedy, at = error.args
        fail_at(text, at, message, remedy)


def problems(text: str, names: Iterable[str] = (), *, start: Start = "expression") -> list[Problem]:
    """Return what is wrong with a text; empty when it can be read."""
    try:
        _tree(text, special_names(tuple(names)), start)
    except UnreadableError as error:
        message, remedy, at = error.args
        return [problem_at(text, at, message, remedy, "expression-unreadable")]
    except LimitError as error:
        return [Problem(message=error.message, line=1, column=1, rule="expression-too-large")]
    return []


@lru_cache(maxsize=2048)
def _tree(text: str, special: frozenset[str], start: Start) -> Tree:
    if len(text) > LONGEST:
        raise LimitError(f"The expression has more than {LONGEST:,} characters. Split it.")
    if start == "tests" and text.strip() == "-":
        return Tree(text=text, root=nodes.Tests(at=0, items=()))
    try:
        tokens = list(islice(Lexer(_body(text), KnownNames(special)).tokens(), MOST_TOKENS + 1))
        if len(tokens) > MOST_TOKENS:
            raise LimitError(f"The expression has more than {MOST_TOKENS:,} words. Split it.")
        root = _lark().parse(tokens, start=start)
    except BuildError as error:
        raise UnreadableError(*error.args) from error
    except UnexpectedInput as error:
        raise _unexpected(text, error) from error
    if not isinstance(root, Node):
        raise TypeError(f"The grammar has no builder for {root!r}.")
    if nodes.depth(root) > DEEPEST:
        raise LimitError(f"The expression is nested more than {DEEPEST} levels deep. Split it.")
    return Tree(text=text, root=_checked(root))


def _body(text: str) -> str:
    """Return a text with a space for the leading ``=``, so that places stay what they are."""
    start = len(text) - len(text.lstrip())
    return text[:start] + " " + text[start + 1 :] if text[start : start + 1] == "=" else text


def _checked(root: Node) -> Node:
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Group):
            remedy = "Write a list in square brackets: [a, b]."
            raise UnreadableError("A comma has no meaning here.", remedy, node.at)
        pending.extend(nodes.children(node))
    return root


_MISSING: Final = "Is an operator, a comma or a quotation mark missing before it?"
_CLOSING: Final = "Is a bracket before it still open, or one too many closed?"
_REMEDIES: Final = {
    ")": _CLOSING,
    "]": _CLOSING,
    "}": _CLOSING,
    "==": "Write a single =.",
    "/*": "Close the comment with */.",
}


def _unexpected(text: str, error: UnexpectedInput) -> UnreadableError:
    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is None or token.type == "$END":
        empty = not text.strip(" \t\r\n=")
        message = "The expression is empty." if empty else "The expression breaks off."
        return UnreadableError(message, "Complete it.", len(text))
    at = token.start_pos or 0
    shown = text[at:].split(maxsplit=1)[0][:30]
    pair = text[max(at - 1, 0) : at + 1]
    remedy = _REMEDIES.get(pair) or _REMEDIES.get(shown, _MISSING)
    return UnreadableError(f"“{shown}” does not fit here.", remedy, at)


def fail_at(text: str, at: int, message: str, remedy: str = "") -> NoReturn:
    """Refuse an expression at an offset of its text.

    Raises:
        ExpressionError: Always; with line and column.
    """
    line, column = _place(text, at)
    shown = f"{message} (line {line}, column {column}) {remedy}".strip()
    raise ExpressionError(shown, text=text, line=line, column=column, remedy=remedy)


def problem_at(
    text: str,
    at: int,
    message: str,
    remedy: str,
    rule: str,
    severity: Literal["error", "warning"] = "error",
) -> Problem:
    """Return a problem at an offset of a text, as line and column."""
    line, column = _place(text, at)
    return Problem(
        message=message, remedy=remedy, line=line, column=column, rule=rule, severity=severity
    )


def _place(text: str, at: int) -> tuple[int, int]:
    before = text[:at]
    return before.count("\n") + 1, at - before.rfind("\n")
