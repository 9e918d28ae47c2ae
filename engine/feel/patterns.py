"""Regular expressions as XPath defines them.

A pattern is translated by elementpath and run on RE2, in linear time. What RE2 does not know
(back-references, very large repetitions) runs on ``regex`` with a time limit.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Final

import re2
import regex
from elementpath.regex import RegexError, translate_pattern

from engine.errors import LimitError
from engine.feel.limits import Limits
from engine.feel.values import Refusal

_LONGEST: Final = 2_000
_FLAGS: Final = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE}
#: Python's classes know all of Unicode, RE2's only ASCII.
_CLASSES: Final = {
    "d": r"\p{Nd}", "D": r"\P{Nd}", "s": r"[ \t\n\r]", "S": r"[^ \t\n\r]",
    "w": r"[^\p{P}\p{Z}\p{C}]", "W": r"[\p{P}\p{Z}\p{C}]",
}  # fmt: skip
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_COUNTED: Final = re.compile(r"\{([0-9]+),?([0-9]*)\}")
#: Repetitions inside repetitions that the engine with a time limit may have to unfold.
_MOST_REPEATS: Final = 5_000
#: Classes such as ``\\w``; working one out inside brackets takes up to 60 ms.
_MOST_CLASSES: Final = 40
_MOST_BRACKETED: Final = 8
_PIECE: Final = re.compile(r"\\([\\$])|\$([0-9]+)|([^\\$]+)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One match."""

    start: int
    end: int
    #: The groups; the first is the whole match.
    groups: tuple[str, ...]


Finder = Callable[[str, float], Iterator[Hit]]


def pattern_matches(text: str, pattern: str, flags: str, seconds: float) -> bool:
    """Return whether a pattern is found in a text.

    Raises:
        Refusal: If the pattern or the flags are wrong.
        LimitError: If the search takes too long.
    """
    return next(_finder(pattern, flags)(text, seconds), None) is not None


def pattern_split(text: str, pattern: str, seconds: float) -> list[str]:
    """Return the parts of a text between the matches of a pattern.

    Raises:
        Refusal: If the pattern is wrong or matches nothing at all.
        LimitError: If the search takes too long.
    """
    parts, end = [], 0
    for hit in _finder(pattern, "")(text, seconds):
        _not_empty(hit, pattern)
        parts.append(text[end : hit.start])
        end = hit.end
    return [*parts, text[end:]]


def pattern_replace(text: str, pattern: str, replacement: str, flags: str, limits: Limits) -> str:
    r"""Return a text with every match replaced; ``$1`` is a group, ``\$`` a dollar sign.

    Raises:
        Refusal: If the pattern, the replacement or the flags are wrong.
        LimitError: If the search takes too long or the result is too large.
    """
    literal = "q" in flags
    pieces = [replacement] if literal else _pieces(replacement)
    parts, end, size = [], 0, 0
    for hit in _finder(pattern, flags)(text, limits.regex_seconds):
        _not_empty(hit, pattern)
        new = text[end : hit.start] + "".join(_filled(piece, hit) for piece in pieces)
        size += len(new)
        if size > limits.characters:
            raise LimitError(f"A text has more than {limits.characters:,} characters.")
        parts.append(new)
        end = hit.end
    return "".join(parts) + text[end:]


def _not_empty(hit: Hit, pattern: str) -> None:
    if hit.start == hit.end:
        raise Refusal(f"The pattern “{pattern}” matches the empty text.")


def _pieces(replacement: str) -> list[str | int]:
    pieces: list[str | int] = []
    at = 0
    while at < len(replacement):
        match = _PIECE.match(replacement, at)
        if not match:
            remedy = "Write \\\\ for a backslash and \\$ for a dollar sign."
            raise Refusal(f"The replacement “{replacement}” is wrong.", remedy)
        escaped, group, plain = match.groups()
        pieces.append(int(group) if group else escaped or plain)
        at = match.end()
    return pieces


def _filled(piece: str | int, hit: Hit) -> str:
    if isinstance(piece, str):
        return piece
    last, rest = len(hit.groups) - 1, ""
    while piece > last and piece > 9:
        piece, digit = divmod(piece, 10)
        rest = str(digit) + rest
    return (hit.groups[piece] if piece <= last else "") + rest


@lru_cache(maxsize=512)
def _finder(pattern: str, flags: str) -> Finder:
    if len(pattern) > _LONGEST:
        raise Refusal(f"The pattern has more than {_LONGEST:,} characters.")
    if not set(flags) <= set("smixq"):
        raise Refusal(f"There are no flags “{flags}”.", "Use s, m, i, x or q.")
    if "q" in flags:
        return _linear(re.escape(pattern), flags) or _bounded(re.escape(pattern), flags)
    translated = _translated(_compact(pattern) if "x" in flags else pattern, flags)
    return _linear(translated, flags) or _bounded(translated, flags)


def _bracketed(pattern: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield each character, whether it stands in brackets, and whether a backslash is before it."""
    depth, escaped = 0, False
    for character in pattern:
        if not escaped and character in "[]":
            depth += 1 if character == "[" else -1
        yield character, depth > 0, escaped
        escaped = character == "\\" and not escaped


def _compact(pattern: str) -> str:
    """Return a pattern without the space that flag x allows; that in brackets counts."""
    return "".join(
        character
        for character, inside, _ in _bracketed(pattern)
        if inside or character not in " \t\r\n"
    )


def _translated(pattern: str, flags: str) -> str:
    found = [inside for one, inside, escaped in _bracketed(pattern) if escaped and one in "wWpP"]
    if len(found) > _MOST_CLASSES or sum(found) > _MOST_BRACKETED:
        message = f"The pattern has more than {_MOST_CLASSES} classes, or {_MOST_BRACKETED}"
        raise Refusal(f"{message} inside brackets.")
    options = re.NOFLAG
    for flag in flags:
        options |= _FLAGS.get(flag, re.NOFLAG)
    try:
        return str(translate_pattern(pattern, options))
    except (RegexError, ValueError, OverflowError) as error:
        raise Refusal(f"The pattern “{pattern}” is wrong: {error}.") from error


def _linear(translated: str, flags: str) -> Finder | None:
    inline = "".join(flag for flag in "smi" if flag in flags)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 16 << 20
    adapted = _ESCAPE.sub(_unicode_class, translated.replace(r"$(?!\n\Z)", "$"))
    try:
        found = re2.compile((f"(?{inline})" if inline else "") + adapted, options)
    except re2.error:
        return None
    return lambda text, _seconds: (_hit(match) for match in found.finditer(text))


def _unicode_class(match: re.Match[str]) -> str:
    return _CLASSES.get(match.group(1), match.group())


def _bounded(translated: str, flags: str) -> Finder:
    repeats = prod(int(most or least) for least, most in _COUNTED.findall(translated))
    if repeats > _MOST_REPEATS:
        raise Refusal("The pattern repeats its parts too often.", "Write smaller numbers in { }.")
    options = 0
    for flag in flags:
        options |= int(_FLAGS.get(flag, re.NOFLAG))
    try:
        found = regex.compile(translated, options | regex.VERSION0)
    except (regex.error, OverflowError) as error:
        raise Refusal(f"The pattern is wrong: {error}.") from error

    def find(text: str, seconds: float) -> Iterator[Hit]:
        try:
            for match in found.finditer(text, timeout=seconds):
                yield _hit(match)
        except TimeoutError:
            raise LimitError("A regular expression takes too long. Write a simpler one.") from None

    return find


def _hit(match: "re.Match[str] | regex.Match[str]") -> Hit:
    groups = (match.group(), *(group or "" for group in match.groups()))
    return Hit(start=match.start(), end=match.end(), groups=groups)
