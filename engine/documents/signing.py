"""Blocks in which people sign a page, or are named as having done so in Docket."""

from collections.abc import Mapping
from html import escape

from engine.documents.saying import say
from engine.documents.words import word
from engine.errors import ExpressionError

_KEYS = {"for", "name", "date"}


def signature_blocks(value: object, language: str) -> str:
    """Return HTML for a list of contexts with ``for``, ``name`` and ``date``.

    Raises:
        ExpressionError: If the value is something else.
    """
    blocks = value if isinstance(value, list) else [value]
    inside = "".join(_block(block, language) for block in blocks)
    label = escape(word("signatures", language))
    return f'<section class="signatures" aria-label="{label}">{inside}</section>'


def _block(value: object, language: str) -> str:
    if not isinstance(value, dict) or set(value) - _KEYS or not value.get("for"):
        message = "A signature is a context with “for”, “name” and “date”."
        raise ExpressionError(message, remedy='Write {for: "Received by", name: …, date: …}.')
    name, day = _text(value, "name", language), _text(value, "date", language)
    rows = [f'<p class="for">{_text(value, "for", language)}</p>']
    if not (name and day):
        rows.append(f'<p class="line">{escape(word("signature", language))}</p>')
    rows.append(f'<p class="who"><bdi>{name or "&nbsp;"}</bdi></p>')
    rows.append(f'<p class="day">{escape(word("date", language))}: <bdi>{day}</bdi></p>')
    return f'<div class="signature">{"".join(rows)}</div>'


def _text(block: Mapping[str, object], key: str, language: str) -> str:
    found = block.get(key)
    if isinstance(found, dict | list):
        message = f"“{key}” of a signature is no text: {found}."
        raise ExpressionError(message)
    return escape(say(found, language))
