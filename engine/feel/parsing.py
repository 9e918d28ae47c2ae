"""Reads an expression into its tree; every problem carries its line, column and remedy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from lark import Lark, Token
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from engine.errors import ExpressionError, LimitError, Problem
from engine.feel import nodes
from engine.feel.build import BUILDER, BuildError
from engine.feel.lexer import Lexer, UnreadableError
from engine.feel.names import KnownNames, special_names
from engine.feel.nodes import Node

#: Longest text, in characters, and deepest tree that are read.
LONGEST: Final = 100_000
DEEPEST: Final = 120
Start = Literal["expression", "tests"]


@dataclass(frozen=True, kw_only=True)
class Tree:
    """An expression that was read."""

    #: As it was written, without a leading ``=``.
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
    return _parse(text, special_names(tuple(names)), start)


def problems(text: str, names: Iterable[str] = (), *, start: Start = "expression") -> list[Problem]:
    """Return what is wrong with a text; empty when it can be read."""
    try:
        parse(text, names, start=start)
    except ExpressionError as error:
        return [
            Problem(
                message=error.message,
                remedy=error.remedy,
                line=error.line,
                column=error.column,
                rule="expression-unreadable",
            )
        ]
    except LimitError as error:
        return [Problem(message=error.message, rule="expression-too-large")]
    return []


@lru_cache(maxsize=2048)
def _parse(text: str, special: frozenset[str], start: Start) -> Tree:
    if len(text) > LONGEST:
        raise LimitError(f"The expression has more than {LONGEST:,} characters. Split it.")
    body = text.lstrip().removeprefix("=") if start == "expression" else text
    offset = len(text) - len(body)
    if start == "tests" and body.strip() == "-":
        return Tree(text=text, root=nodes.Tests(at=0, items=()))
    try:
        tokens = list(Lexer(body, KnownNames(special)).tokens())
        root = _lark().parse(tokens, start=start)  # type: ignore[arg-type]  # tokens, for _Tokens
    except (UnreadableError, BuildError) as error:
        message, remedy, at = error.args
        raise located(text, at + offset, message, remedy) from error
    except UnexpectedInput as error:
        raise _unexpected(text, offset, error) from error
    if not isinstance(root, Node):
        raise TypeError(f"The grammar has no builder for {root!r}.")
    if nodes.depth(root) > DEEPEST:
        raise LimitError(f"The expression is nested more than {DEEPEST} levels deep. Split it.")
    return Tree(text=body, root=_checked(text, offset, root))


def _checked(text: str, offset: int, root: Node) -> Node:
    pending: list[tuple[Node, bool]] = [(root, True)]
    while pending:
        node, tests = pending.pop()
        if isinstance(node, nodes.Group) and len(node.items) > 1:
            remedy = "Write a list in square brackets: [a, b]."
            raise located(text, node.at + offset, "A comma has no meaning here.", remedy)
        if isinstance(node, nodes.OperatorTest) and not tests:
            remedy = "Write what is compared on its left side, or put it in parentheses."
            raise located(text, node.at + offset, "The left side is missing.", remedy)
        within = isinstance(node, nodes.Tests | nodes.Membership | nodes.Group)
        pending.extend((child, within) for child in nodes.children(node))
    return root


def _unexpected(text: str, offset: int, error: UnexpectedInput) -> ExpressionError:
    token = error.token if isinstance(error, UnexpectedToken) else None
    if token is None or token.type == "$END":
        message = (
            "The expression is empty."
            if not text.strip(" \t\r\n=")
            else "The expression breaks off."
        )
        return located(text, len(text), message, "Complete it.")
    shown = text[(token.start_pos or 0) + offset :].split(maxsplit=1)[0][:30]
    message = f"“{shown}” does not fit here."
    remedy = "Is an operator, a comma or a quotation mark missing before it?"
    return located(text, (token.start_pos or 0) + offset, message, remedy)


def located(text: str, at: int, message: str, remedy: str = "") -> ExpressionError:
    """Return an error at an offset of a text, as line and column."""
    before = text[:at]
    line = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1) + 1
    shown = f"{message} (line {line}, column {column}) {remedy}".strip()
    return ExpressionError(shown, text=text, line=line, column=column, remedy=remedy)
