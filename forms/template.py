"""Texts with values in them: ``Dear {{ name }}``, or a whole expression after ``=``."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

from forms.definition import Formula
from forms.scopes import Scope

PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


def list_formulas(text: str) -> Iterator[Formula]:
    """Yield the expressions in a text."""
    if text.startswith("="):
        yield Formula(text[1:].strip())
    else:
        yield from (Formula(found.strip()) for found in PLACE.findall(text))


def fill(
    text: str,
    scope: Scope,
    show: Callable[[object], str],
    escape: Callable[[str], str] = str,
) -> str:
    """Return a text with its values; nothing stands where one cannot be worked out yet.

    Args:
        text: Already in the reader's language.
        scope: The form or the row that the text stands in.
        show: Writes a value for a person.
        escape: Keeps a value from being taken for markup.
    """
    if text.startswith("="):
        value = scope.find(Formula(text[1:].strip()))
        return "" if value is None else show(value)
    return PLACE.sub(lambda found: escape(show(scope.find(Formula(found[1].strip())))), text)


def show_plainly(value: object) -> str:
    """Return a value as text: ISO dates, a decimal point, lists with commas, nothing for null."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case list():
            return ", ".join(show_plainly(item) for item in value)
        case dict():
            return ", ".join(f"{name}: {show_plainly(inner)}" for name, inner in value.items())
        case _:
            return str(value)
