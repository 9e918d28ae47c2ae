"""Texts as they are written between quotation marks."""

import re
from typing import Final

_ESCAPE: Final = re.compile(r"\\(?:U([0-9A-Fa-f]{6})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_PLAIN: Final = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_PAIR: Final = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_QUOTED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def unescape(raw: str) -> str:
    r"""Return the text that an escaped one stands for; an unknown escape stands for itself.

    Code points beyond 16 bits may be written as ``\U01F40E`` or as two surrogates.
    """
    if "\\" not in raw:
        return raw
    return _PAIR.sub(_joined, _ESCAPE.sub(_character, raw))


def quote(text: str) -> str:
    """Return a text as it is written in an expression."""
    return '"' + "".join(_QUOTED.get(character, character) for character in text) + '"'


def _character(match: re.Match[str]) -> str:
    long, short, plain = match.groups()
    if plain is not None:
        return _PLAIN.get(plain, match.group())
    code = int(long or short, 16)
    return chr(code) if code <= 0x10FFFF else match.group()


def _joined(match: re.Match[str]) -> str:
    high, low = (ord(part) for part in match.groups())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
