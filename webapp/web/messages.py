"""Sentences that the engine makes, in the language of the person who reads them.

The engine speaks English and fills names and numbers into its sentences. The catalogue holds each
sentence with its gaps; a sentence that fits one is translated and its gaps filled again. One that
fits none is shown as it is: an English sentence beats none.
"""

import re
from functools import cache

from flask_babel import get_translations, gettext

from webapp.web.sentences import SENTENCES

_GAP = re.compile(r"%\((\w+)\)s")


def translate_message(message: str) -> str:
    """Return a sentence of the engine in the reader's language."""
    if not message or not hasattr(get_translations(), "_catalog"):
        return message
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(message)
        if found:
            return str(gettext(sentence, **found.groupdict()))
    return message


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sentence, _compile(sentence)) for sentence in SENTENCES)


def _compile(sentence: str) -> re.Pattern[str]:
    parts = _GAP.split(sentence)
    texts = [re.escape(part.replace("%%", "%")) for part in parts[::2]]
    gaps = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return re.compile("".join(a + b for a, b in zip(texts, [*gaps, ""], strict=True)), re.DOTALL)
