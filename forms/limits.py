"""Judges an answer against the limits of its question."""

from datetime import date, datetime
from decimal import Decimal

from marshmallow import ValidationError
from marshmallow.validate import Email

from forms.asked import Asked
from forms.definition import Kind
from forms.numbers import count_decimals
from forms.patterns import matches
from forms.values import wrong

#: What a text may hold where the form sets no length.
MOST_CHARACTERS = {Kind.TEXT: 1_000, Kind.LONG_TEXT: 20_000}
#: A telephone number: country code and subscriber, at most 15 digits (ITU-T E.164).
PHONE = r"^(\+|00)[ ().\-/]*([0-9][ ().\-/]*){7,15}$"


def judge(asked: Asked, value: object) -> None:
    """Refuse a value that breaks a limit.

    Raises:
        ValidationError: With the first limit that is broken.
    """
    match value:
        case str() if asked.question.kind in MOST_CHARACTERS:
            _judge_text(asked, value)
        case Decimal() if asked.question.kind is Kind.NUMBER:
            _judge_number(asked, value)
        case date():
            _judge_day(asked, value.date() if isinstance(value, datetime) else value)
        case list() if asked.question.files and len(value) > asked.question.files.max_files:
            raise ValidationError([asked.error("many", limit=asked.question.files.max_files)])


def _judge_text(asked: Asked, text: str) -> None:
    kind, limits, length = asked.question.kind, asked.question.limits, len(text)
    least, most = asked.min_length, asked.max_length
    bound = most if isinstance(most, Decimal) else Decimal(MOST_CHARACTERS[kind])
    if length > bound:
        raise wrong(asked, "long", limit=bound, length=length)
    if isinstance(least, Decimal) and length < least:
        raise wrong(asked, "short", limit=least, length=length)
    if limits.format == "email" and not _is_email(text):
        raise wrong(asked, "email")
    if limits.format == "phone" and not matches(PHONE, text):
        raise wrong(asked, "phone")
    if limits.pattern and not matches(limits.pattern, text):
        raise wrong(asked, "pattern")


def _is_email(text: str) -> bool:
    try:
        Email()(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _judge_number(asked: Asked, value: Decimal) -> None:
    decimals = asked.question.limits.decimals
    if decimals is not None and count_decimals(value) > decimals:
        raise wrong(asked, "decimals", limit=decimals) if decimals else wrong(asked, "whole")
    if isinstance(asked.minimum, Decimal) and value < asked.minimum:
        raise wrong(asked, "small", limit=asked.minimum)
    if isinstance(asked.maximum, Decimal) and value > asked.maximum:
        raise wrong(asked, "large", limit=asked.maximum)


def _judge_day(asked: Asked, day: date) -> None:
    if asked.today is not None and day < asked.today:
        raise wrong(asked, "past")
    if (first := _day(asked.minimum)) and day < first:
        raise wrong(asked, "early", limit=first)
    if (last := _day(asked.maximum)) and day > last:
        raise wrong(asked, "late", limit=last)


def _day(limit: object) -> date | None:
    if isinstance(limit, datetime):
        return limit.date()
    return limit if isinstance(limit, date) else None
