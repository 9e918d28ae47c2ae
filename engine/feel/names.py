"""Names: which characters they take, and how one with spaces or operators in it is found in a text.

Words that stand next to each other with nothing but space between always form one name, because no
construct of FEEL puts two names side by side. Only a name that holds a keyword (``working days
between``), or an operator (``x-y``), has to be known beforehand: from the scope, from the function
registry, or from an earlier key of a context in the same text.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

_START: Final = "A-Z_a-zÀ-ÖØ-öø-˿Ͱ-ͽͿ-῿‌‍⁰-↏Ⰰ-⿯、-퟿豈-﷏ﷰ-�\U00010000-\U000effff"
_PART: Final = _START + "0-9·\u0300-\u036f‿⁀"
WORD: Final = f"[{_START}][{_PART}]*"
PARTS: Final = f"[{_PART}]+"
WORD_END: Final = f"(?![{_PART}])"
SPACE: Final = "[ \\t\\n\\r\\f\\v\\u0085\\u00a0\\u1680\\u180e\\u2000-\\u200b\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]"
KEYWORDS: Final = {
    "if": "IF",
    "then": "_THEN",
    "else": "_ELSE",
    "for": "FOR",
    "in": "_IN",
    "return": "_RETURN",
    "some": "SOME",
    "every": "EVERY",
    "satisfies": "_SATISFIES",
    "and": "_AND",
    "or": "_OR",
    "between": "_BETWEEN",
    "true": "TRUE",
    "false": "FALSE",
    "null": "NULL",
}
_PLAIN: Final = re.compile(f"{WORD}(?:{SPACE}+{WORD})*")
_TOKEN: Final = re.compile(f"[{_PART}]+|[^{_PART}\\s]")
_PART_END: Final = re.compile(f"[{_PART}]")
_BROKEN: Final = {*KEYWORDS, "instance", "function", "external"}


def normal(name: str) -> str:
    """Return a name with every run of space written as one."""
    return " ".join(name.split())


@lru_cache(maxsize=4096)
def is_special(name: str) -> bool:
    """Return whether a name is read rightly only by someone who knows it."""
    if name in {"", "?"}:
        return False
    if name.isidentifier():
        return name in _BROKEN
    return not _PLAIN.fullmatch(name) or any(word in _BROKEN for word in name.split())


@lru_cache(maxsize=4096)
def special_names(names: tuple[str, ...]) -> frozenset[str]:
    """Return those of some names that have to be known beforehand."""
    return frozenset(name for name in names if name and is_special(name))


class KnownNames:
    """Special names, found at a place of a text; the longest one wins."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_start: dict[str, list[tuple[int, re.Pattern[str], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make one more name known."""
        tokens = _TOKEN.findall(name)
        if not tokens:
            return
        pattern = re.escape(tokens[0])
        for before, token in pairwise(tokens):
            both_words = _PART_END.match(before[-1]) and _PART_END.match(token)
            pattern += f"{SPACE}{'+' if both_words else '*'}" + re.escape(token)
        pattern += WORD_END if _PART_END.match(tokens[-1]) else ""
        bucket = self._by_start.setdefault(name[0], [])
        bucket.append((len(name), re.compile(pattern), normal(name)))
        bucket.sort(key=lambda entry: -entry[0])

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """Return the longest known name that stands at an offset, and where it ends."""
        for _, pattern, name in self._by_start.get(text[start], ()):
            match = pattern.match(text, start)
            if match:
                return name, match.end()
        return None
