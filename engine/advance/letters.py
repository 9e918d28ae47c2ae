"""Letters: a template in Markdown with ``{{ FEEL }}`` in it, filled in for one reader."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from engine.errors import ExpressionError

_PLACE = re.compile(r"\{\{\s*(?P<expression>.+?)\s*\}\}", re.DOTALL)
_TITLE = "# "

_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter, filled in."""

    subject: str
    #: Markdown.
    body: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hex."""
        return sha256(f"{self.subject}\n{self.body}".encode()).hexdigest()


def fill_in(text: str, evaluate: Callable[[str], object], language: str) -> Letter:
    """Fill in a letter.

    Args:
        text: The template; its first line is ``# Subject``.
        evaluate: Works out one expression.
        language: Language of dates and months.

    Raises:
        ExpressionError: If an expression cannot be worked out, or the subject is missing.
    """
    head, _, body = text.strip().partition("\n")
    if not head.startswith(_TITLE):
        message = f"The letter begins with “{head}”; its first line must be “# Subject”."
        raise ExpressionError(message)

    def filled(part: str) -> str:
        return _PLACE.sub(lambda found: say(evaluate(found["expression"]), language), part)

    subject = " ".join(filled(head.removeprefix(_TITLE)).split())
    return Letter(subject=subject, body=filled(body).strip())


def say(value: object, language: str) -> str:
    """Return a value as a person writes it."""
    match value:
        case None:
            return ""
        case bool():
            return _YES_NO.get(language, _YES_NO["en"])[value]
        case datetime():
            return f"{_day(value.date(), language)} {value:%H:%M}"
        case date():
            return _day(value, language)
        case Decimal():
            return f"{value.normalize():f}"
        case list():
            return ", ".join(say(item, language) for item in value)
        case _:
            return str(value)


_YES_NO = {"en": ("no", "yes"), "fr": ("non", "oui")}


def _day(day: date, language: str) -> str:
    months = _MONTHS.get(language)
    return day.isoformat() if months is None else f"{day.day} {months[day.month - 1]} {day.year}"
