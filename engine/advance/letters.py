"""Letters: a template in Markdown with ``{{ FEEL }}`` in it, filled in for one reader."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from engine.documents.saying import say
from engine.errors import ExpressionError

_PLACE = re.compile(r"\{\{\s*(?P<expression>.+?)\s*\}\}", re.DOTALL)
_TITLE = "# "


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
