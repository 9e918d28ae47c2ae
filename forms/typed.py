"""Raw answers as the text of an input, which a person can go on typing in."""

from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from babel.core import Locale
from babel.numbers import get_decimal_symbol

from forms.definition import Kind
from forms.numbers import CANONICAL
from forms.options import write_token


def write_typed(kind: Kind, raw: object, locale: str, zone: tzinfo) -> str:
    """Return the text of an input; empty where a native date input could not show the answer.

    Args:
        kind: Of the question.
        raw: As it was typed, sent or kept.
        locale: Tag such as ``fr``: numbers get its decimal mark.
        zone: Zone in which a date and time is shown.
    """
    if raw is None or isinstance(raw, bool | list | dict):
        return ""
    text = write_token(raw)
    match kind:
        case Kind.NUMBER:
            return _write_number(text, locale)
        case Kind.DATE:
            return text if _is(date, text) else ""
        case Kind.TIME:
            return text[:5] if _is(time, text) else ""
        case Kind.DATE_TIME:
            return _write_moment(text, zone)
        case _:
            return text


def _write_number(text: str, locale: str) -> str:
    if not CANONICAL.fullmatch(text):
        return text
    place = Locale.parse(locale, sep="_" if "_" in locale else "-")
    plain = f"{Decimal(text):f}" if "e" in text.lower() else text
    return plain.replace(".", get_decimal_symbol(place))


def _is(kind: type[date] | type[time], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _write_moment(text: str, zone: tzinfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.replace(tzinfo=None).isoformat(timespec="minutes")
