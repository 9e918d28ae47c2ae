"""Values as texts: what ``string(...)`` gives, and what can be written back as an expression."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.errors import LimitError
from engine.feel.far import FarDate, FarMoment
from engine.feel.names import WORD
from engine.feel.numbers import number_text
from engine.feel.strings import quote
from engine.feel.temporal_text import date_text, datetime_text, duration_text, time_text
from engine.feel.values import Function, Range, Value, YearsMonths

_KEY: Final = re.compile(f"{WORD}(?: {WORD})*")
_LONGEST: Final = 1_000_000


def text_of(value: Value) -> str:
    """Return what ``string(value)`` gives: a text as it is, everything else as it is written.

    Raises:
        LimitError: If it has more than a million characters.
    """
    if isinstance(value, str):
        return value
    return _temporal(value) or _Writer("").written(value)


def format_value(value: Value) -> str:
    """Return the FEEL text of a value; reading it gives the value back.

    Raises:
        LimitError: If it has more than a million characters.
    """
    return _Writer('@"').written(value)


def _temporal(value: Value) -> str:
    if isinstance(value, datetime | FarMoment):
        return datetime_text(value)
    if isinstance(value, date | FarDate):
        return date_text(value)
    if isinstance(value, time):
        return time_text(value)
    if isinstance(value, timedelta | YearsMonths):
        return duration_text(value)
    return ""


class _Writer:
    """Writes one value and counts its characters."""

    def __init__(self, before: str) -> None:
        self._before, self._left = before, _LONGEST

    def written(self, value: Value) -> str:
        text = self._text(value)
        self._left -= len(text)
        if self._left < 0:
            raise LimitError(f"The value is longer than {_LONGEST:,} characters as a text.")
        return text

    def _text(self, value: Value) -> str:
        if value is None or isinstance(value, bool):
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, Decimal):
            return number_text(value)
        if isinstance(value, str):
            return quote(value)
        if temporal := _temporal(value):
            return f'@"{temporal}"' if self._before else temporal
        return self._structure(value)

    def _structure(self, value: Value) -> str:
        if isinstance(value, list):
            return f"[{', '.join(map(self.written, value))}]"
        if isinstance(value, dict):
            entries = (f"{key_text(key)}: {self.written(item)}" for key, item in value.items())
            return f"{{{', '.join(entries)}}}"
        if isinstance(value, Range):
            return self._range(value)
        if isinstance(value, Function):
            names = (parameter.name for parameter in value.signatures[0].parameters)
            return value.name or f"function({', '.join(names)})"
        return str(value)

    def _range(self, span: Range) -> str:
        start, end = self.written(span.start), self.written(span.end)
        if span.start is None:
            return f"({'<=' if span.end_included else '<'} {end})"
        if span.end is None:
            return f"({'>=' if span.start_included else '>'} {start})"
        opening, closing = "[" if span.start_included else "(", "]" if span.end_included else ")"
        return f"{opening}{start}..{end}{closing}"


def key_text(key: str) -> str:
    """Return a key of a context as it is written: quoted unless it is a plain name."""
    return key if _KEY.fullmatch(key) else quote(key)
