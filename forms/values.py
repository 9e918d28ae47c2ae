"""Reads one raw answer, a text from a page or a JSON value, as the FEEL value that it gives.

Dates and times are ISO 8601, as native inputs send them. A time of day has a zone only when it
is written with one; a date and time always gets one, that of the case where it is written without.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from marshmallow import ValidationError

from forms.asked import Asked
from forms.definition import Kind, Option
from forms.numbers import has_too_many_digits, read_number
from forms.options import choose

#: Control and surrogate characters have no place in an answer; a tab and a new line have.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: A year before this one is a slip of the hand, such as 0026.
FIRST_YEAR = 1800
REFERENCE = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
TRUTHS = {"true": True, "on": True, "1": True, "yes": True}
FALSEHOODS = {"false": False, "off": False, "0": False, "no": False}


def read_value(asked: Asked, raw: object) -> object:
    """Return the FEEL value of an answer that is not blank.

    Raises:
        ValidationError: If it is no answer of its kind; carries one `FieldError`.
    """
    return READERS[asked.question.kind](asked, raw)


def wrong(asked: Asked, rule: str, **params: object) -> ValidationError:
    """Return the error of one answer."""
    return ValidationError([asked.error(rule, **params)])


def clean(text: str) -> str:
    """Return a text composed (NFC), with plain line ends, without control characters or blank ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", plain)).strip()


def _read_text(asked: Asked, raw: object) -> str:
    if not isinstance(raw, str):
        raise wrong(asked, "text")
    text = clean(raw)
    return text if asked.question.kind is Kind.LONG_TEXT else " ".join(text.split("\n"))


def _read_number(asked: Asked, raw: object) -> Decimal:
    number = read_number(raw)
    if number is None:
        raise wrong(asked, "number", example=Decimal("1234.5"))
    if has_too_many_digits(number):
        raise wrong(asked, "digits")
    return number


def _read_truth(asked: Asked, raw: object) -> bool:
    truth = raw if isinstance(raw, bool) else (TRUTHS | FALSEHOODS).get(str(raw).lower())
    if truth is None:
        raise wrong(asked, "yes")
    return truth


def _read_choice(asked: Asked, raw: object) -> object:
    if asked.options is None and isinstance(raw, str):
        return clean(raw)
    option = _choose(asked, raw)
    return option.value


def _choose(asked: Asked, raw: object) -> Option:
    option = choose(asked.options or (), raw)
    if option is None:
        raise wrong(asked, "option")
    return option


def _read_choices(asked: Asked, raw: object) -> list[object]:
    items = _read_list(asked, raw)
    if asked.options is None:
        return [clean(item) for item in items if isinstance(item, str)]
    chosen = [_choose(asked, item) for item in items]
    return [option.value for option in asked.options if option in chosen]


def _read_list(asked: Asked, raw: object) -> list[object]:
    if not isinstance(raw, list | tuple):
        raise wrong(asked, "list")
    return list(raw)


def _read_date(asked: Asked, raw: object) -> date:
    if isinstance(raw, datetime):
        raise wrong(asked, "date")
    try:
        day = (
            raw if isinstance(raw, date) else date.fromisoformat(_written(raw, r"\d{4}-\d\d-\d\d"))
        )
    except ValueError as error:
        raise wrong(asked, "date") from error
    if day.year < FIRST_YEAR:
        raise wrong(asked, "date")
    return day


def _read_time(asked: Asked, raw: object) -> time:
    try:
        return raw if isinstance(raw, time) else time.fromisoformat(_written(raw, r"\d\d:\d\d.*"))
    except ValueError as error:
        raise wrong(asked, "time") from error


def _read_moment(asked: Asked, raw: object) -> datetime:
    pattern = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*"
    try:
        moment = (
            raw if isinstance(raw, datetime) else datetime.fromisoformat(_written(raw, pattern))
        )
    except ValueError as error:
        raise wrong(asked, "moment") from error
    if moment.tzinfo is not None:
        return moment
    local = moment.replace(tzinfo=asked.zone)
    if local.astimezone(UTC).astimezone(asked.zone).replace(tzinfo=None) != moment:
        raise wrong(asked, "skipped")
    return local


def _written(raw: object, pattern: str) -> str:
    """Return a text of a given shape.

    Raises:
        ValueError: If it is no such text.
    """
    text = raw.strip() if isinstance(raw, str) else ""
    if not re.fullmatch(pattern, text) or len(text) > 40:
        message = "not of the shape expected"
        raise ValueError(message)
    return text


def _read_files(asked: Asked, raw: object) -> list[str]:
    items = [raw] if isinstance(raw, str) else _read_list(asked, raw)
    references = [item for item in items if isinstance(item, str) and REFERENCE.fullmatch(item)]
    if len(references) < len(items):
        raise wrong(asked, "files")
    return list(dict.fromkeys(references))


READERS: Mapping[Kind, Callable[[Asked, object], object]] = {
    Kind.TEXT: _read_text,
    Kind.LONG_TEXT: _read_text,
    Kind.NUMBER: _read_number,
    Kind.YES_NO: _read_truth,
    Kind.ONE_OF: _read_choice,
    Kind.SOME_OF: _read_choices,
    Kind.DATE: _read_date,
    Kind.TIME: _read_time,
    Kind.DATE_TIME: _read_moment,
    Kind.FILES: _read_files,
}
