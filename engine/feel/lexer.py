"""Cuts a text into tokens. Knows the names in scope, so that the grammar need not."""

import re
from collections.abc import Iterator
from typing import Final

from lark import Token

from engine.feel.names import KEYWORDS, PARTS, SPACE, WORD, KnownNames, is_special, normal
from engine.feel.strings import unescape
from engine.feel.types import TypeSyntaxError, parse_type


class UnreadableError(ValueError):
    """The text cannot be cut into tokens; ``args`` are message, remedy and offset."""


_BLANK: Final = re.compile(rf"(?:{SPACE}+|//[^\n\r]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER: Final = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WORD: Final = re.compile(WORD)
_PARTS: Final = re.compile(PARTS)
_SPACES: Final = re.compile(f"{SPACE}+")
_OPERATOR: Final = re.compile(r"\*\*|\.\.|<=|>=|!=|[-+*/=<>()\[\]{},.?@]")
_INSTANCE_OF: Final = re.compile(f"instance{SPACE}+of\\b")
_FUNCTION: Final = re.compile(f"function{SPACE}*\\(")
_CONTEXT_KEY: Final = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([^:"{}\[\](),]+?))\s*:')
_ARGUMENT_KEY: Final = re.compile(rf"\s*({WORD}(?:{SPACE}+{WORD}|['+*/.-]{WORD})*)\s*:")
_PARAMETER: Final = re.compile(r"\s*([^:,()]+?)\s*(?=[:,)])")
#: What can follow a range that is closed with ``[``, and cannot follow the start of a filter.
_AFTER: Final = re.compile(
    r"\s*(?:$|[,)\]}=<>!+*/.]|(?:and|or|in|between|instance|then|else|return|satisfies)\b)"
)
_OPERAND: Final = re.compile(
    r"\s*(?!(?:and|or|in|between|instance|then|else|return|satisfies)\b)[\w\"@]"
)
_SIMPLE: Final = {
    "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", "**": "_POW", "..": "_DOTS",
    ".": "_DOT", ",": "_COMMA", "=": "COMPARE", "!=": "COMPARE", "<": "COMPARE", "<=": "COMPARE",
    ">": "COMPARE", ">=": "COMPARE", "?": "NAME",
}  # fmt: skip
_OPENING: Final = {
    ("(", False): ("(", "LPAR"), ("(", True): ("c", "CALL"),
    ("[", False): ("[", "LSQB"), ("[", True): ("f", "FILTER"),
    ("{", False): ("{", "LBRACE"), ("{", True): ("{", "LBRACE"),
}  # fmt: skip
_CLOSING: Final = {")": "RPAR", "]": "RSQB", "}": "_RBRACE"}
_REMEDIES: Final = {
    "'": "Texts stand in double quotation marks.",
    "&": "Write: and.",
    "|": "Write: or.",
    "!": "Write: not(...).",
    "%": "Write: modulo(a, b).",
    "^": "Write: a ** b.",
    "“": "Use straight quotation marks.",
    "”": "Use straight quotation marks.",
    "@": "Write a date or a duration in quotation marks after it.",
}
_ENDS_OPERAND: Final = frozenset(
    {"NAME", "NUMBER", "STRING", "AT", "TRUE", "FALSE", "NULL", "TYPE"}
    | {"RPAR", "RSQB", "_RSQB", "_RBRACE", "RANGE_CLOSE"}
)


class Lexer:
    """One pass over one text."""

    def __init__(self, text: str, names: KnownNames) -> None:
        self._text, self._names, self._at = text, names, 0
        #: Open brackets: ``(`` group, ``c`` call, ``p`` parameters, ``[`` list, ``f`` filter,
        #: ``{`` context, ``r`` anything that turned out to be a range.
        self._open: list[str] = []
        self._last = ""

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens.

        Raises:
            UnreadableError: At a character that begins no token, and at a malformed one.
        """
        while self._skip():
            token = self._next()
            self._last = token.type
            yield token

    def _skip(self) -> bool:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at < len(self._text)

    def _token(self, kind: str, value: object, end: int) -> Token:
        token = Token(kind, value, start_pos=self._at)
        self._at = end
        return token

    def _next(self) -> Token:
        # A token is a str, and that of an empty text is as false as the text.
        readers = (self._before_colon, self._type, self._known, self._number, self._string)
        for reader in (*readers, self._word):
            token = reader()
            if token is not None:
                return token
        return self._symbol()

    # What stands before a colon: context keys, argument names, parameters.

    def _before_colon(self) -> Token | None:
        if self._last not in {"_COMMA", "LBRACE", "CALL", "LPAR"} or not self._open:
            return None
        reader = {"{": self._context_key, "c": self._argument_key, "p": self._parameter}.get(
            self._open[-1]
        )
        return reader() if reader else None

    def _context_key(self) -> Token | None:
        match = _CONTEXT_KEY.match(self._text, self._at)
        if not match:
            return None
        quoted, plain = match.groups()
        name = unescape(quoted[1:-1]) if quoted else normal(plain)
        if is_special(name):
            self._names.add(name)
        return self._token("KEY", name, match.end())

    def _argument_key(self) -> Token | None:
        match = _ARGUMENT_KEY.match(self._text, self._at)
        return self._token("KEY", normal(match.group(1)), match.end()) if match else None

    def _parameter(self) -> Token | None:
        match = _PARAMETER.match(self._text, self._at)
        if not match:
            return None
        name = normal(match.group(1))
        if is_special(name):
            self._names.add(name)
        return self._token("PARAMETER", name, match.end())

    def _type(self) -> Token | None:
        colon = self._last == "PARAMETER" and self._text[self._at] == ":"
        if self._last != "_INSTANCE_OF" and not colon:
            return None
        try:
            found, end = parse_type(self._text, self._at + colon)
        except TypeSyntaxError as error:
            remedy = "Write a type such as number, string, date or list<number>."
            raise UnreadableError(error.args[0], remedy, error.args[1]) from error
        return self._token("TYPE", found, end)

    # Names and literals.

    def _known(self) -> Token | None:
        found = self._names.at(self._text, self._at)
        return self._token("NAME", *found) if found else None

    def _number(self) -> Token | None:
        match = _NUMBER.match(self._text, self._at)
        return self._token("NUMBER", match.group(), match.end()) if match else None

    def _string(self) -> Token | None:
        at = self._text[self._at] == "@"
        blank = _SPACES.match(self._text, self._at + 1) if at else None
        start = blank.end() if blank else self._at + at
        if not self._text.startswith('"', start):
            return None
        match = _STRING.match(self._text, start)
        if not match:
            raise UnreadableError(
                "A text is not closed.", "Put a quotation mark at its end.", start
            )
        return self._token("AT" if at else "STRING", unescape(match.group()[1:-1]), match.end())

    def _word(self) -> Token | None:
        match = _WORD.match(self._text, self._at)
        if not match:
            return None
        return self._keyword(match) or self._token("NAME", *self._joined(match))

    def _keyword(self, match: re.Match[str]) -> Token | None:
        word = match.group()
        if self._last == "_DOT":
            return None
        if word in KEYWORDS:
            return self._token(KEYWORDS[word], word, match.end())
        if word == "instance" and (whole := _INSTANCE_OF.match(self._text, self._at)):
            return self._token("_INSTANCE_OF", word, whole.end())
        if word == "function" and _FUNCTION.match(self._text, self._at):
            return self._token("FUNCTION", word, match.end())
        if word == "external" and self._last == "_BODY":
            return self._token("EXTERNAL", word, match.end())
        return None

    def _joined(self, match: re.Match[str]) -> tuple[str, int]:
        words, end = [match.group()], match.end()
        while space := _SPACES.match(self._text, end):
            following = _PARTS.match(self._text, space.end())
            if not following or following.group() in KEYWORDS:
                break
            if _INSTANCE_OF.match(self._text, space.end()):
                break
            words.append(following.group())
            end = following.end()
        return " ".join(words), end

    # Brackets and operators.

    def _symbol(self) -> Token:
        match = _OPERATOR.match(self._text, self._at)
        if not match or match.group() == "@":
            character = self._text[self._at]
            remedy = _REMEDIES.get(
                character, "Remove it, or put it into a text in quotation marks."
            )
            raise UnreadableError(f"“{character}” has no meaning here.", remedy, self._at)
        symbol, end = match.group(), match.end()
        if symbol == ".." and self._open[-1:] in (["("], ["["]):
            self._open[-1] = "r"
        if symbol in _SIMPLE:
            return self._token(_SIMPLE[symbol], symbol, end)
        if symbol in "([{":
            return self._opening(symbol, end)
        return self._closing(symbol, end)

    def _opening(self, symbol: str, end: int) -> Token:
        operand = self._last in _ENDS_OPERAND
        if symbol == "[" and operand and self._open[-1:] == ["r"] and _AFTER.match(self._text, end):
            self._open.pop()
            return self._token("RANGE_CLOSE", symbol, end)
        kind, name = _OPENING[symbol, operand or self._last == "FUNCTION"]
        if self._last == "FUNCTION":
            kind, name = "p", "LPAR"
        self._open.append(kind)
        return self._token(name, symbol, end)

    def _closing(self, symbol: str, end: int) -> Token:
        empty = self._last == "LSQB" and not _OPERAND.match(self._text, end)
        if symbol == "]" and self._last not in _ENDS_OPERAND and not empty:
            self._open.append("[")
            return self._token("RANGE_OPEN", symbol, end)
        kind = self._open.pop() if self._open else ""
        if kind == "p":
            return self._token("_BODY", symbol, end)
        return self._token("_RSQB" if kind == "f" else _CLOSING[symbol], symbol, end)
