"""Texts that expressions weave together, in another language.

A translation may leave gaps: ``Only a payment by {day} counts.`` stands for every text that differs
from it there alone. What stands in a gap stays as it is.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: A gap, but no value of a form or letter, which stands in two braces.
_GAP = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")


@dataclass(frozen=True, kw_only=True)
class Woven:
    """A text with gaps."""

    #: Fits every text that it stands for; a group for each gap.
    pattern: re.Pattern[str]
    #: With the same gaps, in any order.
    translation: str


def list_woven(known: Mapping[str, str]) -> tuple[Woven, ...]:
    """List the texts with gaps among translations; those with the most words of their own first."""
    with_gaps = [text for text in known if _GAP.search(text)]
    most_own = sorted(with_gaps, key=lambda text: -len(_GAP.sub("", text)))
    return tuple(Woven(pattern=_compile(text), translation=known[text]) for text in most_own)


def translate_woven(text: str, woven: Iterable[Woven]) -> str | None:
    """Return a text in another language, or null when it fits none of the translations.

    >>> translate_woven("By 2026-01-31.", list_woven({"By {day}.": "Avant le {day}."}))
    'Avant le 2026-01-31.'
    """
    for one in woven:
        found = one.pattern.fullmatch(text)
        if found is not None:
            return _fill(one.translation, found.groupdict())
    return None


def _fill(translation: str, values: Mapping[str, str]) -> str:
    return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), translation)


def _compile(text: str) -> re.Pattern[str]:
    parts = _GAP.split(text)
    own = [re.escape(part) for part in parts[::2]]
    gaps = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip(own, [*gaps, ""], strict=True)), re.DOTALL)
